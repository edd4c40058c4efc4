package io.waybill.channel;

import io.waybill.store.AdapterRow;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;

/// An adapter at work: how many requests are under way, how fast they may begin, and whether the
/// provider is to be left alone for a while. Thread-safe.
final class Line {
  private static final int TROUBLES_BEFORE_PAUSE = 3;
  private static final Duration PAUSE_FIRST = Duration.ofMillis(500);
  private static final int DOUBLINGS_MAX = 6;

  private final AdapterRow row;
  private final Adapter adapter;
  private final Semaphore seats;
  private final Pace pace;
  private int troubles;
  private Instant pausedUntil = Instant.EPOCH;

  Line(AdapterRow row, Adapter adapter) {
    this.row = row;
    this.adapter = adapter;
    this.seats = new Semaphore(row.concurrency());
    this.pace = new Pace(row.ratePerSecond());
  }

  AdapterRow row() {
    return row;
  }

  Adapter adapter() {
    return adapter;
  }

  Pace pace() {
    return pace;
  }

  /// Requests that may be begun now.
  int free(Instant now) {
    synchronized (this) {
      if (!row.enabled() || pausedUntil.isAfter(now)) {
        return 0;
      }
    }
    return seats.availablePermits();
  }

  boolean take() {
    return seats.tryAcquire();
  }

  void giveBack() {
    seats.release();
  }

  /// The provider has answered.
  synchronized void isWell() {
    troubles = 0;
  }

  /// The provider could not be reached, or has failed: from the third time in a row it is left
  /// alone for half a second, doubling to half a minute.
  synchronized void isTroubled(Instant now) {
    troubles++;
    int over = troubles - TROUBLES_BEFORE_PAUSE;
    if (over >= 0) {
      pause(now.plus(PAUSE_FIRST.multipliedBy(1L << Math.min(over, DOUBLINGS_MAX))));
    }
  }

  /// Nothing is begun before then.
  synchronized void pause(Instant until) {
    if (until.isAfter(pausedUntil)) {
      pausedUntil = until;
    }
  }
}
