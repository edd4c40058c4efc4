package io.waybill.command;

import io.waybill.ops.Config;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.StartFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "receipts",
    description = "Lists receipts that match no message (yet), newest first, and why.",
    mixinStandardHelpOptions = true)
final class ReceiptsCommand implements Callable<Integer> {
  @Mixin private ConfigOption configuration = new ConfigOption();

  @Option(names = "--limit", defaultValue = "50", description = "default ${DEFAULT-VALUE}")
  private int limit;

  @Override
  public Integer call() {
    Config config = configuration.load();
    if (config == null) {
      return ConfigOption.CANNOT;
    }
    io.waybill.ops.Logs.setUp(org.slf4j.event.Level.WARN);
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      AccountCommand.table(
          List.of("RECEIVED", "LINK", "ID", "STAT", "TRIES", "WHY"),
          new ParkedReceipts(postgres.database())
              .newest(Math.clamp(limit, 1, 1_000)).stream().map(ReceiptsCommand::line).toList());
      return 0;
    } catch (SQLException | IOException | StartFailure e) {
      Terminal.error(String.valueOf(e.getMessage()));
      return ConfigOption.CANNOT;
    }
  }

  private static Line line(ParkedReceipts.Again a) {
    var p = a.parked();
    return new Line(
        List.of(
            p.receivedAt().toString(),
            p.link(),
            p.receipt().carrierId(),
            p.receipt().word().name(),
            Integer.toString(a.tries()),
            p.why()));
  }
}
