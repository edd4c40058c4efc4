package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// On the real thing: each test starts and stops the server of one directory.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresTest {
  private Path home;

  @BeforeAll
  void aFreshDirectory(@TempDir Path directory) throws SQLException {
    home = directory.resolve("deep/postgres");
    try (var server = start()) {
      ask(server, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('grüße'); SELECT 1");
    }
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(home, 0);
  }

  private static String ask(EmbeddedPostgres server, String sql) throws SQLException {
    return ask(server.jdbcUrl(), server.password(), sql);
  }

  private static String ask(String url, String password, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url, "waybill", password);
        var statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (var row = statement.getResultSet()) {
        row.next();
        return String.valueOf(row.getString(1));
      }
    }
  }

  @Test
  void dataSurvivesARestartAndNothingIsLeftRunning() throws SQLException {
    var first = start();
    assertThat(ask(first, "SELECT word FROM kept")).isEqualTo("grüße");
    assertThat(first.postmasterPidFile()).exists();
    first.close();
    first.close();
    // A process that has ended is there until its parent has asked for its exit code.
    LedgerRig.await(
        "it is gone", () -> ProcessHandle.of(first.pid()).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(first.postmasterPidFile()).doesNotExist();
    try (var second = start()) {
      assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl()).endsWith("/waybill");
      assertThat(ask(second, "SELECT word FROM kept")).isEqualTo("grüße");
    }
  }

  @Test
  void settingsAreDurableEvenAgainstAnOwnFile() throws SQLException, IOException {
    Files.writeString(home.resolve("local.conf"), "fsync = off\nwork_mem = 6MB\n");
    try (var server = start()) {
      var settings =
          List.of("fsync", "full_page_writes", "synchronous_commit", "data_checksums", "jit");
      assertThat(settings)
          .extracting(name -> ask(server, "SHOW " + name))
          .containsExactly("on", "on", "on", "on", "off");
      var more = List.of("wal_level", "shared_buffers", "max_wal_size", "checkpoint_timeout");
      assertThat(more)
          .extracting(name -> ask(server, "SHOW " + name))
          .containsExactly("replica", PostgresSettings.buffers() + "MB", "2GB", "15min");
      var rest = List.of("wal_compression", "max_connections", "commit_delay", "track_functions");
      assertThat(rest)
          .extracting(name -> ask(server, "SHOW " + name))
          .containsExactly("pglz", "50", "0", "none");
      assertThat(ask(server, "SHOW work_mem")).isEqualTo("6MB");
    } finally {
      Files.delete(home.resolve("local.conf"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SHOW listen_addresses, 127.0.0.1",
    "SHOW unix_socket_directories, ''",
    "SHOW server_encoding, UTF8",
    "SHOW autovacuum_naptime, 10s",
    "'SELECT datlocprovider::text FROM pg_database WHERE datname = current_database()', b",
    "'SELECT datlocale FROM pg_database WHERE datname = current_database()', C.UTF-8",
    "'SELECT left(rolpassword, 13) FROM pg_authid WHERE rolname = ''waybill''', SCRAM-SHA-256",
    "'SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> ''scram-sha-256''', 0",
  })
  void theServerIsOnlyForUsAndCountsInUtf8(String question, String answer) throws SQLException {
    assertThat(ask(TestPostgres.freshDatabase(), TestPostgres.password(), question))
        .isEqualTo(answer);
  }

  @Test
  void thePasswordIsLongAndNobodyElseCanReadIt() throws IOException {
    try (var server = start()) {
      assertThat(server.password()).matches("[0-9a-f]{64}");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home)))
          .isEqualTo("rwx------");
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(home.resolve("password"))))
          .isEqualTo("rw-------");
      assertThatThrownBy(
              () -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void aServerLeftBehindIsAdopted() throws SQLException {
    var forgotten = start();
    forgotten.abandon();
    try (var adopted = start()) {
      assertThat(adopted.pid()).isEqualTo(forgotten.pid());
      assertThat(ask(adopted, "SELECT word FROM kept")).isEqualTo("grüße");
    }
    awaitGone(forgotten.pid());
  }

  /** A process that has ended is there until its parent has asked for its exit code. */
  private static void awaitGone(long pid) {
    LedgerRig.await(
        "process " + pid + " is gone",
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aSecondStartIsRefusedWhileTheFirstHasTheDirectory() {
    try (var _ = start()) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(this::start)
            .isInstanceOf(StartFailure.class)
            .hasMessageContaining("is in use by this process: stop that one first");
      }
    }
  }

  @Test
  void aPortThatIsTakenMeanwhileIsReplaced() throws IOException, SQLException {
    start().close();
    int before = Integer.parseInt(Files.readString(home.resolve("port")).strip());
    try (var _ = new ServerSocket(before, 1, InetAddress.ofLiteral("127.0.0.1"));
        var server = start()) {
      int now = Integer.parseInt(Files.readString(home.resolve("port")).strip());
      assertThat(now).isNotEqualTo(before);
      assertThat(server.jdbcUrl()).contains(":" + now + "/");
      assertThat(ask(server, "SELECT word FROM kept")).isEqualTo("grüße");
    }
  }

  @Test
  void aPortThatWasAskedForAndIsTakenIsAnErrorThatSaysWhatToDo() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(home, other.getLocalPort()))
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("set another database.embedded_port");
    }
  }

  @Test
  void aPidFileWhoseNumberAnotherProcessHasByNowIsNoObstacle() throws IOException {
    start().close();
    var sleeper = new ProcessBuilder("sleep", "60").start();
    try {
      Path file = home.toRealPath().resolve("data/postmaster.pid");
      Files.write(
          file,
          List.of(
              Long.toString(sleeper.pid()),
              file.resolveSibling(".").normalize().toString(),
              "1700000000",
              "5432",
              "",
              "127.0.0.1"));
      try (var server = start()) {
        assertThat(server.pid()).isNotEqualTo(sleeper.pid());
      }
    } finally {
      sleeper.destroyForcibly();
    }
  }

  @Test
  void aServerThatIsKilledRecoversAtTheNextStart() throws SQLException {
    var killed = start();
    ask(killed, "CREATE TABLE IF NOT EXISTS late (n int); INSERT INTO late VALUES (7); SELECT 1");
    ChildProcess.signal(killed.pid(), "KILL");
    killed.close();
    try (var server = start()) {
      assertThat(server.pid()).isNotEqualTo(killed.pid());
      assertThat(ask(server, "SELECT max(n) FROM late")).isEqualTo("7");
    }
  }

  @Test
  void aServerThatCannotStartShowsItsLastWords() throws IOException {
    Files.writeString(home.resolve("local.conf"), "shared_buffers = nonsense\n");
    try {
      assertThatThrownBy(this::start)
          .isInstanceOf(StartFailure.class)
          .hasMessageContaining("ended while starting")
          .hasMessageContaining("shared_buffers");
    } finally {
      Files.delete(home.resolve("local.conf"));
    }
  }
}
