package io.waybill.simulator;

/// Chance without a memory: the same seed, number and question always give the same answer, and no
/// question disturbs another. So a setting that is added changes only what it is about.
///
/// @param number which event it is about: the n-th submit, the n-th piece of garbage
record Dice(long seed, long number) {
  private static final double UNIT = 0x1.0p-53;

  /// What chance is asked about.
  enum Throw {
    REFUSAL,
    OUTCOME,
    ANSWER_DELAY,
    ANSWER_DELAY_TOO,
    ANSWER_LOST,
    ANSWER_NEVER,
    ANSWER_LATE,
    ANSWER_OUT_OF_ORDER,
    ANSWER_DOUBLED,
    ANSWER_WRONG_SEQUENCE,
    ANSWER_NACK,
    RECEIPT_DELAY,
    RECEIPT_DELAY_TOO,
    RECEIPT_EARLY,
    RECEIPT_DOUBLED,
    RECEIPT_INTERMEDIATE,
    RECEIPT_STALE,
    RECEIPT_NEVER,
    RECEIPT_CORRECTED,
    RECEIPT_ELSEWHERE,
    GARBAGE_KIND,
    GARBAGE_OCTETS
  }

  /// From 0 up to, not including, 1; evenly spread.
  double roll(Throw about) {
    return (bits(about) >>> 11) * UNIT;
  }

  /// True in so many of a hundred cases.
  boolean hits(Throw about, double percent) {
    return roll(about) * 100 < percent;
  }

  /// 64 bits, each as likely set as not.
  long bits(Throw about) {
    long mixed = seed;
    mixed = stir(mixed + number);
    return stir(mixed + about.name().hashCode());
  }

  /// Spreads each bit over all of them: two rounds of shift and multiplication by odd numbers.
  private static long stir(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 29) * 0xD1342543DE82EF95L;
    z = (z ^ z >>> 32) * 0xF1357AEA2E62A9C5L;
    return z ^ z >>> 31;
  }
}
