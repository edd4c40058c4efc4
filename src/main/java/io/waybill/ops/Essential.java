package io.waybill.ops;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Threads without which the process would live on lame: the ledger's writers, links, pollers. What
/// escapes one of them is a bug, or an Error of the JVM: then the process ends at once, and whoever
/// runs it starts it again. That is the safe way, because what was answered is on disk and the rest
/// is found by recovery (design.md, section 5).
public final class Essential {
  /// How such a process ends: EX_SOFTWARE.
  public static final int EXIT = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Essential.class);

  private Essential() {}

  /// A platform thread of that name; the process ends if anything escapes it.
  public static Thread.Builder.OfPlatform platform(String name) {
    return Thread.ofPlatform().name(name).uncaughtExceptionHandler(Essential::end);
  }

  /// The same as a virtual thread.
  public static Thread.Builder.OfVirtual virtual(String name) {
    return Thread.ofVirtual().name(name).uncaughtExceptionHandler(Essential::end);
  }

  /// From now on an Error of the JVM that nobody catches ends the process, whatever thread it is.
  public static void watchAll() {
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
      boolean passing = !(thrown instanceof VirtualMachineError);
      if (passing || thrown instanceof StackOverflowError) {
        LOG.error("thread {} ended", thread.getName(), thrown);
      } else {
        end(thread, thrown);
      }
    });
  }

  private static void end(Thread thread, Throwable thrown) {
    try {
      LOG.error(
          "thread {} ended, and nothing goes on without it: the process ends",
          thread.getName(),
          thrown);
    } finally {
      Runtime.getRuntime().halt(EXIT); // no shutdown hooks: they would wait for what is dead
    }
  }
}
