package io.waybill.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts programs of the operating system: with nothing on standard input, a clean environment,
/// and as an ordinary user where PostgreSQL insists on one.
final class ChildProcess {
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File("/dev/null"));

  private ChildProcess() {}

  /// Runs a program to its end and tells whether it ended well; all it says goes to `log`.
  static boolean succeeds(List<String> command, ProcessBuilder.Redirect log, Duration patience) {
    try {
      Process process = start(command, log);
      if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static Process start(List<String> command, ProcessBuilder.Redirect log) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    return builder.redirectInput(NOTHING).redirectErrorStream(true).redirectOutput(log).start();
  }

  /// The command as PostgreSQL accepts it: it refuses to run as root, so root looks like an
  /// ordinary user to it, inside a user namespace. Files stay root's.
  static List<String> asOrdinaryUser(List<String> command) throws IOException {
    if (!isRoot()) {
      return command;
    }
    List<String> unshare = List.of("unshare", "--user", "--map-user=1000", "--");
    if (!runs(joined(unshare, List.of("true")))) {
      throw new StartFailure(
          "PostgreSQL does not run as root and user namespaces (unshare) are not permitted here:"
              + " run Waybill as an ordinary user, or set database.url to a server of your own.");
    }
    return joined(unshare, command);
  }

  /// The command in a session of its own where that can be had, out of reach of Ctrl-C on our
  /// terminal: we stop it ourselves, in order.
  static List<String> inOwnSession(List<String> command) {
    return runs(List.of("setsid", "true")) ? joined(List.of("setsid"), command) : command;
  }

  /// Sends a signal such as `INT`; false when there is no such process any more.
  static boolean signal(long pid, String name) {
    return runs(List.of("sh", "-c", "kill -" + name + " " + pid));
  }

  /// Asks the file system to put a directory on disk; where that cannot be had, it comes later.
  static void toDisk(Path directory) {
    succeeds(
        List.of("sync", "-f", directory.toString()),
        ProcessBuilder.Redirect.DISCARD,
        Duration.ofSeconds(60));
  }

  private static boolean runs(List<String> command) {
    return succeeds(command, ProcessBuilder.Redirect.DISCARD, Duration.ofSeconds(10));
  }

  private static boolean isRoot() throws IOException {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static List<String> joined(List<String> first, List<String> then) {
    List<String> all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }
}
