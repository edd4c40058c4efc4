package io.waybill.command;

import io.waybill.account.Vault;
import io.waybill.ops.Config;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.KeyCheck;
import io.waybill.store.LearnedNotations;
import io.waybill.store.ReceiptDecisions;
import io.waybill.store.ReceiptTrace;
import io.waybill.store.StartFailure;
import io.waybill.store.UnmatchedReceipts;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --config}, and what the commands about receipts find behind it. */
final class ReceiptsAccess {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "configuration of this process; default: waybill.yaml if it is there")
  java.nio.file.@Nullable Path file;

  /** What these commands work with. */
  record Stores(
      UnmatchedReceipts receipts,
      ReceiptDecisions decisions,
      ReceiptTrace traces,
      LearnedNotations notations) {}

  /** What is done with it. */
  interface Work {
    void on(Stores stores) throws SQLException, Refused, IOException;
  }

  /** Opens the store, does the work, and says in one sentence what went wrong if it did. */
  int with(Work work) {
    ConfigOption configuration = new ConfigOption();
    configuration.file = file;
    Config config = configuration.load();
    if (config == null) {
      return ConfigOption.CANNOT;
    }
    io.waybill.ops.Logs.setUp(org.slf4j.event.Level.WARN);
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      Vault vault = Vault.open(config.keyFile());
      KeyCheck.verify(postgres.database(), vault);
      work.on(
          new Stores(
              new UnmatchedReceipts(postgres.database()),
              new ReceiptDecisions(postgres.database(), vault, Clock.systemUTC()),
              new ReceiptTrace(postgres.database(), vault),
              new LearnedNotations(postgres.database())));
      return 0;
    } catch (Refused | SQLException | IOException | StartFailure e) {
      Terminal.error(String.valueOf(e.getMessage()));
      return ConfigOption.CANNOT;
    }
  }
}
