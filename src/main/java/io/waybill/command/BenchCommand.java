package io.waybill.command;

import io.waybill.bench.Bench;
import io.waybill.bench.Bounds;
import io.waybill.bench.Report;
import io.waybill.bench.Scenario;
import io.waybill.ops.Logs;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "bench",
    description = {
      "Measures a whole Waybill, started as a process of its own on an empty database, between a load"
          + " and the simulated operator, and follows every message.",
      "SCENARIO is e2e, accept, backlog, burst, neighbours or changes; docs/performance.md says what"
          + " each does. A table is written to stdout, and last one line of JSON.",
      "Exit code 1: something was lost, wrong or doubled, or it could not run."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final int CONNECTIONS = 32;
  private static final int WARM_UP = 5_000;

  @Parameters(
      paramLabel = "SCENARIO",
      converter = ByWord.class,
      description = "what to try: e2e, accept, backlog, burst, neighbours or changes")
  private Scenario scenario = Scenario.E2E;

  @Option(names = "--messages", description = "at most so many, 1 to 1000000; e2e: 20000")
  private @Nullable Integer messages;

  @Option(
      names = "--rate",
      description =
          "messages a second, 0 to 20000; 0: as fast as they are answered; neighbours: 100,"
              + " changes: 200, else 0")
  private @Nullable Integer rate;

  @Option(
      names = "--connections",
      defaultValue = "" + CONNECTIONS,
      description = "keep-alive connections of the load, 1 to 500, default ${DEFAULT-VALUE}")
  private int connections = CONNECTIONS;

  @Option(
      names = "--seconds",
      description =
          "the load ends after so many, 1 to 600; e2e: 60; neighbours: of each phase, 8; changes: 60")
  private @Nullable Integer seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "" + WARM_UP,
      description = "messages before anything is measured, 0 to 200000, default ${DEFAULT-VALUE}")
  private int warmUp = WARM_UP;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "empty directory for database and log, which are kept; default: a temporary one, removed")
  private @Nullable Path data;

  /** The scenario that somebody means. */
  static final class ByWord implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String word) {
      return Scenario.of(word)
          .orElseThrow(() ->
              new TypeConversionException(
                  "'%s' is none of %s".formatted(word, String.join(", ", Scenario.words()))));
    }
  }

  @Override
  public Integer call() {
    Logs.setUp(org.slf4j.event.Level.WARN);
    try {
      Bounds bounds =
          Bounds.of(
              messages == null ? scenario.messages() : messages,
              rate == null ? scenario.rate() : rate,
              connections,
              seconds == null ? scenario.seconds() : seconds,
              warmUp);
      Report report = Bench.run(scenario, bounds, data, Terminal::note);
      Terminal.table(report.table().stream().map(Line::new).toList());
      Terminal.say(report.json());
      if (!report.isGood()) {
        Terminal.error("something was lost, wrong or doubled: see the figures");
      }
      return report.isGood() ? 0 : ConfigOption.CANNOT;
    } catch (Unusable e) {
      e.problems().forEach(Terminal::error);
      return ConfigOption.CANNOT;
    } catch (IOException e) {
      Terminal.error("the bench cannot run: " + e.getMessage());
      return ConfigOption.CANNOT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ConfigOption.CANNOT;
    }
  }
}
