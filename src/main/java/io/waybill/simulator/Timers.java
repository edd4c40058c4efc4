package io.waybill.simulator;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One thread that does everything that is to happen later. What it is given must not wait. After
/// [#close] it takes nothing and does nothing, silently.
final class Timers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Timers.class);

  /// Something that is to happen, and need not.
  @FunctionalInterface
  interface Alarm {
    void cancel();
  }

  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          Thread.ofPlatform().daemon().name("simulator-timers").factory(),
          new ThreadPoolExecutor.DiscardPolicy());

  Timers() {
    executor.setRemoveOnCancelPolicy(true);
  }

  /// Runs once, after a while.
  Alarm after(Duration delay, Runnable task) {
    Future<?> once = executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    return () -> once.cancel(false);
  }

  /// Runs again and again until cancelled.
  Alarm every(Duration interval, Runnable task) {
    long nanos = interval.toNanos();
    Future<?> repeated =
        executor.scheduleWithFixedDelay(() -> run(task), nanos, nanos, TimeUnit.NANOSECONDS);
    return () -> repeated.cancel(false);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /// A task may run what the user gave, and must not take the others down with it.
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a timed task failed", e);
    }
  }
}
