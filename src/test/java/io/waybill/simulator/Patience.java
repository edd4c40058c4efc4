package io.waybill.simulator;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waits for a condition, up to 5 s.
final class Patience {
  private Patience() {}

  static void until(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > giveUp) {
        throw new AssertionError("waited 5 s in vain");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
