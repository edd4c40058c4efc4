package io.waybill.command;

import io.waybill.account.Vault;
import io.waybill.message.Ids;
import io.waybill.ops.Config;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.Database;
import io.waybill.store.EndpointStore;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import io.waybill.store.PgEndpointStore;
import io.waybill.store.PgTellingReader;
import io.waybill.store.ReplayStore;
import io.waybill.store.ReplayStore.Progress;
import io.waybill.store.ReplayStore.Replay;
import io.waybill.store.ReplayStore.Which;
import io.waybill.store.StartFailure;
import io.waybill.store.StoreFailure;
import io.waybill.store.TellingReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "endpoint",
    description = "Shows, stops and resumes customers' endpoints; a running Waybill follows.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class EndpointCommand extends CommandGroup {
  private static final int LISTED_MAX = 10_000;
  private static final int COUNTED_MAX = 1_000_000;
  private static final int URL_MAX = 2_000;
  private static final Pattern URL =
      Pattern.compile("(?i)https?://[^\\s/?#]+(/[^\\s]*|\\?[^\\s]*)?");
  private static final int HURRY = 10_000;
  private static final Clock CLOCK = Clock.systemUTC();

  /** Account and URL: together they name an endpoint. */
  static final class Whose {
    @Parameters(index = "0", paramLabel = "ACCOUNT", description = "name of the account")
    String account = "";

    @Parameters(
        index = "1",
        paramLabel = "URL",
        description = "callback URL; its query is left out")
    String url = "";

    /** The same without its query, if it can be called at all. */
    String checked() throws IOException {
      if (url.length() > URL_MAX || !URL.matcher(url).matches()) {
        throw new IOException(
            "write the callback URL as https://shop.example/reports, not "
                + (url.length() <= 60 ? url : url.substring(0, 60) + "…"));
      }
      return TellingReader.withoutQuery(url);
    }
  }

  /** What is done with the database. */
  private interface Work {
    void on(Database database, int account) throws SQLException, IOException;
  }

  @Command(
      description = "Lists an account's endpoints that were in trouble or are looked after.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin ConfigOption config,
      @Parameters(paramLabel = "ACCOUNT", description = "name of the account") String account) {
    return with(
        config,
        account,
        (database, id) -> {
          PgTellingReader reader = new PgTellingReader(database);
          List<Line> lines = new ArrayList<>();
          lines.add(
              new Line(
                  List.of(
                      "URL", "STANDING", "SINCE", "WAITING", "PRIVATE", "NEXT PROBE", "CAUSE")));
          for (Noted n : new PgEndpointStore(database).page(id, "", LISTED_MAX)) {
            String by = n.stoppedBy() == null ? "" : " by " + lower(n.stoppedBy());
            lines.add(
                new Line(
                    List.of(
                        n.url(),
                        lower(n.standing()) + by,
                        seconds(n.since()),
                        Integer.toString(reader.waitingAt(n.key(), COUNTED_MAX)),
                        n.allowPrivate() == null ? "-" : n.allowPrivate() ? "yes" : "no",
                        n.nextProbeAt() == null ? "-" : seconds(n.nextProbeAt()),
                        n.cause() == null ? "-" : n.cause())));
          }
          Terminal.table(lines);
        });
  }

  @Command(
      description = "Stops calling an endpoint; its reports are held. Only an operator resumes it.",
      mixinStandardHelpOptions = true)
  int stop(@Mixin ConfigOption config, @Mixin Whose whose) {
    return with(
        config,
        whose.account,
        (database, id) -> {
          String url = whose.checked();
          new PgEndpointStore(database)
              .stop(id, url, StoppedBy.OPERATOR, "stopped by the operator", CLOCK.instant());
          Terminal.say("endpoint " + url + " is stopped: its reports are held");
        });
  }

  @Command(
      description = "Calls an endpoint again: what waits for it is due at once.",
      mixinStandardHelpOptions = true)
  int resume(@Mixin ConfigOption config, @Mixin Whose whose) {
    return with(
        config,
        whose.account,
        (database, id) -> {
          String url = whose.checked();
          known(database, id, whose);
          new PgEndpointStore(database).stop(id, url, null, null, CLOCK.instant());
          PgTellingReader reader = new PgTellingReader(database);
          String key = TellingReader.endpoint(id, url);
          int due = HURRY;
          while (due == HURRY) {
            due = reader.hurry(key, CLOCK.instant(), HURRY);
          }
          Terminal.say("endpoint " + url + " is called again");
        });
  }

  @Command(
      name = "allow-private",
      description = "Says whether an endpoint may be at a private or local address.",
      mixinStandardHelpOptions = true)
  int allowPrivate(
      @Mixin ConfigOption config,
      @Mixin Whose whose,
      @Parameters(
              index = "2",
              paramLabel = "ANSWER",
              description = "yes, no, or default: as callbacks.allow_private_addresses has it")
          String answer) {
    return with(
        config,
        whose.account,
        (database, id) -> {
          Boolean allowed =
              switch (answer) {
                case "yes" -> Boolean.TRUE;
                case "no" -> Boolean.FALSE;
                case "default" -> null;
                default -> throw new IOException("write yes, no or default, not " + answer);
              };
          String url = whose.checked();
          new PgEndpointStore(database).allowPrivate(id, url, allowed, CLOCK.instant());
          Terminal.say(
              "endpoint "
                  + url
                  + ": private addresses "
                  + (allowed == null ? "as configured" : allowed ? "allowed" : "refused"));
        });
  }

  @Command(
      description =
          "Tells reports of a range of time again, in the background of a running Waybill.",
      mixinStandardHelpOptions = true)
  int replay(
      @Mixin ConfigOption config,
      @Mixin Whose whose,
      @Option(
              names = "--from",
              required = true,
              description = "accepted from, as 2026-11-22T00:00Z")
          String from,
      @Option(names = "--until", description = "accepted before; default: now")
          @Nullable String until,
      @Option(
              names = "--outcome",
              defaultValue = "given_up",
              description = "given_up, failed or told (${DEFAULT-VALUE})")
          String outcome) {
    return with(
        config,
        whose.account,
        (database, id) -> {
          String url = whose.checked();
          Which which = which(outcome);
          Instant now = CLOCK.instant();
          Instant before = until == null ? now : time(until);
          if (!time(from).isBefore(before)) {
            throw new IOException("--from must be before --until, and before now");
          }
          if (known(database, id, whose).standing() == Standing.STOPPED) {
            throw new IOException("the endpoint is stopped: resume it first");
          }
          UUID first = Ids.firstAt(time(from));
          Replay replay =
              new Replay(
                  UUID.randomUUID(),
                  id,
                  TellingReader.endpoint(id, url),
                  first,
                  Ids.firstAt(before),
                  which,
                  Progress.RUNNING,
                  first,
                  0,
                  0,
                  null,
                  now,
                  null);
          if (!new ReplayStore(database).begin(replay)) {
            throw new IOException("a replay of this endpoint runs already: wait for it");
          }
          Terminal.say("replay " + replay.id() + " begins as soon as Waybill runs");
        });
  }

  /** The entry of an endpoint; a URL with a typing error has none. */
  private static Noted known(Database database, int account, Whose whose) throws IOException {
    String id = EndpointStore.id(TellingReader.endpoint(account, whose.url));
    return new PgEndpointStore(database)
        .find(account, id)
        .orElseThrow(() ->
            new IOException(
                "%s has no such endpoint that was ever in trouble; those that were:"
                        .formatted(whose.account)
                    + " ./waybill endpoint list "
                    + whose.account));
  }

  private static Instant time(String written) throws IOException {
    try {
      return OffsetDateTime.parse(written).toInstant();
    } catch (DateTimeException notOne) {
      throw new IOException("write a time as 2026-11-22T10:00Z, not " + written, notOne);
    }
  }

  private static Which which(String word) throws IOException {
    try {
      return Which.valueOf(word.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException unknown) {
      throw new IOException("write given_up, failed or told, not " + word, unknown);
    }
  }

  private static int with(ConfigOption option, String account, Work work) {
    Config config = option.load();
    if (config == null) {
      return ConfigOption.CANNOT;
    }
    io.waybill.ops.Logs.setUp(org.slf4j.event.Level.WARN);
    try (Postgres postgres = Postgres.join(config, CLOCK)) {
      AdminStore admin =
          new AdminStore(postgres.database(), Vault.open(config.keyFile()), ConfigOption.by("cli"));
      for (Line line : admin.accounts()) {
        if (line.columns().getFirst().equals(account)) {
          work.on(postgres.database(), Integer.parseInt(line.columns().get(1)));
          return 0;
        }
      }
      throw new IOException("no account is named " + account);
    } catch (SQLException | IOException | StartFailure | StoreFailure e) {
      Terminal.error(String.valueOf(e.getMessage()));
      return ConfigOption.CANNOT;
    }
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
