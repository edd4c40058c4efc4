package io.waybill.webhook;

import io.waybill.store.Steps.Telling;
import io.waybill.store.TellingReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what waits in the ledger into memory, endpoint by endpoint and never more than there is
 * room for, so that the backlog of a dead endpoint is not read again and again before the rest.
 */
final class Poller implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final Duration AT_ONCE = Duration.ofMillis(20);
  private static final Duration SOON = Duration.ofMillis(250);
  private static final Duration LATER = Duration.ofSeconds(1);
  private static final Duration AFTER_TROUBLE = Duration.ofSeconds(5);
  private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
  private static final int COUNT_SHARE = 20;
  private static final int ENDPOINTS_PAGE = 1_000;
  private static final int BATCH = 1_000;

  private final TellingReader reader;
  private final Endpoints endpoints;
  private final Register register;
  private final Backlogs backlogs;
  private final Measures measures;
  private final InstantSource clock;
  private final CountDownLatch closed;
  private final Runnable pump;
  private final AtomicBoolean roomRefused = new AtomicBoolean();
  private String after = "";
  private Instant countDueAt = Instant.MIN;
  private Instant backlogsDueAt = Instant.MIN;

  /**
   * A poller to be run on a thread of its own.
   *
   * @param pump called when something was brought into memory
   * @param closed ends it
   */
  Poller(
      TellingReader reader,
      Endpoints endpoints,
      Register register,
      Backlogs backlogs,
      Measures measures,
      InstantSource clock,
      CountDownLatch closed,
      Runnable pump) {
    this.reader = reader;
    this.endpoints = endpoints;
    this.register = register;
    this.backlogs = backlogs;
    this.measures = measures;
    this.clock = clock;
    this.closed = closed;
    this.pump = pump;
  }

  /** Something has just been sent to wait in the ledger. */
  void roomRefused() {
    roomRefused.set(true);
  }

  @Override
  public void run() {
    Duration pause = Duration.ZERO;
    boolean inTrouble = false;
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          boolean refused = roomRefused.getAndSet(false);
          pause = nextPause(round(), refused, pause);
          inTrouble = false;
        } catch (RuntimeException failed) {
          if (!inTrouble) {
            LOG.warn("waiting reports cannot be read at present", failed);
          }
          inTrouble = true;
          pause = AFTER_TROUBLE;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration nextPause(Found found, boolean refused, Duration last) {
    return switch (found) {
      case MORE -> AT_ONCE;
      case SOME -> SOON;
      case NOTHING -> {
        boolean perhaps = refused || last.compareTo(SOON) < 0;
        yield perhaps ? SOON : last.compareTo(SOON) > 0 ? LATER : SOON.multipliedBy(2);
      }
    };
  }

  /** What one look at the ledger found: nothing due, something, or more than was taken. */
  private enum Found {
    NOTHING,
    SOME,
    MORE
  }

  /** Looks once at one page of the endpoints that have something due. */
  private Found round() {
    Instant now = clock.instant();
    boolean fromTheStart = after.isEmpty();
    List<String> page = reader.endpointsDue(now, after, ENDPOINTS_PAGE);
    boolean isLast = page.size() < ENDPOINTS_PAGE;
    after = isLast ? "" : page.getLast();
    List<String> due = new ArrayList<>(page);
    // Memory may be full before the last one: no endpoint is always the last.
    Collections.shuffle(due);
    boolean more = !isLast || !fromTheStart;
    for (String endpoint : due) {
      if (closed.getCount() == 0) {
        return Found.NOTHING;
      }
      more |= fetch(endpoint, now);
    }
    count(now);
    return more ? Found.MORE : due.isEmpty() ? Found.NOTHING : Found.SOME;
  }

  /** Counts what waits, spending at most a twentieth of the time on it. */
  private void count(Instant now) {
    if (now.isAfter(backlogsDueAt)) {
      long began = System.nanoTime();
      backlogs.counted(reader.backlogs(backlogs.worthCounting()));
      Duration pause = Duration.ofNanos(COUNT_SHARE * (System.nanoTime() - began));
      backlogsDueAt = now.plus(pause.compareTo(LATER) > 0 ? pause : LATER);
    }
    if (now.isAfter(countDueAt)) {
      measures.waitingInLedger(reader.waiting());
      countDueAt = now.plus(COUNT_EVERY);
    }
  }

  /** Returns whether there is probably more than there was room for. */
  private boolean fetch(String endpoint, Instant now) {
    int room = endpoints.reserve(endpoint, BATCH, now);
    if (room == 0) {
      return false;
    }
    int used = 0;
    try {
      for (Telling telling : reader.due(endpoint, now, endpoints.inMemory(endpoint), room)) {
        register.hold(endpoints.add(endpoint, telling));
        used++;
      }
    } finally {
      endpoints.giveBack(endpoint, room - used);
    }
    if (used > 0) {
      pump.run();
    }
    return used == room && room > 1;
  }
}
