package io.waybill.ops;

import java.util.concurrent.CountDownLatch;

/** A process of which one thread fails. */
final class DiesOfAnError {
  private DiesOfAnError() {}

  /**
   * Begins.
   *
   * @param args platform, virtual, other: which thread; error, memory or exception: of what
   */
  public static void main(String[] args) throws InterruptedException {
    Essential.watchAll();
    Runnable work = () -> fail(args[1]);
    switch (args[0]) {
      case "platform" -> Essential.platform("writer").daemon().start(work);
      case "virtual" -> Essential.virtual("poller").start(work);
      default -> {
        Thread other = Thread.ofPlatform().daemon().start(work);
        other.join();
        return;
      }
    }
    new CountDownLatch(1).await();
  }

  private static void fail(String how) {
    switch (how) {
      case "memory" -> throw new OutOfMemoryError("as if");
      case "error" -> throw new AssertionError("a bug");
      default -> throw new IllegalStateException("a bug");
    }
  }
}
