package io.waybill.webhook;

import io.waybill.message.Entry.Report;
import io.waybill.message.Event;
import io.waybill.ops.Unavailable;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.ReplayStore;
import io.waybill.store.ReplayStore.Candidate;
import io.waybill.store.ReplayStore.Progress;
import io.waybill.store.ReplayStore.Replay;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out replays of ranges of time in the background, batch by batch, the running ones in
 * turn: each report is made due through the ledger and then told as any other. How far it has come
 * is stored after each batch, so a restart repeats at most one batch. Waits while so much waits for
 * the endpoint that no more may come.
 */
public final class Replays implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final int AT_ONCE = 20;
  private static final int BATCH = 500;

  private final ReplayStore store;
  private final Ledger ledger;
  private final Predicate<String> isFull;
  private final InstantSource clock;
  private final Semaphore work = new Semaphore(0);
  private volatile boolean closed;
  private final Thread thread;

  /**
   * Starts it; what a former process left is gone on with.
   *
   * @param webhook says which endpoints are full
   */
  public Replays(ReplayStore store, Ledger ledger, Webhook webhook, InstantSource clock) {
    this(store, ledger, webhook::isFull, clock);
  }

  Replays(ReplayStore store, Ledger ledger, Predicate<String> isFull, InstantSource clock) {
    this.store = store;
    this.ledger = ledger;
    this.isFull = isFull;
    this.clock = clock;
    thread = Thread.ofVirtual().name("callback-replays").start(this::run);
  }

  /** There is something new to do. Returns at once. */
  void look() {
    work.release();
  }

  private void run() {
    boolean inTrouble = false;
    try {
      boolean more = true;
      while (!closed) {
        if (!more) {
          var _ = work.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
        work.drainPermits();
        try {
          more = round();
          inTrouble = false;
        } catch (RuntimeException failed) {
          if (!inTrouble && failed instanceof Unavailable) {
            LOG.warn("replays wait for the database: {}", failed.getMessage());
          } else if (!inTrouble) {
            LOG.error("replays cannot go on, trying again", failed);
          }
          inTrouble = true;
          more = false;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** One batch of each; returns whether there is more to do at once. */
  private boolean round() throws InterruptedException {
    boolean more = false;
    for (Replay replay : store.running(AT_ONCE)) {
      if (!isFull.test(replay.endpoint())) {
        more |= batch(replay);
      }
    }
    return more;
  }

  private boolean batch(Replay replay) throws InterruptedException {
    List<Candidate> batch = store.candidates(replay, BATCH);
    if (batch.isEmpty()) {
      store.store(replay.ended(Progress.DONE, null, clock.instant()));
      return false;
    }
    long asked = 0;
    try {
      asked = ask(replay, batch);
    } catch (RuntimeException odd) {
      LOG.error("replay {} failed", replay.id(), odd);
      store.store(
          replay.ended(Progress.FAILED, "Waybill failed here: see its log", clock.instant()));
      return false;
    }
    if (asked < 0) {
      return false;
    }
    store.store(replay.at(batch.getLast().id(), batch.size(), asked));
    return true;
  }

  /** How many reports were made due; -1 if the ledger has no time: the batch is tried again. */
  private long ask(Replay replay, List<Candidate> batch) throws InterruptedException {
    List<CompletableFuture<Outcome>> handedIn = new ArrayList<>();
    List<Integer> counts = new ArrayList<>();
    for (Candidate candidate : batch) {
      List<Report> reports =
          candidate.timeline() == null
              ? List.of()
              : new Told(candidate.timeline()).reports(replay.which());
      if (!reports.isEmpty()) {
        counts.add(reports.size());
        handedIn.add(
            ledger.record(candidate.id(), new Event.TellAgainAsked(clock.instant(), reports)));
      }
    }
    long asked = 0;
    for (int i = 0; i < handedIn.size(); i++) {
      try {
        switch (handedIn.get(i).get()) {
          case Outcome.Recorded(var _, boolean changed) -> asked += changed ? counts.get(i) : 0;
          case Outcome.Busy _ -> {
            return -1;
          }
          case Outcome.NotFound _, Outcome.Quarantined _ -> {}
        }
      } catch (ExecutionException failed) {
        return -1;
      }
    }
    return asked;
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
