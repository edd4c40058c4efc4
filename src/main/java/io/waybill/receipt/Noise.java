package io.waybill.receipt;

import java.util.concurrent.TimeUnit;

/**
 * Whether nearly all that one carrier bursts in is about messages that nobody here knows. After an
 * outage nearly all is known; a carrier that repeats a stranger's receipts without end would take
 * the processor and the disk from all others. Some of each batch are looked up; while of those next
 * to none are known, the carrier is read slowly. Thread-safe; the time comes in as an argument.
 */
final class Noise {
  /** As much as a link may say that is about no message. */
  static final int PER_SECOND_MAX = 1_000;

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What was seen longer ago counts no more. */
  private static final long WINDOW = 5 * SECOND;

  private static final int ENOUGH_SEEN = 50;

  /** Of so many one known is enough to be heard. */
  private static final int ONE_OF = 20;

  private long windowSince;
  private int known;
  private int unknown;
  private int knownBefore;
  private int unknownBefore;
  private long secondSince;
  private int inThisSecond;

  /** Begins. */
  Noise(long nanos) {
    windowSince = nanos;
    secondSince = nanos;
  }

  /** So many were looked up. */
  synchronized void looked(int foundKnown, int foundUnknown, long nanos) {
    turn(nanos);
    known += foundKnown;
    unknown += foundUnknown;
  }

  /** Counts one more that is to be stored; how long not to read then, 0 to read on. */
  synchronized long restNanos(long nanos) {
    turn(nanos);
    if (nanos - secondSince >= SECOND) {
      secondSince = nanos;
      inThisSecond = 0;
    }
    inThisSecond++;
    return isNoise() && inThisSecond >= PER_SECOND_MAX ? SECOND - (nanos - secondSince) : 0;
  }

  private boolean isNoise() {
    int strange = unknown + unknownBefore;
    return strange >= ENOUGH_SEEN && (known + knownBefore) * ONE_OF < strange;
  }

  private void turn(long nanos) {
    long past = nanos - windowSince;
    if (past >= WINDOW) {
      knownBefore = past < 2 * WINDOW ? known : 0;
      unknownBefore = past < 2 * WINDOW ? unknown : 0;
      known = 0;
      unknown = 0;
      windowSince = nanos;
    }
  }
}
