package io.waybill.command;

import io.waybill.account.Vault;
import io.waybill.ops.Config;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore;
import io.waybill.store.Audit;
import io.waybill.store.KeyCheck;
import io.waybill.store.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, and what every command does with it. */
final class ConfigOption {
  static final int CANNOT = 1;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration of this process; default: waybill.yaml if it is there")
  @Nullable Path file;

  /** What is done with the stored configuration. */
  interface Work {
    void on(AdminStore admin) throws SQLException, AdminStore.Refused, Unusable, IOException;
  }

  /** The configuration; null when it has faults, which are then printed. */
  @Nullable Config load() {
    Path path = file != null ? file : Path.of("waybill.yaml");
    if (file == null && !Files.exists(path)) {
      return Config.defaults();
    }
    return switch (Config.load(path)) {
      case Config.Loaded.Good(var config) -> config;
      case Config.Loaded.Bad(var faults) -> {
        faults.forEach(f -> Terminal.error(path + ": " + f));
        yield null;
      }
    };
  }

  /** Who calls a command, for the audit log. */
  static Audit.By by(String via) {
    String user = System.getProperty("user.name", "");
    return new Audit.By(user.isBlank() ? "?" : user.substring(0, Math.min(user.length(), 99)), via);
  }

  /** Days that content is kept where an account does not say. */
  int contentDays() {
    Config config = load();
    return (config == null ? Config.defaults() : config).messages().contentDays();
  }

  /** Opens the store, does the work, and says in one sentence what went wrong if it did. */
  int with(Work work) {
    Config config = load();
    if (config == null) {
      return CANNOT;
    }
    io.waybill.ops.Logs.setUp(org.slf4j.event.Level.WARN);
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      Vault vault = Vault.open(config.keyFile());
      KeyCheck.verify(postgres.database(), vault);
      work.on(new AdminStore(postgres.database(), vault, by("cli")));
      return 0;
    } catch (AdminStore.Refused | Unusable | SQLException | IOException | StartFailure e) {
      Terminal.error(String.valueOf(e.getMessage()));
      return CANNOT;
    }
  }
}
