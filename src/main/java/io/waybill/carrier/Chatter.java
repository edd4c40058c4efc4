package io.waybill.carrier;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much one connection may say that is about no message: answers to nothing, signs of life,
 * commands that are not for a carrier, PDUs that cannot be read. A carrier that goes on and on with
 * them would take the processor from all other links; past the bound its connection is not read
 * until the second is over, and TCP holds it back. For one thread.
 */
final class Chatter {
  /** Many times what the rudest carrier has to say that does answer twice. */
  static final int PER_SECOND_MAX = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Chatter.class);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final CountDownLatch over;
  private long since;
  private int count;
  private long complained;

  /**
   * Begins.
   *
   * @param over open once the connection has ended: then nobody rests
   * @param now of {@link System#nanoTime}
   */
  Chatter(CountDownLatch over, long now) {
    this.over = over;
    since = now;
    complained = now - 10 * SECOND;
  }

  /** A PDU about no message: returns when the next one may be read. */
  void heard(String link) {
    long now = System.nanoTime();
    long rest = restNanos(now);
    if (rest == 0) {
      return;
    }
    if (mayComplain(now)) {
      LOG.warn(
          "{}: {} PDUs in a second that are about no message: it is read slowly",
          link,
          PER_SECOND_MAX);
    }
    try {
      boolean _ = over.await(rest, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A PDU that cannot be read; as {@link #heard}. */
  void unreadable(String link, String why) {
    if (mayComplain(System.nanoTime())) {
      LOG.warn("{}: a PDU that cannot be read: {}", link, why);
    }
    heard(link);
  }

  /** Counts one more; how long not to read then, 0 to read on. */
  long restNanos(long now) {
    if (now - since >= SECOND) {
      since = now;
      count = 0;
    }
    count++;
    return count < PER_SECOND_MAX ? 0 : SECOND - (now - since);
  }

  /** Whether a line of the log may be written: one in ten seconds. */
  boolean mayComplain(long now) {
    if (now - complained < 10 * SECOND) {
      return false;
    }
    complained = now;
    return true;
  }
}
