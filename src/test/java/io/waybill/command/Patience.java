package io.waybill.command;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition. */
public final class Patience {
  private Patience() {}

  /** Fails when the condition does not come true in time. */
  public static void within(Duration bound, String what, BooleanSupplier condition) {
    long end = System.nanoTime() + bound.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited " + bound.toMillis() + " ms in vain: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
