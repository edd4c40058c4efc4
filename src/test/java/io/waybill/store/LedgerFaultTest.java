package io.waybill.store;

import static io.waybill.store.LedgerRig.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Receipt.Word;
import io.waybill.message.State;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What cannot be stored, and a database that stalls. One writer, so that what waits is a group. */
class LedgerFaultTest {
  private LedgerRig rig;

  @BeforeEach
  void open() throws SQLException {
    rig = new LedgerRig(1);
    rig.steps.seats.set(Integer.MAX_VALUE);
  }

  @AfterEach
  void close() throws SQLException {
    rig.close();
  }

  private Event taken(String carrierId) {
    return new Event.Taken(rig.clock.instant(), 1, 1, carrierId);
  }

  /** Runs while everything in the database waits that wants to write to live. */
  private void whileStalled(Runnable work) {
    try (Connection db = rig.connect();
        Statement s = db.createStatement()) {
      db.setAutoCommit(false);
      s.execute("LOCK TABLE live IN ACCESS EXCLUSIVE MODE");
      work.run();
      db.rollback();
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aPoisonedEventIsPutAsideAloneAndItsNeighboursCommit() {
    List<UUID> ids = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      ids.add(rig.accepted());
    }
    UUID plug = ids.getFirst();
    UUID poisoned = ids.get(6);
    List<CompletableFuture<Outcome>> good = new ArrayList<>();
    List<CompletableFuture<Outcome>> bad = new ArrayList<>();
    whileStalled(() -> {
      good.add(rig.ledger.record(plug, taken("plug")));
      rig.awaitStalled(1);
      for (UUID id : ids.subList(1, 13)) {
        if (id.equals(poisoned)) {
          bad.add(rig.ledger.record(id, taken("poi\0son")));
          good.add(rig.ledger.record(id, rig.receipt(Word.ACCEPTD)));
        } else {
          good.add(rig.ledger.record(id, taken("c-" + id)));
        }
      }
    });
    good.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Recorded.class));
    assertThat(outcome(bad.getFirst())).isInstanceOf(Outcome.Quarantined.class);
    for (UUID id : ids) {
      State expected = id.equals(poisoned) ? State.ACCEPTED : State.SENT;
      assertThat(rig.row(id).message().state()).isEqualTo(expected);
      rig.checkTimeline(id);
    }
    assertThat(rig.text("SELECT message_id || ' ' || event FROM quarantine"))
        .isEqualTo(poisoned + " Taken");
    assertThat(rig.number("SELECT count(*) FROM on_air")).isEqualTo(12);
  }

  @Test
  void aPoisonedMessageGivesItsSeatBackAndItsNeighboursAreAccepted() {
    UUID plug = rig.accepted();
    int seats = rig.steps.seatsTaken.get();
    List<CompletableFuture<Outcome>> good = new ArrayList<>();
    List<CompletableFuture<Outcome>> bad = new ArrayList<>();
    whileStalled(() -> {
      good.add(rig.ledger.record(plug, taken("plug")));
      rig.awaitStalled(1);
      for (int i = 0; i < 5; i++) {
        good.add(rig.ledger.accept(rig.message(1, null, "plaintext", "Hi " + i), null));
      }
      bad.add(rig.ledger.accept(rig.message(1, null, "plaintext", "N\0L"), null));
    });
    good.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Recorded.class));
    assertThat(outcome(bad.getFirst())).isInstanceOf(Outcome.Quarantined.class);
    assertThat(rig.number("SELECT count(*) FROM live")).isEqualTo(6);
    assertThat(rig.number("SELECT count(*) FROM content")).isEqualTo(6);
    assertThat(rig.steps.seatsTaken.get()).isEqualTo(seats + 5);
    assertThat(rig.steps.submissions).hasSize(6);
  }

  @Test
  void whileTheDatabaseStallsAcceptingAnswersBusyAndStoresNothing() {
    UUID before = rig.accepted();
    int seats = rig.steps.seatsTaken.get();
    List<CompletableFuture<Outcome>> events = new ArrayList<>();
    whileStalled(() -> {
      long start = System.nanoTime();
      List<CompletableFuture<Outcome>> accepts = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        accepts.add(rig.ledger.accept(rig.message(1, null, "plaintext", "Hi"), null));
        if (i == 0) {
          rig.awaitStalled(1);
          events.add(rig.ledger.record(before, taken("c1")));
        }
      }
      accepts.forEach(o -> assertThat(outcome(o)).isInstanceOf(Outcome.Busy.class));
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      assertThat(waited).isBetween(Duration.ofMillis(1_800), Duration.ofMillis(2_900));
      LedgerRig.await("the failure is noticed", () -> rig.ledger.failingFor().toSeconds() >= 2);
      var next = rig.ledger.accept(rig.message(1, null, "plaintext", "Hi"), null);
      assertThat(next.orTimeout(100, TimeUnit.MILLISECONDS).join())
          .isInstanceOf(Outcome.Busy.class);
      LedgerRig.await("four seconds", () -> System.nanoTime() - start > 4_000_000_000L);
    });
    assertThat(outcome(events.getFirst())).isInstanceOf(Outcome.Recorded.class);
    assertThat(rig.row(before).message().state()).isEqualTo(State.SENT);
    assertThat(rig.number("SELECT count(*) FROM live")).isEqualTo(1);
    assertThat(rig.number("SELECT count(*) FROM content")).isEqualTo(1);
    assertThat(rig.steps.seatsTaken.get()).isEqualTo(seats);
    assertThat(rig.steps.submissions).hasSize(1);
    NewMessage after = rig.message(1, null, "plaintext", "Hi");
    assertThat(outcome(rig.ledger.accept(after, null))).isInstanceOf(Outcome.Recorded.class);
    assertThat(rig.ledger.failingFor()).isZero();
  }
}
