package io.waybill.store;

import static io.waybill.store.LedgerRig.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Event.OnUncertain;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import io.waybill.message.Receipt;
import io.waybill.message.State;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Many threads, a second process, and connections that are killed: nothing lost, none twice. */
class LedgerConcurrencyTest {
  private static final int THREADS = 8;
  private final long seed = Long.getLong("waybill.seed", System.nanoTime());
  private LedgerRig rig;

  @BeforeEach
  void open() throws SQLException {
    LoggerFactory.getLogger(LedgerConcurrencyTest.class).info("seed {}", seed);
    rig = new LedgerRig(2);
    rig.steps.seats.set(Integer.MAX_VALUE);
  }

  @AfterEach
  void close() throws SQLException {
    rig.close();
  }

  private static void onThreads(IntConsumer work) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        all.add(threads.submit(() -> work.accept(number)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private List<NewMessage> accepted(int count, int parts) {
    List<NewMessage> messages = new ArrayList<>();
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      messages.add(rig.message(parts, i % 3 == 0 ? null : "http://c.example/", "plaintext", "Hi"));
      outcomes.add(rig.ledger.accept(messages.getLast(), null));
    }
    outcomes.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Recorded.class));
    return messages;
  }

  private Event anything(Random random, Instant at) {
    int part = 1 + random.nextInt(2);
    int attempt = 1 + random.nextInt(2);
    Receipt.Word[] words = Receipt.Word.values();
    Receipt receipt =
        new Receipt(words[random.nextInt(words.length)], "007", "c\"\\", "id:c text:…");
    return switch (random.nextInt(12)) {
      case 0 -> new Event.Claimed(at, "link-a");
      case 1, 2, 3 -> new Event.Taken(at, part, attempt, "c" + part + "-" + attempt);
      case 4 -> new Event.PutOff(at, part, attempt, 0x58, at);
      case 5 -> new Event.Uncertain(at, part, attempt, "lost", OnUncertain.RESEND, at);
      case 6, 7, 8 -> new Event.ReceiptCame(at, part, receipt);
      default ->
          new Event.Told(
              at,
              1 + random.nextInt(4),
              1,
              false,
              new Event.Answer(random.nextBoolean(), 200, null, 3, null));
    };
  }

  /** A message's events come from one thread, so their order is known. */
  @Test
  void whatThousandsOfEventsMakeIsWhatOneAfterAnotherMakes() {
    List<NewMessage> messages = accepted(240, 2);
    Map<UUID, List<Event>> events = new ConcurrentHashMap<>();
    onThreads(thread -> {
      Random random = new Random(seed + thread);
      List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
      for (int i = 0; i < 750; i++) {
        UUID id = messages.get(random.nextInt(30) * THREADS + thread).envelope().id();
        Event event = anything(random, rig.clock.instant());
        events.computeIfAbsent(id, _ -> new ArrayList<>()).add(event);
        outcomes.add(rig.ledger.record(id, event));
      }
      outcomes.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Recorded.class));
    });
    for (NewMessage message : messages) {
      UUID id = message.envelope().id();
      Message expected = Lifecycle.accept(message.acceptance().on("link-a")).next();
      for (Event event : events.getOrDefault(id, List.of())) {
        expected = Lifecycle.decide(expected, event).next();
      }
      Row row = rig.row(id);
      assertThat(comparable(row.message())).isEqualTo(comparable(expected));
      assertThat(row.isLive()).isNotEqualTo(expected.state().isFinal());
      rig.checkTimeline(id);
    }
    assertThat(rig.number("SELECT count(*) FROM quarantine")).isZero();
  }

  /** A group's events count as one version, what is told as none; history has no deadline. */
  private static Message comparable(Message m) {
    return new Message(
        m.id(),
        0,
        m.state(),
        m.by(),
        m.err(),
        m.seq(),
        m.parts(),
        m.attempt(),
        m.risked(),
        m.link(),
        m.validUntil(),
        m.finalBy(),
        m.state().isFinal() ? null : m.dueAt(),
        m.state().isFinal() ? null : m.deadline(),
        m.wantsReports(),
        m.reports(),
        m.waiting(),
        m.tries(),
        m.lastReceipt(),
        m.lastReceiptCount(),
        m.hasNext());
  }

  /** Each of these events adds exactly one line and one id on the air. */
  private static Event uniquelyTaken(LedgerRig rig, String name) {
    return new Event.Taken(rig.clock.instant(), 1, 1, name);
  }

  @Test
  void aSecondLedgerOnTheSameMessagesMakesNothingGetLost() {
    List<NewMessage> messages = accepted(20, 1);
    try (PgLedger second = rig.another("there:1", 2, new RecordingSteps())) {
      onThreads(thread -> {
        List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          UUID id = messages.get(i % 20).envelope().id();
          Ledger ledger = thread % 2 == 0 ? rig.ledger : second;
          outcomes.add(ledger.record(id, uniquelyTaken(rig, "c" + thread + "-" + i)));
        }
        outcomes.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Recorded.class));
      });
    }
    for (NewMessage message : messages) {
      UUID id = message.envelope().id();
      assertThat(rig.row(id).message().seq()).isEqualTo(2 + THREADS * 10);
      rig.checkTimeline(id);
    }
    assertThat(rig.number("SELECT count(*) FROM on_air")).isEqualTo(THREADS * 200);
    assertThat(rig.number("SELECT count(DISTINCT carrier_id) FROM on_air"))
        .isEqualTo(THREADS * 200);
  }

  @Test
  void aRowThatChangedBehindTheWriterIsReadAgainAndDecidedAgain() throws SQLException {
    UUID id = rig.accepted();
    try (Connection db = rig.connect();
        Statement s = db.createStatement()) {
      db.setAutoCommit(false);
      s.execute("SELECT 1 FROM live WHERE id = '" + id + "' FOR UPDATE");
      var taken = rig.ledger.record(id, uniquelyTaken(rig, "c1"));
      rig.awaitStalled(1);
      s.execute("UPDATE live SET version = version + 5, err = 77 WHERE id = '" + id + "'");
      db.commit();
      assertThat(outcome(taken)).isInstanceOf(Outcome.Recorded.class);
    }
    assertThat(rig.row(id).message().state()).isEqualTo(State.SENT);
    assertThat(rig.row(id).message().version()).isEqualTo(7);
    rig.checkTimeline(id);
  }

  @Test
  void aCorrectionOfHistoryThatChangedMeanwhileIsDecidedAgain() throws SQLException {
    UUID id = rig.over(Receipt.Word.EXPIRED);
    int version = rig.row(id).message().version();
    try (Connection db = rig.connect();
        Statement s = db.createStatement()) {
      db.setAutoCommit(false);
      s.execute("SELECT 1 FROM history WHERE id = '" + id + "' FOR UPDATE");
      var late = rig.ledger.record(id, rig.receipt(Receipt.Word.DELIVRD));
      rig.awaitStalled(1);
      s.execute("UPDATE history SET version = version + 5 WHERE id = '" + id + "'");
      db.commit();
      assertThat(outcome(late)).isInstanceOf(Outcome.Recorded.class);
    }
    assertThat(rig.row(id).message().state()).isEqualTo(State.DELIVERED);
    assertThat(rig.row(id).message().version()).isEqualTo(version + 6);
    assertThat(rig.row(id).isLive()).isFalse();
    rig.checkTimeline(id);
  }

  @Test
  void connectionsKilledInMidLoadLoseNothingAndDoubleNothing() {
    Map<UUID, Boolean> stored = new ConcurrentHashMap<>();
    AtomicBoolean loading = new AtomicBoolean(true);
    Thread killer = Thread.startVirtualThread(() -> kill(loading));
    onThreads(thread -> {
      // While connections are killed faster than they are made, nothing is stored, and rightly.
      for (int round = 0; round < 6 || (round < 40 && !stored.containsValue(true)); round++) {
        LedgerRig.await("the ledger", () -> rig.ledger.failingFor().isZero());
        Map<UUID, CompletableFuture<Outcome>> accepts = new HashMap<>();
        for (int i = 0; i < 10; i++) {
          NewMessage message = rig.message(1, null, "plaintext", "Hi");
          accepts.put(message.envelope().id(), rig.ledger.accept(message, null));
        }
        accepts.forEach((id, o) -> stored.put(id, outcome(o) instanceof Outcome.Recorded));
        List<CompletableFuture<Outcome>> taken = new ArrayList<>();
        for (UUID id : accepts.keySet()) {
          for (int n = 0; n < 4 && stored.getOrDefault(id, false); n++) {
            taken.add(rig.ledger.record(id, uniquelyTaken(rig, id + "-" + n)));
          }
        }
        taken.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Recorded.class));
      }
    });
    loading.set(false);
    join(killer);
    stored.forEach((id, isStored) -> {
      assertThat(rig.number("SELECT count(*) FROM live WHERE id = '" + id + "'"))
          .isEqualTo(isStored ? 1 : 0);
      if (isStored) {
        assertThat(rig.row(id).message().seq()).isEqualTo(2 + 4);
        rig.checkTimeline(id);
      }
    });
    long known = stored.values().stream().filter(Boolean::booleanValue).count();
    assertThat(known).isPositive();
    assertThat(rig.number("SELECT count(*) FROM live")).isEqualTo(known);
    assertThat(rig.number("SELECT count(*) FROM content")).isEqualTo(known);
    assertThat(rig.number("SELECT count(*) FROM on_air")).isEqualTo(known * 4);
    assertThat(rig.number("SELECT count(DISTINCT carrier_id) FROM on_air")).isEqualTo(known * 4);
    assertThat(rig.number("SELECT count(*) FROM quarantine")).isZero();
  }

  private void kill(AtomicBoolean loading) {
    int killed = 0;
    while (loading.get() && killed < 25) {
      killed +=
          (int)
              rig.number(
                  "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                      + " WHERE datname = current_database() AND application_name = 'waybill'"
                      + " AND state <> 'idle'");
    }
    assertThat(killed).isPositive();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
