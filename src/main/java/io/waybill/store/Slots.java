package io.waybill.store;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Log-linear histograms of how long something took: four slots for each doubling of the
 * milliseconds, so a percentile is right to about a tenth. One for each {@link Kind}. Not
 * thread-safe.
 */
final class Slots {
  private static final int PER_OCTAVE = 4;
  private static final int OCTAVES = 30;
  private static final int EACH = PER_OCTAVE * OCTAVES;
  private static final int SEVEN_BITS = 0x7F;
  private static final int MORE = 0x80;

  private final long[] counts = new long[EACH * Kind.values().length];

  /** What was timed. */
  enum Kind {
    /** From acceptance, or the time to send, until the carrier had taken it. */
    SENT(0),
    /** From there until it was delivered. */
    DELIVERED(1),
    /** From a change of status until the customer's server had taken the callback. */
    TOLD(2);

    private final int first;

    Kind(int place) {
      first = place * EACH;
    }
  }

  void add(Kind kind, Duration took, long times) {
    counts[kind.first + slot(took.toMillis())] += times;
  }

  void add(Slots other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
  }

  /** Milliseconds 0 to 3 have slots of their own; what takes longer than 24 days is in the last. */
  static int slot(long millis) {
    if (millis < PER_OCTAVE) {
      return (int) Math.max(0, millis);
    }
    int octave = Long.SIZE - 1 - Long.numberOfLeadingZeros(millis);
    int within = (int) (millis >> (octave - 2)) & (PER_OCTAVE - 1);
    return Math.min(EACH - 1, (octave - 1) * PER_OCTAVE + within);
  }

  /** The least milliseconds in a slot. */
  static long floor(int slot) {
    if (slot < PER_OCTAVE) {
      return slot;
    }
    return (long) (PER_OCTAVE + slot % PER_OCTAVE) << (slot / PER_OCTAVE - 1);
  }

  /** How many were timed. */
  long count(Kind kind) {
    long sum = 0;
    for (int i = 0; i < EACH; i++) {
      sum += counts[kind.first + i];
    }
    return sum;
  }

  /**
   * The milliseconds within which that share was done, as if evenly spread in its slot; -1 if none
   * was timed.
   *
   * @param share 0 to 1
   */
  long percentile(Kind kind, double share) {
    long all = count(kind);
    if (all == 0) {
      return -1;
    }
    double wanted = Math.max(1, share * all);
    long before = 0;
    for (int i = 0; i < EACH; i++) {
      long here = counts[kind.first + i];
      if (here > 0 && before + here >= wanted) {
        long from = floor(i);
        long width = i == EACH - 1 ? 0 : floor(i + 1) - from;
        return from + (long) (width * ((wanted - before) / here));
      }
      before += here;
    }
    return floor(EACH - 1);
  }

  /** Those that are not 0, each as two octets of number and a count of one or more octets. */
  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    for (int i = 0; i < counts.length; i++) {
      long left = counts[i];
      if (left > 0) {
        out.write(i >>> Byte.SIZE);
        out.write(i);
        while (left > SEVEN_BITS) {
          out.write((int) (left & SEVEN_BITS) | MORE);
          left >>>= Byte.SIZE - 1;
        }
        out.write((int) left);
      }
    }
    return out.toByteArray();
  }

  /** Adds what {@link #bytes} made. */
  void add(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      int slot = in.getShort();
      long count = 0;
      int shift = 0;
      byte octet;
      do {
        octet = in.get();
        count |= (long) (octet & SEVEN_BITS) << shift;
        shift += Byte.SIZE - 1;
      } while (octet < 0);
      counts[slot] += count;
    }
  }
}
