package io.waybill.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// One embedded PostgreSQL for all tests of this JVM, in `target/test-postgres`, kept between runs:
/// making a cluster costs seconds. Stopped when the JVM ends.
public final class TestPostgres {
  private static final Path HOME = Path.of("target/test-postgres");
  private static final String PREFIX = "test_";
  private static final EmbeddedPostgres SERVER = start();

  private TestPostgres() {}

  /// The JDBC URL of a new, empty database.
  public static String freshDatabase() {
    String name = PREFIX + UUID.randomUUID().toString().replace("-", "");
    execute(List.of("CREATE DATABASE " + name));
    return SERVER.jdbcUrl().replaceFirst("/" + PostgresLogin.DATABASE + "$", "/" + name);
  }

  public static String user() {
    return SERVER.user();
  }

  public static String password() {
    return SERVER.password();
  }

  /// Saves a test that starts a server of its own the seconds of unpacking the programs.
  static void lendProgramsTo(Path home) throws IOException {
    Path programs = SERVER.postmasterPidFile().resolveSibling("../bin-" + PostgresBinaries.VERSION);
    Files.createDirectories(home);
    Files.createSymbolicLink(
        home.resolve("bin-" + PostgresBinaries.VERSION), programs.toRealPath());
  }

  private static EmbeddedPostgres start() {
    EmbeddedPostgres server = usable();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop test PostgreSQL"));
    return server;
  }

  private static EmbeddedPostgres usable() {
    try {
      EmbeddedPostgres server = EmbeddedPostgres.start(HOME, 0);
      execute(server, leftovers(server));
      return server;
    } catch (StartFailure unusable) {
      if (String.valueOf(unusable.getMessage()).contains("is in use by")) {
        // Another JVM tests in this directory at the same time.
        return EmbeddedPostgres.start(Path.of(HOME + "-" + ProcessHandle.current().pid()), 0);
      }
      try {
        PostgresBinaries.delete(HOME);
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
      return EmbeddedPostgres.start(HOME, 0);
    }
  }

  /// Drops what earlier runs left.
  private static List<String> leftovers(EmbeddedPostgres server) {
    List<String> statements = new ArrayList<>();
    String query = "SELECT datname FROM pg_database WHERE starts_with(datname, '" + PREFIX + "')";
    try (Connection connection = connect(server);
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      while (row.next()) {
        statements.add("DROP DATABASE " + row.getString(1) + " WITH (FORCE)");
      }
      return statements;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static void execute(List<String> statements) {
    execute(SERVER, statements);
  }

  private static void execute(EmbeddedPostgres server, List<String> statements) {
    try (Connection connection = connect(server);
        var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
