package io.waybill.journey;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for conditions, never for time alone.
final class Await {
  static final Duration PATIENCE = Duration.ofSeconds(20);

  private Await() {}

  static void until(String what, BooleanSupplier condition) {
    until(PATIENCE, () -> what, condition);
  }

  /// @param what is asked for only when the patience is over
  static void until(Duration patience, Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("waited " + patience.toSeconds() + " s in vain: " + what.get());
      }
      rest(5);
    }
  }

  /// A pause of a load or of a look, not a wait for something to happen.
  static void rest(long millis) {
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
