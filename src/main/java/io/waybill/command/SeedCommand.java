package io.waybill.command;

import io.waybill.account.Vault;
import io.waybill.ops.Config;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.KeyCheck;
import io.waybill.store.Seed;
import io.waybill.store.StartFailure;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "seed",
    description = {
      "Fills the database with messages that never were, for trying pages and reports at size.",
      "All of them are over, so nothing is ever sent or told. They belong to accounts seed-1, seed-2"
          + " and so on, which are made where they are missing. A Waybill that runs on the database"
          + " goes on meanwhile. The same options make the same messages."
    },
    mixinStandardHelpOptions = true)
final class SeedCommand implements Callable<Integer> {
  private static final Duration SAY_EVERY = Duration.ofSeconds(5);

  @Mixin private ConfigOption configuration = new ConfigOption();

  @Option(
      names = "--messages",
      required = true,
      description = "how many, 1 to 20000000; about 1.8 KB on disk each")
  private long messages;

  @Option(
      names = "--days",
      defaultValue = "60",
      description = "days back over which they are spread, 1 to 400, default ${DEFAULT-VALUE}")
  private int days = 60;

  @Option(
      names = "--accounts",
      defaultValue = "5",
      description = "whose they are, 1 to 50, default ${DEFAULT-VALUE}; the first has the most")
  private int accounts = 5;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "of the random numbers, default ${DEFAULT-VALUE}")
  private long seed = 1;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "nothing happens later, as 2027-01-31T12:00:00Z; default: the last full hour")
  private @Nullable String until;

  @Override
  public Integer call() {
    Config config = configuration.load();
    if (config == null) {
      return ConfigOption.CANNOT;
    }
    io.waybill.ops.Logs.setUp(org.slf4j.event.Level.WARN);
    Instant lastHour = Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS);
    Seed.Plan plan;
    try {
      Instant end = until == null ? lastHour : OffsetDateTime.parse(until).toInstant();
      if (end.isAfter(lastHour.plus(Duration.ofHours(1)))) {
        Terminal.error("--until must not be in the future");
        return ConfigOption.CANNOT;
      }
      plan = new Seed.Plan(messages, days, accounts, seed, end.truncatedTo(ChronoUnit.HOURS));
    } catch (DateTimeParseException e) {
      Terminal.error("--until must be an ISO 8601 date and time, as 2027-01-31T12:00:00Z");
      return ConfigOption.CANNOT;
    } catch (IllegalArgumentException e) {
      Terminal.error("--" + e.getMessage());
      return ConfigOption.CANNOT;
    }
    return load(config, plan);
  }

  private int load(Config config, Seed.Plan plan) {
    long began = System.nanoTime();
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      Vault vault = Vault.open(config.keyFile());
      KeyCheck.verify(postgres.database(), vault);
      long[] saidNanos = {began};
      Seed.run(
          postgres.database(),
          vault,
          plan,
          made -> {
            if (System.nanoTime() - saidNanos[0] > SAY_EVERY.toNanos()) {
              saidNanos[0] = System.nanoTime();
              Terminal.note("%,d of %,d messages".formatted(made, plan.messages()));
            }
          });
      double seconds = (System.nanoTime() - began) / 1e9;
      Terminal.say(
          String.format(
              Locale.ROOT,
              "%,d messages of %d days and %d accounts in %.1f s: %,.0f a second",
              plan.messages(),
              plan.days(),
              plan.accounts(),
              seconds,
              plan.messages() / seconds));
      return 0;
    } catch (SQLException | IOException | StartFailure | Refused e) {
      Terminal.error(String.valueOf(e.getMessage()));
      return ConfigOption.CANNOT;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ConfigOption.CANNOT;
    }
  }
}
