package io.waybill.store;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A running PostgreSQL server, as its file `postmaster.pid` tells of it (PostgreSQL documentation,
/// "Database File Layout"): line 1 the process id, line 4 the port.
///
/// @param data the data directory, by its real path
record Postmaster(Path data, long pid, int port) {
  private static final int LINE_PORT = 3;

  static Path pidFile(Path data) {
    return data.resolve("postmaster.pid");
  }

  /// The server that runs on a data directory, if one does and it has got as far as naming its
  /// port.
  static Optional<Postmaster> of(Path data) throws IOException {
    if (!Files.exists(pidFile(data))) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile(data));
    if (lines.size() <= LINE_PORT) {
      return Optional.empty();
    }
    try {
      long pid = Long.parseLong(lines.getFirst().strip());
      int port = Integer.parseInt(lines.get(LINE_PORT).strip());
      Postmaster found = new Postmaster(data, pid, port);
      return found.isAlive() ? Optional.of(found) : Optional.empty();
    } catch (NumberFormatException halfWritten) {
      return Optional.empty();
    }
  }

  /// Removes a pid file that no server stands behind but whose number another process has by now:
  /// PostgreSQL would take that for a running server and refuse to start. Left alone while any
  /// process still works in the data directory.
  static void clearStalePidFile(Path data) throws IOException {
    if (Files.exists(pidFile(data)) && !anyProcessWorksIn(data)) {
      Files.delete(pidFile(data));
    }
  }

  /// Whether the process is there and is a server of this data directory, which is its working
  /// directory. A process that ended but was not yet waited for has none.
  boolean isAlive() {
    return worksIn(Path.of("/proc/" + pid), data);
  }

  /// Waits for the end; false when it did not come in time.
  boolean awaitEnd(Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (isAlive()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  private static boolean anyProcessWorksIn(Path data) throws IOException {
    try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (worksIn(process, data)) {
          return true;
        }
      }
      return false;
    } catch (DirectoryIteratorException unreadable) {
      throw unreadable.getCause();
    }
  }

  private static boolean worksIn(Path process, Path data) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(data);
    } catch (IOException goneOrSomebodyElses) {
      return false;
    }
  }
}
