package io.waybill.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/// Lets a few requests at a time have bodies that are longer than usual, so that memory stays
/// bounded however many come. Thread-safe.
public final class LongBodies {
  private static final long PATIENCE_MILLIS = 1_000;

  private final Semaphore room;
  private final IntUnaryOperator max;

  private LongBodies(int atOnce, IntUnaryOperator max) {
    this.room = new Semaphore(atOnce);
    this.max = max;
  }

  /// @param atOnce requests with a long body that are worked on at any time
  /// @param max octets of a long body
  public LongBodies(int atOnce, int max) {
    this(atOnce, usual -> Math.max(usual, max));
  }

  /// Bodies that may be so many times as long as usual.
  public static LongBodies times(int atOnce, int times) {
    return new LongBodies(atOnce, usual -> Math.multiplyExact(usual, times));
  }

  /// Reads the body and has it answered. A body that does not announce its length needs room from
  /// the octet on that makes it longer than usual. 503 if no room comes free within a second.
  public Answer read(Call call, Style style, Function<Body, Answer> work) {
    Entry entry = new Entry();
    try {
      if (call.announcedLength() > call.usualBodyMax() && !entry.enters()) {
        return entry.refusal(style);
      }
      Body body = call.bodyUpTo(max.applyAsInt(call.usualBodyMax()), entry::enters);
      return entry.isRefused ? entry.refusal(style) : work.apply(body);
    } finally {
      entry.leave();
    }
  }

  /// One request's place among the long ones. Used by one thread.
  private final class Entry {
    private boolean isIn;
    private boolean isRefused;

    boolean enters() {
      try {
        isIn = isIn || room.tryAcquire(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
      }
      isRefused = !isIn;
      return isIn;
    }

    Answer refusal(Style style) {
      return Thread.currentThread().isInterrupted()
          ? style.refuse(503, "The server is being stopped.")
          : style
              .refuse(503, "Too many long requests at this moment; send it again.")
              .with("Retry-After", "1");
    }

    void leave() {
      if (isIn) {
        room.release();
      }
    }
  }
}
