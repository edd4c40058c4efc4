package io.waybill.carrier;

/**
 * Holds to an agreed rate over any one second, and spreads it: no more than a tenth (rounded up) in
 * any tenth of a second. Not thread-safe.
 */
final class RateLimit {
  private static final long SECOND = 1_010_000_000L;
  private static final long TENTH = 100_000_000L;

  private final long[] last;
  private final int tenth;
  private int next;
  private long count;

  /**
   * A limit.
   *
   * @param perSecond at least 1; 0 for no limit
   */
  RateLimit(int perSecond) {
    last = new long[perSecond];
    tenth = (perSecond + 9) / 10;
  }

  /** How long to wait from now, by the nanosecond clock, until one more may go; 0: at once. */
  long waitNanos(long now) {
    if (last.length == 0) {
      return 0;
    }
    long wait = 0;
    if (count >= last.length) {
      wait = last[next] + SECOND - now;
    }
    if (count >= tenth) {
      wait = Math.max(wait, last[Math.floorMod(next - tenth, last.length)] + TENTH - now);
    }
    return Math.max(0, wait);
  }

  /** One goes now. */
  void take(long now) {
    if (last.length > 0) {
      last[next] = now;
      next = (next + 1) % last.length;
      count++;
    }
  }
}
