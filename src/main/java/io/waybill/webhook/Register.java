package io.waybill.webhook;

import io.waybill.ops.Unavailable;
import io.waybill.store.EndpointStore;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.TellingReader;
import io.waybill.webhook.Endpoint.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what memory knows of endpoints and what is stored of them the same, on one thread: stores
 * what callbacks found out, reads what people changed, lets reports of endpoints that are left
 * alone wait in the ledger. What cannot be stored now is stored later.
 */
final class Register implements Consumer<Noted> {
  private static final Logger LOG = LoggerFactory.getLogger(Register.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);
  private static final Duration KEEP_FOR = Duration.ofDays(30);
  private static final int PAGE = 1_000;
  private static final int HURRY = 10_000;

  /** Changes are read again over so many numbers: one may be committed after a later one. */
  private static final int OVERLAP = 200;

  private final EndpointStore store;
  private final TellingReader reader;
  private final InstantSource clock;
  private final CountDownLatch closed;
  private final Map<String, Noted> toStore = new LinkedHashMap<>();
  private final Set<String> toHurry = ConcurrentHashMap.newKeySet();
  private final ConcurrentLinkedQueue<Waiting> toHold = new ConcurrentLinkedQueue<>();
  private final Semaphore work = new Semaphore(0);
  private long revision;
  private Instant prunedAt = Instant.MIN;

  Register(EndpointStore store, TellingReader reader, InstantSource clock, CountDownLatch closed) {
    this.store = store;
    this.reader = reader;
    this.clock = clock;
    this.closed = closed;
  }

  /** To be stored; a newer entry of the same endpoint takes its place. Returns at once. */
  @Override
  public void accept(Noted noted) {
    synchronized (toStore) {
      toStore.put(noted.key(), noted);
    }
    work.release();
  }

  /** To wait in the ledger, then to leave memory. Returns at once. */
  void hold(List<Waiting> back) {
    if (!back.isEmpty()) {
      toHold.addAll(back);
      work.release();
    }
  }

  /** What waits at this endpoint is to become due. Returns at once. */
  void hurry(String endpoint) {
    toHurry.add(endpoint);
    work.release();
  }

  /** Looks at once for what people changed. Returns at once. */
  void look() {
    work.release();
  }

  /** Reads all entries into memory. To be called before the first callback. */
  void load(Endpoints endpoints) {
    List<Noted> page;
    do {
      page = store.changedAfter(revision, PAGE);
      for (Noted noted : page) {
        revision = noted.revision();
        if (noted.standing() != Standing.UP || noted.allowPrivate() != null) {
          hold(endpoints.learn(noted));
        }
      }
    } while (page.size() == PAGE);
  }

  /** Works until closed, on a thread of its own. */
  void run(Endpoints endpoints, Runnable pump) {
    boolean inTrouble = false;
    try {
      while (closed.getCount() > 0) {
        var _ = work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        work.drainPermits();
        try {
          round(endpoints, pump);
          inTrouble = false;
        } catch (RuntimeException failed) {
          if (!inTrouble && failed instanceof Unavailable) {
            LOG.warn("how endpoints stand cannot be stored at present: {}", failed.getMessage());
          } else if (!inTrouble) {
            LOG.error("how endpoints stand cannot be stored, trying again", failed);
          }
          inTrouble = true;
          closed.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
          work.release();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Endpoints endpoints, Runnable pump) {
    hold(endpoints);
    for (Noted noted = first(); noted != null; noted = first()) {
      store.found(noted);
      synchronized (toStore) {
        toStore.remove(noted.key(), noted);
      }
    }
    for (String endpoint : List.copyOf(toHurry)) {
      while (reader.hurry(endpoint, clock.instant(), HURRY) == HURRY) {
        LOG.debug("more than {} reports become due at once", HURRY);
      }
      toHurry.remove(endpoint);
      endpoints.settled(endpoint);
    }
    readChanges(endpoints);
    pump.run();
    Instant now = clock.instant();
    if (prunedAt.equals(Instant.MIN) || now.isAfter(prunedAt.plus(PRUNE_EVERY))) {
      prunedAt = now;
      store.prune(now.minus(KEEP_FOR));
    }
  }

  private @Nullable Noted first() {
    synchronized (toStore) {
      return toStore.isEmpty() ? null : toStore.values().iterator().next();
    }
  }

  private void hold(Endpoints endpoints) {
    List<Waiting> some = new ArrayList<>();
    for (Waiting w = toHold.peek(); w != null; w = toHold.peek()) {
      some.clear();
      for (Waiting next : toHold) {
        if (some.size() < PAGE) {
          some.add(next);
        }
      }
      reader.hold(some.stream().map(Waiting::telling).filter(t -> !t.waited()).toList());
      for (Waiting held : some) {
        toHold.remove(held);
        endpoints.done(held);
      }
    }
  }

  private void readChanges(Endpoints endpoints) {
    for (Noted noted : store.changedAfter(Math.max(0, revision - OVERLAP), PAGE)) {
      hold(endpoints.adopt(noted, this::isToBeStored, this::hurry));
      revision = Math.max(revision, noted.revision());
    }
  }

  private boolean isToBeStored(String key) {
    synchronized (toStore) {
      return toStore.containsKey(key);
    }
  }
}
