package io.waybill.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/// The files of the embedded server: programs, data directory, password, logs.
///
/// @param home the directory that holds them all, by its real path
/// @param programs the unpacked programs
record PostgresCluster(Path home, Path programs, PostgresLogin login) {
  private static final Duration INITDB_MAX = Duration.ofMinutes(5);
  private static final int LOG_BYTES_SHOWN = 2048;

  /// The directory, made if need be, by its real path: PostgreSQL names it so itself.
  static Path home(Path directory) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path absolute = directory.toAbsolutePath();
    Files.createDirectories(absolute.resolveSibling("."));
    if (!Files.isDirectory(absolute)) {
      Files.createDirectory(absolute, mode);
    }
    return absolute.toRealPath();
  }

  /// Unpacks and initialises what is not there yet. The caller holds the lock.
  static PostgresCluster prepare(Path home) throws IOException {
    Path programs = PostgresBinaries.unpackedIn(home);
    Files.createDirectories(home.resolve("log"));
    PostgresLogin login = PostgresLogin.of(home, home.resolve("data"));
    PostgresCluster cluster = new PostgresCluster(home, programs, login);
    if (Files.exists(cluster.data())) {
      cluster.requireVersion();
    } else {
      cluster.initialise();
    }
    return cluster;
  }

  Path data() {
    return home.resolve("data");
  }

  Path program(String name) {
    return programs.resolve("bin").resolve(name);
  }

  /// Where a program's own output goes; each start begins it anew.
  ProcessBuilder.Redirect output(String name) {
    return ProcessBuilder.Redirect.to(home.resolve("log").resolve(name).toFile());
  }

  /// The last lines of a program's own output, and of the server's log where that went on after it,
  /// for the text of an error.
  String lastLines(String output) throws IOException {
    Path first = home.resolve("log").resolve(output);
    StringBuilder text = new StringBuilder(lastLines(first));
    try (var logs = Files.newDirectoryStream(home.resolve("log"), "postgresql-*.log")) {
      for (Path log : logs) {
        if (Files.getLastModifiedTime(log).compareTo(Files.getLastModifiedTime(first)) >= 0) {
          text.append(lastLines(log));
        }
      }
    }
    return text.toString();
  }

  private static String lastLines(Path log) throws IOException {
    try (var channel = Files.newByteChannel(log)) {
      channel.position(Math.max(0, channel.size() - LOG_BYTES_SHOWN));
      ByteBuffer end = ByteBuffer.allocate(LOG_BYTES_SHOWN);
      while (end.hasRemaining() && channel.read(end) >= 0) {}
      String text = new String(end.array(), 0, end.position(), StandardCharsets.UTF_8).strip();
      return text.isEmpty() ? "" : "\n" + log + ":\n" + text.indent(2).stripTrailing();
    }
  }

  private void requireVersion() throws IOException {
    String version = Files.readString(data().resolve("PG_VERSION")).strip();
    if (!version.equals(PostgresBinaries.MAJOR)) {
      throw new StartFailure(
          "%s was made by PostgreSQL %s, this is %s: use the Waybill that made it, or dump and restore."
              .formatted(data(), version, PostgresBinaries.MAJOR));
    }
  }

  /// Under another name first: a cluster that is there is whole.
  private void initialise() throws IOException {
    Path unfinished = home.resolve("data-unfinished");
    PostgresBinaries.delete(unfinished);
    List<String> initdb =
        List.of(
            program("initdb").toString(),
            "--pgdata=" + unfinished,
            "--username=" + PostgresLogin.USER,
            "--pwfile=" + login.passwordFile(),
            "--auth-host=scram-sha-256",
            "--auth-local=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums",
            "--no-instructions");
    List<String> command = ChildProcess.asOrdinaryUser(initdb);
    if (!ChildProcess.succeeds(command, output("initdb.log"), INITDB_MAX)) {
      throw new StartFailure("PostgreSQL's initdb failed:" + lastLines("initdb.log"));
    }
    Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
  }
}
