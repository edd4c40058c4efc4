package io.waybill.carrier;

/**
 * Holds to an agreed rate over any one second, and spreads it: no more than a tenth (rounded up) in
 * any tenth of a second. After throttling it goes slower by itself, see {@link SlowDown}. Not
 * thread-safe.
 */
final class RateLimit {
  private static final long SECOND = 1_010_000_000L;
  private static final long TENTH = 100_000_000L;
  private static final long CLOCK_SECOND = 1_000_000_000L;

  private final SlowDown slowDown = new SlowDown();
  private long[] last;
  private int tenth;
  private int next;
  private long count;
  private long second;
  private int inSecond;
  private int inSecondBefore;

  /**
   * A limit.
   *
   * @param perSecond at least 1; 0 for no limit
   */
  RateLimit(int perSecond) {
    last = new long[perSecond];
    tenth = (perSecond + 9) / 10;
  }

  /** Another rate is agreed; what went in the last second still counts. */
  void agree(int perSecond) {
    if (perSecond == last.length) {
      return;
    }
    int known = (int) Math.min(Math.min(count, last.length), perSecond);
    long[] fresh = new long[perSecond];
    for (int i = 0; i < known; i++) {
      fresh[known - 1 - i] = last[Math.floorMod(next - 1 - i, last.length)];
    }
    last = fresh;
    tenth = (perSecond + 9) / 10;
    next = perSecond == 0 ? 0 : known % perSecond;
    count = known;
  }

  /** How long to wait from now, by the nanosecond clock, until one more may go; 0: at once. */
  long waitNanos(long now) {
    long wait = slowDown.waitNanos(now);
    if (last.length == 0) {
      return wait;
    }
    if (count >= last.length) {
      wait = Math.max(wait, last[next] + SECOND - now);
    }
    if (count >= tenth) {
      wait = Math.max(wait, last[Math.floorMod(next - tenth, last.length)] + TENTH - now);
    }
    return Math.max(0, wait);
  }

  /** One goes now. */
  void take(long now) {
    slowDown.take(now);
    turn(now);
    inSecond++;
    if (last.length > 0) {
      last[next] = now;
      next = (next + 1) % last.length;
      count++;
    }
  }

  /** Counts seconds of the nanosecond clock. */
  private void turn(long now) {
    long current = Math.floorDiv(now, CLOCK_SECOND);
    if (current != second) {
      inSecondBefore = current == second + 1 ? inSecond : 0;
      inSecond = 0;
      second = current;
    }
  }

  /** How many went in the last whole second. */
  int lastSecond(long now) {
    turn(now);
    return inSecondBefore;
  }

  /** The carrier says that it is too much; true if it goes slower from now on. */
  boolean tooMuch(long now) {
    return slowDown.tooMuch(now, last.length);
  }

  /** Submits per second after throttling; 0 while it does not go slower than agreed. */
  double slowedTo(long now) {
    return slowDown.perSecond(now);
  }
}
