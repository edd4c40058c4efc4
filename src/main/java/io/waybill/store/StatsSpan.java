package io.waybill.store;

import io.waybill.store.Stats.Grain;
import java.time.Duration;
import java.time.Instant;

/**
 * The buckets of a time that somebody asks for, as fine as counters still are there.
 *
 * @param from first bucket
 * @param until the bucket after the last
 * @param timesFrom first bucket of times, which are kept by the hour or day
 * @param buckets of a point of the series
 */
record StatsSpan(int from, int until, int timesFrom, int buckets) {
  private static final Duration LONGEST = Duration.ofDays(400);

  /** So short a time is shown by the quarter of an hour. */
  private static final Duration SHORT = Duration.ofHours(3);

  static StatsSpan of(Instant from, Instant until, Instant now) {
    if (until.isBefore(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("from must be 0 to 400 days before until");
    }
    int first = CounterKey.bucket(from);
    int end = CounterKey.bucket(until.minusMillis(1)) + 1;
    int hoursUntil = RollUp.dayOf(now.minus(RollUp.QUARTERS_FOR));
    int daysUntil = RollUp.dayOf(now.minus(RollUp.HOURS_FOR));
    boolean isFine = first >= hoursUntil && Duration.between(from, until).compareTo(SHORT) <= 0;
    int buckets = isFine ? 1 : first < daysUntil ? CounterKey.DAY : CounterKey.HOUR;
    int start = first < hoursUntil ? down(first, buckets) : first;
    int times = down(start, first < hoursUntil ? CounterKey.DAY : CounterKey.HOUR);
    return new StatsSpan(start, Math.max(end, start), times, buckets);
  }

  private static int down(int bucket, int to) {
    return Math.floorDiv(bucket, to) * to;
  }

  Grain grain() {
    return buckets == 1 ? Grain.QUARTER : buckets == CounterKey.DAY ? Grain.DAY : Grain.HOUR;
  }

  /** The first bucket of the series' point that a bucket is in. */
  int point(int bucket) {
    return down(bucket, buckets);
  }
}
