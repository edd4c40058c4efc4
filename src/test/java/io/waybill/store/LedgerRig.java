package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.waybill.account.Vault;
import io.waybill.message.Acceptance;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Message;
import io.waybill.message.Receipt;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A ledger on a database of its own, and an eye on its tables. */
final class LedgerRig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  final InstantSource clock = Clock.tickMillis(ZoneOffset.UTC);
  final Vault vault = new Vault(new byte[32]);
  final RecordingSteps steps = new RecordingSteps();

  /** A test changes messages past the ledger, so counters cannot be right in the end. */
  boolean isEditedByHand;

  volatile Objections objections = Objections.NONE;
  final Database database;
  final PgLedger ledger;
  private final IdSource ids = new IdSource(clock, new Random(1));
  final String url = TestPostgres.freshDatabase();
  private final Connection eye;
  private int made;

  LedgerRig(int writers) throws SQLException {
    eye = connect();
    database = Database.open(url, TestPostgres.user(), TestPostgres.password(), 10, clock);
    ledger = another("here:1", writers, steps);
  }

  PgLedger another(String owner, int writers, Steps itsSteps) {
    return another(owner, writers, itsSteps, new Fence(0));
  }

  PgLedger another(String owner, int writers, Steps itsSteps, Fence fence) {
    return new PgLedger(
        new Config.Ledger(writers, 500, 20_000),
        database,
        itsSteps,
        envelope -> objections.to(envelope),
        fence,
        vault,
        owner,
        clock,
        new Metrics());
  }

  synchronized NewMessage message(
      int parts, @Nullable String dlrUrl, String textStore, String text) {
    Instant now = clock.instant();
    UUID id = Ids.message(ids.next(), 1);
    Envelope envelope =
        new Envelope(
            id,
            1,
            "key",
            "default",
            1,
            "Waybill",
            "+372555%05d".formatted(++made),
            "EE",
            null,
            "ref-" + made,
            dlrUrl,
            textStore,
            NewRows.day(now).plusDays(30),
            7,
            null,
            now,
            Envelope.SMS,
            ReportFormat.CONTRACT,
            Envelope.Extras.NONE);
    Acceptance acceptance =
        new Acceptance(
            id,
            now,
            parts,
            null,
            now.plusSeconds(21_600),
            now.plusSeconds(108_000),
            dlrUrl != null,
            null,
            Acceptance.Place.ALONE,
            Map.of("channel", "sms"));
    return new NewMessage(envelope, text, acceptance);
  }

  /** Accepts a one-part message that wants reports; on a link if there is a seat. */
  UUID accepted() {
    NewMessage message = message(1, "http://customer.example/dlr?a=b", "plaintext", "Hello");
    assertThat(outcome(ledger.accept(message, null))).isInstanceOf(Outcome.Recorded.class);
    return message.envelope().id();
  }

  /** A message in history: delivered, both reports told. */
  UUID over(Receipt.Word word) {
    steps.seats.incrementAndGet();
    UUID id = accepted();
    record(id, new Event.Taken(clock.instant(), 1, 1, "c-" + id));
    record(id, receipt(word));
    record(id, told(1));
    record(id, told(2));
    assertThat(live(id)).isNull();
    return id;
  }

  Event receipt(Receipt.Word word) {
    return new Event.ReceiptCame(
        clock.instant(), 1, new Receipt(word, "000", "c", "id:c stat:" + word));
  }

  Event told(int report) {
    return new Event.Told(
        clock.instant(), report, 1, false, new Event.Answer(true, 200, null, 5, null));
  }

  /** Records and waits for the commit. */
  Message record(UUID id, Event event) {
    Outcome outcome = outcome(ledger.record(id, event));
    assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
    return ((Outcome.Recorded) outcome).message();
  }

  static Outcome outcome(CompletableFuture<Outcome> future) {
    return future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** A connection beside the pool. */
  Connection connect() throws SQLException {
    return DriverManager.getConnection(
        url + "?ApplicationName=watcher", TestPostgres.user(), TestPostgres.password());
  }

  /** As if nothing had been accepted yet: cheaper than another database. */
  synchronized void empty() throws SQLException {
    try (Statement s = eye.createStatement()) {
      s.execute(
          "TRUNCATE live, history, content, on_air, callback_due, idempotency, quarantine,"
              + " told, untold, counter, counter_err, latency");
    }
    made = 0;
  }

  synchronized @Nullable Row live(UUID id) {
    try {
      return whole(LiveTable.read(eye, Set.of(id))).get(id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized @Nullable Row history(UUID id) {
    try {
      return whole(HistoryTable.read(eye, List.of(id))).get(id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Map<UUID, Row> whole(Map<UUID, Row> rows) throws SQLException {
    ToldTable.complete(eye, rows);
    return rows;
  }

  /** Wherever it is now. */
  Row row(UUID id) {
    Row row = live(id);
    Row found = row == null ? history(id) : row;
    return found == null ? fail("no row of " + id) : found;
  }

  List<JsonNode> timeline(UUID id) {
    try (Connection db = connect();
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery(StoredTimeline.MESSAGES + " WHERE m.id = '" + id + "'")) {
      return r.next()
          ? StoredTimeline.entries(r.getString("own"), r.getString("beside"))
          : fail("no row of " + id);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sequence numbers without a gap, and the last line tells the stored state. */
  void checkTimeline(UUID id) {
    Message message = row(id).message();
    List<JsonNode> entries = timeline(id);
    assertThat(entries).as("lines of %s", id).hasSize(message.seq());
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i).path("seq").asInt()).as("line of %s", id).isEqualTo(i + 1);
    }
    assertThat(entries.getLast().path("state_after").asString())
        .isEqualToIgnoringCase(message.state().name());
  }

  long number(String sql) {
    return Long.parseLong(text(sql));
  }

  /** The first column of the only row. */
  synchronized String text(String sql) {
    try (Statement s = eye.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      assertThat(r.next()).as(sql).isTrue();
      String value = String.valueOf(r.getString(1));
      assertThat(r.next()).as("only one row of " + sql).isFalse();
      return value;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        fail("waited in vain: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  /** Waits until so many of the ledger's backends wait for a lock. */
  void awaitStalled(int backends) {
    await(
        "a stalled writer",
        () ->
            number(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND application_name = 'waybill' AND wait_event_type = 'Lock'")
                >= backends);
  }

  @Override
  public void close() throws SQLException {
    ledger.close();
    database.close();
    eye.close();
    if (!isEditedByHand) {
      assertThat(CountersTest.wrong(url)).as("counters that are wrong").isEmpty();
    }
  }
}
