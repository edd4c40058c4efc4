package io.waybill.store;

import io.waybill.message.Ids;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes omnimessage ids: UUIDv7 from a clock that never goes back. Thread-safe. */
public final class IdSource {
  private static final int PER_MILLI = 4096;
  private final InstantSource clock;
  private final RandomGenerator random;
  private long lastMillis;
  private int sequence;

  public IdSource(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** A new id; larger than every one before from this source. */
  public synchronized UUID next() {
    long now = clock.millis();
    if (now > lastMillis) {
      lastMillis = now;
      sequence = 0;
    } else if (++sequence == PER_MILLI) {
      lastMillis++;
      sequence = 0;
    }
    return Ids.omni(lastMillis, sequence, random.nextLong());
  }
}
