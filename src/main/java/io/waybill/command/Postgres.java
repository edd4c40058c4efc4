package io.waybill.command;

import io.waybill.ops.Config;
import io.waybill.store.Database;
import io.waybill.store.EmbeddedPostgres;
import io.waybill.store.RunningPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that a configuration names, embedded or not, and the pool on it. */
final class Postgres implements AutoCloseable {
  private final @Nullable EmbeddedPostgres embedded;
  private final Database database;

  private Postgres(@Nullable EmbeddedPostgres embedded, Database database) {
    this.embedded = embedded;
    this.database = database;
  }

  /** For a server: starts the embedded one, or takes over the one left behind. */
  static Postgres start(Config config, InstantSource clock) throws SQLException, IOException {
    if (config.database().url() != null) {
      return new Postgres(null, external(config, clock));
    }
    EmbeddedPostgres embedded =
        EmbeddedPostgres.start(directory(config), config.database().embeddedPort());
    boolean opened = false;
    try {
      Database database =
          Database.open(
              embedded.jdbcUrl(),
              embedded.user(),
              embedded.password(),
              config.database().pool(),
              clock);
      opened = true;
      return new Postgres(embedded, database);
    } finally {
      if (!opened) {
        embedded.close();
      }
    }
  }

  /** For a command: the one that runs, else as {@link #start}. */
  static Postgres join(Config config, InstantSource clock) throws SQLException, IOException {
    if (config.database().url() == null) {
      Optional<RunningPostgres> running = RunningPostgres.of(directory(config));
      if (running.isPresent()) {
        RunningPostgres r = running.get();
        return new Postgres(null, Database.open(r.jdbcUrl(), r.user(), r.password(), 4, clock));
      }
    }
    return start(config, clock);
  }

  private static Database external(Config config, InstantSource clock)
      throws SQLException, IOException {
    Path file = config.database().passwordFile();
    String password = file == null ? "" : Files.readString(file).strip();
    String user = config.database().user();
    return Database.open(
        String.valueOf(config.database().url()),
        user == null ? "waybill" : user,
        password,
        config.database().pool(),
        clock);
  }

  private static Path directory(Config config) {
    return config.data().resolve("postgres");
  }

  Database database() {
    return database;
  }

  /** Starts an embedded server again that has died. */
  void revive() {
    if (embedded != null) {
      embedded.revive();
    }
  }

  @Override
  public void close() {
    database.close();
    if (embedded != null) {
      embedded.close();
    }
  }
}
