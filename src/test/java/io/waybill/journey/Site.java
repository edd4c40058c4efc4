package io.waybill.journey;

import io.waybill.account.Vault;
import io.waybill.ops.Config;
import io.waybill.ops.Logs;
import io.waybill.routing.LinkSpec;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore;
import io.waybill.store.ConfigStore.LinkRow;
import io.waybill.store.Database;
import io.waybill.store.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;
import org.slf4j.event.Level;

/// Where one Waybill runs: a directory with its files, a database of its own.
record Site(Path directory, String url, Path configFile) {
  static final String KEY = "kohvik-api";
  static final String PASSWORD = "pass-word-0123456789";
  static final String LINK = "tele";

  static {
    Logs.setUp(Level.WARN);
  }

  /// @param httpPort 0 for any
  static Site make(Path directory, int httpPort) throws IOException {
    String url = TestPostgres.freshDatabase();
    Path secret = directory.resolve("database.password");
    Files.writeString(secret, TestPostgres.password() + "\n");
    Path file = directory.resolve("waybill.yaml");
    Files.writeString(
        file,
        """
        data: %s
        node: node-t
        http: {port: %d}
        database: {url: "%s", user: "%s", password_file: %s, pool: 8}
        callbacks: {allow_private_addresses: true, timeout: 5s}
        log: {level: warn}
        """
            .formatted(
                directory.resolve("data"), httpPort, url, TestPostgres.user(), secret.toString()));
    return new Site(directory, url, file);
  }

  Config config() {
    return switch (Config.load(configFile)) {
      case Config.Loaded.Good(var config) -> config;
      case Config.Loaded.Bad(var faults) -> throw new AssertionError(faults);
    };
  }

  /// What a person does to the configuration in the database.
  interface Work {
    void on(AdminStore admin) throws SQLException, AdminStore.Refused;
  }

  void admin(Work work) {
    try {
      Vault vault = Vault.open(config().keyFile());
      try (Database database =
          Database.open(url, TestPostgres.user(), TestPostgres.password(), 4, Clock.systemUTC())) {
        work.on(new AdminStore(database, vault));
      }
    } catch (SQLException | AdminStore.Refused | IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What is done with the database itself.
  void database(java.util.function.Consumer<Database> work) {
    try (Database database =
        Database.open(url, TestPostgres.user(), TestPostgres.password(), 4, Clock.systemUTC())) {
      work.accept(database);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /// An account with a key whose reports go to this customer.
  void openAccount(URI customer) {
    admin(admin -> {
      admin.createAccount("Kohvik", 30);
      admin.createKey("Kohvik", KEY, PASSWORD, "Kohvik", customer.toString(), "on");
    });
  }

  /// A link to a simulator, with bounds that differ from test to test.
  static LinkRow link(String name, int port, int window, int ratePerSecond, int answerSeconds) {
    Map<String, Object> spec =
        Map.of(
            "host", "127.0.0.1",
            "port", port,
            "system_id", "waybill",
            "window", window,
            "rate_per_second", ratePerSecond,
            "answer_seconds", answerSeconds);
    try {
      return new LinkRow(LinkSpec.read(name, spec), "secret");
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  /// A connection around the program, to look at what it stored.
  Connection sql() throws SQLException {
    return DriverManager.getConnection(url, TestPostgres.user(), TestPostgres.password());
  }

  /// The single number that a query selects.
  long count(String query) {
    try (Connection db = sql();
        var statement = db.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  /// A port on which nothing listens at the moment.
  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
