package io.waybill.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// Lets a few requests at a time have bodies that are longer than usual, so that memory stays
/// bounded however many come. Thread-safe.
public final class LongBodies {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Semaphore room;
  private final int max;

  /// @param atOnce requests with a long body that are worked on at any time
  /// @param max octets of a long body
  public LongBodies(int atOnce, int max) {
    this.room = new Semaphore(atOnce);
    this.max = max;
  }

  /// Reads the body and has it answered. A body that does not announce its length must keep to the
  /// usual bound. 503 if no room comes free within a second.
  public Answer read(Call call, Style style, Function<Body, Answer> work) {
    if (call.announcedLength() <= call.usualBodyMax() || max <= call.usualBodyMax()) {
      return work.apply(call.body());
    }
    try {
      if (!room.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        return style
            .refuse(503, "Too many long requests at this moment; send it again.")
            .with("Retry-After", "1");
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return style.refuse(503, "The server is being stopped.");
    }
    try {
      return work.apply(call.bodyUpTo(max));
    } finally {
      room.release();
    }
  }
}
