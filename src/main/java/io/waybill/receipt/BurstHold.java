package io.waybill.receipt;

import java.util.concurrent.TimeUnit;

/**
 * Whether matching holds off for receipts that burst in: storing them goes before, because their
 * carrier waits. It does so while thousands come in a second, but not so many that there is time
 * for both; and for a minute at most from the first of them until all are matched: however they
 * come, none waits longer for that. Thread-safe; the time comes in as an argument.
 */
final class BurstHold {
  /** As many in a second are more than the usual overflow of a busy moment. */
  private static final int MANY = 1_000;

  /** A carrier that is rid of so many in a second need not be served before all others. */
  private static final int ENOUGH = 12_000;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

  private boolean behind;
  private long since;
  private long last;
  private long second;
  private int inThisSecond;
  private int inTheOneBefore;

  /** So many were stored as they came. */
  synchronized void burst(int count, long nanos) {
    if (!behind) {
      behind = true;
      since = nanos;
      second = nanos;
      inThisSecond = 0;
      inTheOneBefore = 0;
    }
    if (nanos - second >= SECOND) {
      inTheOneBefore = nanos - second >= 2 * SECOND ? 0 : inThisSecond;
      inThisSecond = 0;
      second = nanos;
    }
    inThisSecond += count;
    last = nanos;
  }

  /** All that was stored so is matched. */
  synchronized void caughtUp() {
    behind = false;
  }

  synchronized boolean isOn(long nanos) {
    return behind
        && nanos - last <= PAUSE
        && nanos - since < LONGEST
        && Math.max(inThisSecond, inTheOneBefore) >= MANY
        && inTheOneBefore < ENOUGH;
  }
}
