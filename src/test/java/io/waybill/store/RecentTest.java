package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Receipt;
import io.waybill.message.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecentTest {
  private LedgerRig rig;
  private Connection db;
  private final Recent recent = new Recent();

  @BeforeEach
  void open() throws SQLException {
    rig = new LedgerRig(1);
    db = rig.connect();
    db.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    db.close();
    rig.close();
  }

  private Group committed(Job... jobs) throws SQLException {
    rig.database.partitions().contentDay(NewRows.day(rig.clock.instant()).plusDays(30));
    Group group =
        new Group(db, recent, rig.steps, Objections.NONE, rig.vault, "o", 0, rig.clock.instant());
    group.write(List.of(jobs));
    db.commit();
    group.keep(new Latencies());
    return group;
  }

  private static Job.Happened happened(UUID id, Event event) {
    return new Job.Happened(id, event, new CompletableFuture<>());
  }

  private Job.Accept fresh(Ledger.NewMessage message) {
    return new Job.Accept(
        List.of(message),
        null,
        System.nanoTime(),
        new AtomicReference<>(Job.Fate.OPEN),
        new CompletableFuture<>());
  }

  /** Finer than what is stored. */
  private Instant now() {
    return rig.clock.instant().plusNanos(654_321);
  }

  @Test
  void whatIsKeptOfARowIsWhatWouldBeReadOfIt() throws SQLException {
    rig.steps.seats.set(2);
    Ledger.NewMessage message = rig.message(2, "http://c.example/x", "plaintext", "Hello");
    UUID id = message.envelope().id();
    List<Event> events = new ArrayList<>();
    events.add(new Event.Taken(now(), 1, 1, "a\tb"));
    events.add(new Event.Taken(now(), 2, 1, "c"));
    events.add(new Event.ReceiptCame(now(), 1, new Receipt(Receipt.Word.DELIVRD, "000", "a", "x")));
    events.add(new Event.ReceiptCame(now(), 2, new Receipt(Receipt.Word.DELIVRD, "000", "c", "x")));
    committed(fresh(message));
    assertThat(recent.row(id)).isNotNull().isEqualTo(rig.live(id));
    for (Event event : events) {
      committed(happened(id, event));
      assertThat(recent.row(id)).as("after %s", event).isNotNull().isEqualTo(rig.row(id));
    }
    assertThat(rig.row(id).message().state()).isEqualTo(State.DELIVERED);
    committed(happened(id, rig.told(1)));
    assertThat(recent.row(id)).as("one told").isNotNull().isEqualTo(rig.row(id));
    committed(happened(id, rig.told(2)));
    assertThat(rig.history(id)).isNotNull();
    assertThat(recent.size()).as("what is over is not kept").isZero();
  }

  @Test
  void aRowThatWasChangedBehindTheWritersBackIsReadAnewBeforeAnythingIsRecorded() throws Exception {
    rig.steps.seats.set(1);
    UUID id = rig.accepted();
    try (Connection other = rig.connect();
        Statement s = other.createStatement()) {
      s.execute(
          "UPDATE live SET version = version + 5, last_receipt = 'other' WHERE id = '" + id + "'");
    }
    rig.record(id, new Event.Taken(now(), 1, 1, "c"));
    assertThat(rig.row(id).message().state()).isEqualTo(State.SENT);
    assertThat(rig.row(id).message().version()).isEqualTo(7);
    assertThat(rig.row(id).message().lastReceipt()).isEqualTo("other");
    rig.checkTimeline(id);
  }

  @Test
  void whoHasLostIsForgotten() throws SQLException {
    rig.steps.seats.set(1);
    Ledger.NewMessage message = rig.message(1, null, "plaintext", "Hello");
    UUID id = message.envelope().id();
    committed(fresh(message));
    try (Statement s = db.createStatement()) {
      s.execute("UPDATE live SET version = version + 1 WHERE id = '" + id + "'");
    }
    Group group = committed(happened(id, new Event.Taken(now(), 1, 1, "c")));
    assertThat(group.losers()).hasSize(1);
    assertThat(recent.row(id)).isNull();
  }

  @Test
  void onlyTheRowsUsedLastAreKept() throws SQLException {
    Recent two = new Recent(2);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      UUID id = rig.accepted();
      rows.add(rig.row(id));
    }
    two.keep(rows.get(0));
    two.keep(rows.get(1));
    assertThat(two.row(rows.get(0).envelope().id())).isNotNull();
    two.keep(rows.get(2));
    assertThat(two.row(rows.get(1).envelope().id())).isNull();
    assertThat(two.row(rows.get(0).envelope().id())).isEqualTo(rows.get(0));
    assertThat(two.size()).isEqualTo(2);
  }
}
