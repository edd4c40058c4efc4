package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event.OnUncertain;
import io.waybill.routing.Carrier;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Cast;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.smpp.Status;
import io.waybill.store.StoredTimeline;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One Waybill, and every built-in personality at once, each as a carrier with a link of its own:
/// whatever they do, each message ends as its operator said, or visibly waits, and nobody is in the
/// way of another. Times are shorter than the built-in ones, and trouble comes more often.
class PersonalityJourneyTest {
  private static final int MESSAGES = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// What differs from the built-in personality of that name.
  private static final Map<String, String> SHORTER = new LinkedHashMap<>();

  static {
    SHORTER.put("good", "receipts: {delay: 100ms}");
    SHORTER.put(
        "ordinary",
        "outcomes: {percent: {UNDELIV: 15, EXPIRED: 15, REJECTD: 15, none: 15}}, receipts: {delay:"
            + " median 200ms p99 2s}");
    SHORTER.put("slow", "answers: {delay: median 300ms p99 1s}, receipts: {delay: 500ms..2s}");
    SHORTER.put(
        "flaky",
        "receipts: {delay: 10ms..900ms}, connection: {disconnect_every: 1500ms, refuse_binds_for:"
            + " 300ms}");
    SHORTER.put("throttling", "rate: {per_second: 8, queue: 12}, receipts: {delay: 300ms}");
    SHORTER.put(
        "refusing",
        "refusals: {ESME_RINVDSTADR: 15, ESME_RSYSERR: 15}, answers: {nack_percent: 15}, receipts:"
            + " {delay: 100ms}");
    SHORTER.put(
        "silent", "answers: {never_percent: 20, lost_percent: 20}, receipts: {delay: 100ms}");
    SHORTER.put(
        "rude",
        "answers: {late_percent: 10, late_by: 1s, wrong_sequence_percent: 10}, receipts: {delay:"
            + " 50ms..500ms}, connection: {enquire_link_every: 300ms}, garbage: {every: 700ms}");
    SHORTER.put(
        "frozen",
        "answers: {delay: 10ms..300ms}, receipts: {delay: 50ms..500ms}, connection:"
            + " {half_open_after: 700ms, half_open_for: 4s}");
    SHORTER.put("liar", "receipts: {delay: 50ms..400ms, correction_after: 300ms}");
    SHORTER.put("hex", "receipts: {delay: 50ms..200ms}");
    SHORTER.put("recycler", "ids: {reuse_after: 10}, receipts: {delay: 50ms..200ms}");
    SHORTER.put("terse", "receipts: {delay: 50ms..200ms}");
    SHORTER.put("wordless", "receipts: {delay: 50ms..200ms}");
    SHORTER.put("scruffy", "receipts: {delay: 50ms..200ms}");
    SHORTER.put("unicode", "receipts: {delay: 50ms..200ms}");
    SHORTER.put("bursting", "receipts: {delay: 10ms}");
    SHORTER.put("locked", "receipts: {delay: 50ms}");
  }

  /// As silent, but its carrier's policy is to hold what is uncertain.
  private static final String HOLDING = "holding";

  /// Those that deliver whatever they take, sooner or later: they get a text of two parts too.
  private static final List<String> DELIVERING =
      List.of("good", "slow", "liar", "hex", "recycler", "terse", "wordless", "scruffy", "unicode");

  /// Those whose connections end, so that answers and receipts may be lost on the way.
  private static final Set<String> BREAKING = Set.of("flaky", "rude", "frozen");

  /// Counters of what is not part of this, or over at the end.
  private static final Set<String> NOT_NEEDED =
      Set.of("from_handsets", "receipts_waiting", "receipts_held");

  private static final Set<String> OPEN = Set.of("sent", "accepted");

  @TempDir private Path directory;

  /// A message: what was sent where, and what became of it.
  private record Sent(String act, String number, String id, int parts) {}

  private record Row(String state, boolean over, String timeline) {
    long entries(String event) {
      return StoredTimeline.entries(timeline).stream()
          .filter(entry -> entry.path("event").asString().equals(event))
          .count();
    }
  }

  @Test
  void whateverOperatorsDoEveryMessageEndsAsTheySaidOrVisiblyWaits() throws Unusable {
    assertThat(SHORTER.keySet()).isEqualTo(Cast.builtIns().keySet());
    StringBuilder yaml = new StringBuilder("personalities:\n");
    SHORTER.forEach(
        (name, more) -> yaml.append("  %s: {like: %s, %s}\n".formatted(name, name, more)));
    yaml.append("  %s: {like: silent, %s}\n".formatted(HOLDING, SHORTER.get("silent")));
    List<String> acts = Stream.concat(SHORTER.keySet().stream(), Stream.of(HOLDING)).toList();
    try (Cabaret cabaret = new Cabaret(yaml.toString(), acts);
        World world =
            World.furnish(
                directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60))) {
      cabaret.engage(world.site);
      world.site.admin(
          admin -> admin.putCarrier(Carrier.usual(HOLDING).onUncertain(OnUncertain.HOLD)));
      world.startServer();
      Await.until(
          "the good one is bound",
          () -> world.api().metric("waybill_link_bound{link=\"link-good\"}") == 1);
      List<Sent> all = new ArrayList<>();
      for (int i = 0; i < MESSAGES; i++) {
        for (String act : acts) {
          String number = cabaret.number(act, i);
          all.add(new Sent(act, number, world.send(number, "number " + i + " by " + act), 1));
        }
      }
      for (String act : DELIVERING) {
        String number = cabaret.number(act, MESSAGES);
        all.add(new Sent(act, number, world.send(number, "long ".repeat(40)), 2));
      }
      List<Sent> good = of(all, "good");
      Await.until(
          "the good one has brought all of its own, whatever the others do",
          () -> rows(world, good).values().stream().allMatch(r -> r.state().equals("delivered")));
      assertThat(rows(world, of(all, "locked")).values()).allMatch(r -> r.state().equals("queued"));
      Await.until(
          "the bursting one holds all its receipts",
          () -> cabaret.simulator().counters().getOrDefault("receipts_held", 0L) == MESSAGES);
      assertThat(cabaret.simulator().release()).isEqualTo(MESSAGES);
      cabaret
          .simulator()
          .play(
              cabaret
                  .simulator()
                  .cast()
                  .with(List.of("personalities.locked.connection.wrong_password=false")));
      Await.until(
          PATIENCE,
          () -> "all to settle, but: " + unsettled(world, cabaret, all),
          () -> {
            Await.rest(100); // a look at all of them costs something
            return unsettled(world, cabaret, all).isEmpty();
          });
      assertThat(wrong(world, cabaret, all)).isEmpty();
      assertThat(cabaret.simulator().counters())
          .as("that they did misbehave")
          .allSatisfy((name, count) -> assertThat(NOT_NEEDED.contains(name) || count > 0).isTrue());
      assertThat(parked(world))
          .as("what is parked is of those whose answers got lost")
          .allMatch(number -> all.stream().anyMatch(s -> s.number().equals("+" + number)));
      assertThat(world.site.count("SELECT count(*) FROM inbound_raw")).isZero();
      world.isInOrder();
    }
  }

  private static List<Sent> of(List<Sent> all, String act) {
    return all.stream().filter(s -> s.act().equals(act)).toList();
  }

  /// Messages that are neither over nor waiting for what their operator will never say.
  private static List<String> unsettled(World world, Cabaret cabaret, List<Sent> all) {
    Map<String, Row> rows = rows(world, all);
    List<String> parked = parked(world);
    List<String> problems = new ArrayList<>();
    for (Sent sent : all) {
      Row row = rows.get(sent.id());
      boolean silent =
          row != null
              && (OPEN.contains(row.state()) || isHeld(sent, row))
              && (heard(cabaret, sent).stream().noneMatch(PersonalityJourneyTest::isFinal)
                  || parked.contains(sent.number().substring(1)));
      if (row == null || (!row.over() && !silent)) {
        problems.add(sent + ": " + (row == null ? "gone" : row.state()));
      }
    }
    return problems;
  }

  /// Receipts of submits whose answer named their id; others nobody can match.
  private static List<String> heard(Cabaret cabaret, Sent sent) {
    return cabaret.plans(sent.number()).stream()
        .filter(p -> p.status() == Status.ESME_ROK && p.answerDelay().isPresent())
        .filter(p -> p.manner() != Plan.Manner.WRONG_SEQUENCE)
        .flatMap(p -> p.receipts().stream())
        .map(r -> r.stat())
        .toList();
  }

  private static boolean isHeld(Sent sent, Row row) {
    return sent.act().equals(HOLDING)
        && row.state().equals("submitting")
        && row.entries("uncertain") == 1;
  }

  private static boolean isFinal(String stat) {
    return !stat.equals("ENROUTE") && !stat.equals("ACCEPTD");
  }

  private static List<String> wrong(World world, Cabaret cabaret, List<Sent> all) {
    Map<String, Row> rows = rows(world, all);
    List<String> problems = new ArrayList<>();
    for (Sent sent : all) {
      Row row = rows.getOrDefault(sent.id(), new Row("gone", false, ""));
      List<String> told = world.customer.words(sent.id());
      String problem = problem(cabaret, sent, row, told);
      if (problem != null) {
        problems.add(sent + " is " + row.state() + ", told " + told + ": " + problem);
      }
    }
    return problems;
  }

  /// What is wrong with what became of a message; null if nothing is.
  private static @Nullable String problem(Cabaret cabaret, Sent sent, Row row, List<String> told) {
    List<String> said = cabaret.stats(sent.number());
    List<Plan> plans = cabaret.plans(sent.number());
    String last = told.isEmpty() ? "" : told.getLast();
    boolean lossless = !BREAKING.contains(sent.act());
    long again = sent.act().equals(HOLDING) ? 0 : row.entries("uncertain");
    long tries = sent.parts() + row.entries("put_off") + again;
    if (plans.size() < sent.parts() || plans.size() > tries) {
      return "submitted " + plans.size() + " times, allowed are " + tries;
    }
    if (lossless && heard(cabaret, sent).contains("DELIVRD") && !row.state().equals("delivered")) {
      return "its operator said DELIVRD";
    }
    if (sent.parts() > 1 && !row.state().equals("delivered")) {
      return "both parts were delivered";
    }
    return switch (row.state()) {
      case "delivered" -> agrees(said.contains("DELIVRD") && last.equals("DELIVRD 0"), said);
      case "undelivered" -> agrees(said.contains("UNDELIV") && last.equals("UNDELIV 1"), said);
      case "expired" -> agrees(said.contains("EXPIRED") && last.equals("EXPIRED 2"), said);
      case "rejected" -> agrees(said.contains("REJECTD") && last.startsWith("REJECTD "), said);
      case "refused" ->
          agrees(
              plans.getLast().status() != Status.ESME_ROK && last.startsWith("NACK "),
              plans.getLast());
      case "submitting" ->
          agrees(isHeld(sent, row) && plans.getFirst().answerDelay().isEmpty(), plans);
      case "sent", "accepted" -> agrees(!last.isEmpty(), "nothing was told");
      default -> "there is no reason for this state";
    };
  }

  private static @Nullable String agrees(boolean right, Object said) {
    return right ? null : "its operator meant " + said;
  }

  private static List<String> parked(World world) {
    List<String> numbers = new ArrayList<>();
    query(world, "SELECT source FROM receipt_parked", row -> numbers.add(row.getString(1)));
    return numbers;
  }

  private static Map<String, Row> rows(World world, List<Sent> some) {
    Map<String, Row> rows = new HashMap<>();
    String columns = "SELECT id, state, timeline, %s FROM %s";
    query(
        world,
        columns.formatted("false", "live") + " UNION ALL " + columns.formatted("true", "history"),
        row ->
            rows.put(
                row.getString(1),
                new Row(
                    row.getString(2).toLowerCase(java.util.Locale.ROOT),
                    row.getBoolean(4),
                    row.getString(3))));
    rows.keySet().retainAll(some.stream().map(Sent::id).toList());
    return rows;
  }

  private interface Reader {
    void take(ResultSet row) throws SQLException;
  }

  private static void query(World world, String sql, Reader reader) {
    try (Connection db = world.site.sql();
        Statement statement = db.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        reader.take(row);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }
}
