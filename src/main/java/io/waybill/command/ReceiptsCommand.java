package io.waybill.command;

import io.waybill.store.AdminStore.Line;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.LearnedNotations;
import io.waybill.store.Unmatched;
import io.waybill.store.UnmatchedReceipts;
import io.waybill.store.UnmatchedReceipts.Filter;
import io.waybill.store.UnmatchedReceipts.One;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "receipts",
    description =
        "Lists receipts that match no message (yet), newest first, explains them, and assigns or"
            + " discards them. Without COMMAND: list.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "[COMMAND]")
final class ReceiptsCommand implements Callable<Integer> {
  private static final String NUMBER = "number of the receipt, as ./waybill receipts shows it";
  private static final String PAGE = "at most so many, 1 to 100 (${DEFAULT-VALUE})";

  @Mixin private ReceiptsAccess receipts = new ReceiptsAccess();

  @Option(names = "--limit", defaultValue = "50", description = PAGE)
  private int limit;

  @Override
  public Integer call() {
    return print(receipts, Filter.newest(page(limit)));
  }

  private static int page(int limit) {
    return Math.clamp(limit, 1, UnmatchedReceipts.PAGE_MAX);
  }

  private static int print(ReceiptsAccess access, Filter filter) {
    return access.with(store -> {
      List<One> page = store.receipts().list(filter);
      AccountCommand.table(
          List.of(
              "NUMBER",
              "RECEIVED",
              "CARRIER",
              "LINK",
              "ID",
              "FROM",
              "STAT",
              "TRIES",
              "STANDING",
              "WHY"),
          page.stream().map(ReceiptsCommand::line).toList());
      if (page.size() == filter.limit()) {
        Terminal.say("for older ones: --before " + page.getLast().number());
      }
    });
  }

  private static Line line(One one) {
    var p = one.parked();
    return new Line(
        List.of(
            Long.toString(one.number()),
            p.receivedAt().toString(),
            p.carrier(),
            p.link(),
            dash(p.receipt().carrierId()),
            dash(p.source()),
            p.receipt().word().name(),
            Integer.toString(one.tries()),
            one.standing(),
            p.why()));
  }

  private static String dash(String text) {
    return text.isBlank() ? "-" : text;
  }

  @Command(description = "Lists them, newest first.", mixinStandardHelpOptions = true)
  int list(
      @Mixin ReceiptsAccess access,
      @Option(names = "--carrier", description = "only of this carrier") @Nullable String carrier,
      @Option(names = "--link", description = "only those that came over this link")
          @Nullable String link,
      @Option(names = "--id", description = "only with this id of the carrier's")
          @Nullable String id,
      @Option(
              names = "--reason",
              description = "no_match, ambiguous, no_id, no_number or not_stored")
          @Nullable String reason,
      @Option(names = "--since", description = "received then or later, as 2026-11-22T10:00:00Z")
          @Nullable String since,
      @Option(names = "--until", description = "received before then") @Nullable String until,
      @Option(names = "--all", description = "those too that are assigned or discarded")
          boolean all,
      @Option(names = "--before", description = "only with a smaller number: for the next page")
          @Nullable Long before,
      @Option(names = "--limit", defaultValue = "50", description = PAGE) int most) {
    try {
      return print(
          access,
          new Filter(
              carrier,
              link,
              id,
              reason(reason),
              time(since),
              time(until),
              all,
              before == null ? Long.MAX_VALUE : before,
              page(most)));
    } catch (Refused e) {
      Terminal.error(String.valueOf(e.getMessage()));
      return ConfigOption.CANNOT;
    }
  }

  private static @Nullable Unmatched reason(@Nullable String word) throws Refused {
    if (word == null) {
      return null;
    }
    for (Unmatched one : Unmatched.values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    throw new Refused(
        "--reason must be no_match, ambiguous, no_id, no_number or not_stored, not " + word);
  }

  private static @Nullable Instant time(@Nullable String text) throws Refused {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw (Refused) new Refused("'" + text + "' is no time as 2026-11-22T10:00:00Z").initCause(e);
    }
  }

  @Command(
      description = "Shows one: what was looked for, what was found, what can be done.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin ReceiptsAccess access,
      @Parameters(paramLabel = "NUMBER", description = NUMBER) long number) {
    return access.with(store -> ReceiptPrint.show(find(store.receipts(), number), store.traces()));
  }

  private static One find(UnmatchedReceipts receipts, long number)
      throws Refused, java.sql.SQLException {
    return receipts
        .one(number)
        .orElseThrow(() ->
            new Refused(
                "no unmatched receipt has the number "
                    + number
                    + ": it may have found its message meanwhile"));
  }

  @Command(
      description =
          "Says which message a receipt is about. A running Waybill records it within seconds, else"
              + " the next start does.",
      mixinStandardHelpOptions = true)
  int assign(
      @Mixin ReceiptsAccess access,
      @Parameters(paramLabel = "NUMBER", description = NUMBER) long number,
      @Parameters(paramLabel = "MESSAGE", description = "id of the message") UUID message,
      @Parameters(
              paramLabel = "PART",
              arity = "0..1",
              defaultValue = "1",
              description = "which part of it (${DEFAULT-VALUE})")
          int part,
      @Option(
              names = "--force",
              description = "even if the receipt came from another number than the message went to")
          boolean force) {
    return access.with(store -> {
      store.decisions().assign(number, message, part, force, ConfigOption.by("cli"));
      Terminal.say(
          "receipt "
              + number
              + " is assigned; a running Waybill records it within seconds, else the next start"
              + " does: see ./waybill receipts show "
              + number);
    });
  }

  @Command(
      description = "Marks receipts as of no use; they are not listed any more.",
      mixinStandardHelpOptions = true)
  int discard(
      @Mixin ReceiptsAccess access,
      @Parameters(paramLabel = "NUMBER", arity = "1..*", description = NUMBER) List<Long> numbers,
      @Option(names = "--why", defaultValue = "", description = "a word for those who ask later")
          String why) {
    return access.with(store -> {
      store.decisions().discard(numbers, why, ConfigOption.by("cli"));
      Terminal.say(numbers.size() + " discarded");
    });
  }

  @Command(
      description = "Lists what carriers sent that is no receipt, newest first, without the words.",
      mixinStandardHelpOptions = true)
  int inbound(
      @Mixin ReceiptsAccess access,
      @Option(names = "--limit", defaultValue = "50", description = PAGE) int most) {
    return access.with(store ->
        AccountCommand.table(
            List.of("RECEIVED", "LINK", "FROM", "TO", "DATA CODING", "OCTETS"),
            store.receipts().inbound(page(most)).stream()
                .map(i ->
                    new Line(
                        List.of(
                            i.receivedAt().toString(),
                            i.link(),
                            dash(i.source()),
                            dash(i.destination()),
                            Integer.toString(i.dataCoding()),
                            Integer.toString(i.length()))))
                .toList()));
  }

  @Command(
      description =
          "Lists what was learned about the notation of ids of carriers with id_notation auto.",
      mixinStandardHelpOptions = true)
  int notations(@Mixin ReceiptsAccess access) {
    return access.with(store ->
        AccountCommand.table(
            List.of("CARRIER", "NOTATION", "SINCE"),
            store.notations().all().stream()
                .map(n -> new Line(List.of(n.carrier(), n.notation().word(), n.since().toString())))
                .toList()));
  }

  @Command(
      description = "Forgets what was learned about a carrier's notation: it is learned anew.",
      mixinStandardHelpOptions = true)
  int forget(
      @Mixin ReceiptsAccess access,
      @Parameters(paramLabel = "CARRIER", description = "its name") String carrier) {
    return access.with(store -> {
      LearnedNotations notations = store.notations();
      if (!notations.forget(carrier, ConfigOption.by("cli"))) {
        throw new Refused("nothing is known of the notation of a carrier named " + carrier);
      }
      Terminal.say("the notation of " + carrier + " is learned anew");
    });
  }
}
