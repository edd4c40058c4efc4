package io.waybill.store;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What messages are counted by (design 7).
 *
 * @param bucket quarters of an hour since 1970 (UTC), of the acceptance
 * @param country empty where none is known
 * @param network empty where none is known
 */
record CounterKey(int bucket, int accountId, String carrier, String country, String network) {
  /** Seconds of a bucket. */
  static final int SECONDS = 900;

  /** Buckets of an hour, and of a day. */
  static final int HOUR = 4;

  static final int DAY = 96;

  /** The order in which all writers lock rows. */
  static final Comparator<CounterKey> ORDER =
      Comparator.<CounterKey>comparingInt(k -> k.bucket)
          .thenComparingInt(k -> k.accountId)
          .thenComparing(CounterKey::carrier)
          .thenComparing(CounterKey::country)
          .thenComparing(CounterKey::network);

  /** Where a message counts that goes by that carrier. */
  static CounterKey of(Envelope e, String carrier) {
    return new CounterKey(
        bucket(e.acceptedAt()), e.accountId(), carrier, known(e.country()), known(e.network()));
  }

  static int bucket(Instant at) {
    return (int) Math.floorDiv(at.getEpochSecond(), (long) SECONDS);
  }

  /** When a bucket begins. */
  static Instant time(int bucket) {
    return Instant.ofEpochSecond((long) bucket * SECONDS);
  }

  /** The same, in the bucket of its whole hour or day. */
  CounterKey in(int buckets) {
    return new CounterKey(
        Math.floorDiv(bucket, buckets) * buckets, accountId, carrier, country, network);
  }

  private static String known(@Nullable String text) {
    return text == null ? "" : text;
  }
}
