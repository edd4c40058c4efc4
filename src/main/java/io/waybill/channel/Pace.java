package io.waybill.channel;

/// Spaces requests evenly, so that no second has more than the rate. Thread-safe.
final class Pace {
  private static final long SECOND = 1_000_000_000L;

  private final long spacing;
  private long next = Long.MIN_VALUE;

  /// @param perSecond 0: no bound
  Pace(int perSecond) {
    spacing = perSecond == 0 ? 0 : (SECOND + perSecond - 1) / perSecond;
  }

  /// Takes the next place; returns how many nanoseconds to wait for it.
  synchronized long take(long nanoTime) {
    if (spacing == 0) {
      return 0;
    }
    long at = next == Long.MIN_VALUE || next - nanoTime < 0 ? nanoTime : next;
    next = at + spacing;
    return at - nanoTime;
  }
}
