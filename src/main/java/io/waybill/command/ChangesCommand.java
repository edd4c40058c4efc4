package io.waybill.command;

import io.waybill.store.AdminStore.Line;
import io.waybill.store.Audit;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "changes",
    description = "Shows who changed what is set, newest first: the audit log.",
    mixinStandardHelpOptions = true)
final class ChangesCommand implements Callable<Integer> {
  @Mixin ConfigOption config = new ConfigOption();

  @Option(
      names = "--kind",
      description = "only of this kind: account, key, carrier, link, route, price and so on")
  @Nullable String kind;

  @Option(names = "--name", description = "only of what has this name")
  @Nullable String name;

  @Option(
      names = "--limit",
      defaultValue = "50",
      description = "at most so many, 1 to 1000 (${DEFAULT-VALUE})")
  int limit;

  @Override
  public Integer call() {
    return config.with(admin ->
        AccountCommand.table(
            List.of("TIME", "WHO", "VIA", "ACTION", "WHAT", "BEFORE", "AFTER"),
            admin
                .changes(new Audit.Asked(Long.MAX_VALUE, kind, name, Math.clamp(limit, 1, 1_000)))
                .stream()
                .map(ChangesCommand::line)
                .toList()));
  }

  /** Only what differs is shown of what was changed. */
  private static Line line(Audit.Entry e) {
    return new Line(
        List.of(
            e.at().truncatedTo(ChronoUnit.SECONDS).toString(),
            e.by().actor(),
            e.by().via(),
            e.action(),
            e.kind() + " " + e.name(),
            Differing.text(e.before(), e.after()),
            Differing.text(e.after(), e.before())));
  }
}
