package io.waybill.store;

import static io.waybill.store.LedgerRig.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.State;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes, one database: only one of them may write, whatever becomes of its connections. */
class SoleOwnerTest {
  private LedgerRig rig;
  private Database others;
  private SoleOwner owner;
  private PgLedger ledger;

  @BeforeEach
  void open() throws SQLException {
    rig = new LedgerRig(1);
    others = Database.open(rig.url, TestPostgres.user(), TestPostgres.password(), 4, rig.clock);
    owner = SoleOwner.take(rig.database, "first:1");
    ledger = rig.another("first:1", 1, rig.steps, owner.fence());
  }

  @AfterEach
  void close() throws SQLException {
    ledger.close();
    owner.close();
    others.close();
    rig.close();
  }

  /** Ends the backend that keeps the others waiting, as a fail-over or a person would. */
  private void cutLock() throws SQLException {
    try (Connection eye = rig.connect();
        Statement s = eye.createStatement()) {
      s.execute(
          """
          SELECT pg_terminate_backend(pid) FROM pg_locks
          WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          """);
    }
  }

  private UUID accepted(PgLedger by) {
    NewMessage message = rig.message(1, null, "plaintext", "Hello");
    assertThat(outcome(by.accept(message, null))).isInstanceOf(Outcome.Recorded.class);
    return message.envelope().id();
  }

  private long epoch() {
    return rig.number("SELECT epoch FROM owner");
  }

  @Test
  void aLostConnectionIsReplacedAndTheWorkGoesOn() throws SQLException {
    accepted(ledger);
    assertThat(owner.keeps()).isTrue();
    cutLock();
    LedgerRig.await("the place is kept", owner::keeps);
    assertThat(owner.fence().passedTo()).isEmpty();
    assertThat(epoch()).isEqualTo(1);
    accepted(ledger);
    assertThat(rig.text("SELECT holder FROM owner")).isEqualTo("first:1");
  }

  @Test
  void whoeverLostThePlaceCommitsNothingAnyMore() throws SQLException {
    UUID id = accepted(ledger);
    cutLock();
    try (SoleOwner next = SoleOwner.take(others, "second:1");
        PgLedger its = rig.another("second:1", 1, rig.steps, next.fence())) {
      assertThat(epoch()).isEqualTo(2);
      CompletableFuture<Outcome> claim =
          ledger.record(id, new Event.Claimed(rig.clock.instant(), "link-a"));
      LedgerRig.await("it knows of the other", () -> owner.fence().passedTo().equals(next(next)));
      NewMessage late = rig.message(1, null, "plaintext", "too late");
      assertThat(outcome(ledger.accept(late, null)))
          .isInstanceOfSatisfying(
              Outcome.Busy.class, b -> assertThat(b.why()).contains("taken over"));
      assertThat(owner.keeps()).isFalse();

      UUID theirs = accepted(its);
      assertThat(outcome(its.record(id, new Event.CancelAsked(rig.clock.instant()))))
          .isInstanceOf(Outcome.Recorded.class);
      assertThat(claim).as("nothing was claimed by the first").isNotDone();
      assertThat(rig.row(id).message().state()).isEqualTo(State.CANCELLED);
      assertThat(rig.row(theirs).message().state()).isEqualTo(State.QUEUED);
      assertThat(rig.number("SELECT count(*) FROM live WHERE owner = 'first:1'")).isZero();

      long started = System.nanoTime();
      ledger.close();
      assertThat(outcome(claim)).isInstanceOf(Outcome.Busy.class);
      assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(5));
      assertThat(next.keeps()).isTrue();
    }
    assertThat(owner.keeps()).as("even when the other has gone: its epoch is over").isFalse();
  }

  private static java.util.Optional<String> next(SoleOwner next) {
    assertThat(next.fence().passedTo()).isEmpty();
    return java.util.Optional.of("second:1");
  }

  @Test
  void theNextOwnerWaitsForTheLastTransactionOfTheOneBefore() throws SQLException {
    UUID id = accepted(ledger);
    try (Connection eye = rig.connect();
        Statement s = eye.createStatement()) {
      eye.setAutoCommit(false);
      s.execute("SELECT 1 FROM live WHERE id = '" + id + "' FOR UPDATE");
      CompletableFuture<Outcome> claim =
          ledger.record(id, new Event.Claimed(rig.clock.instant(), "link-a"));
      rig.awaitStalled(1);
      cutLock();
      CompletableFuture<SoleOwner> next =
          CompletableFuture.supplyAsync(() -> {
            try {
              return SoleOwner.take(others, "second:1");
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
      rig.awaitStalled(2);
      assertThat(next).isNotDone();
      eye.rollback();
      assertThat(outcome(claim)).isInstanceOf(Outcome.Recorded.class);
      try (SoleOwner taken = next.orTimeout(20, TimeUnit.SECONDS).join()) {
        assertThat(taken.keeps()).isTrue();
        assertThat(rig.row(id).message().state())
            .as("committed before the other began, so it sees it")
            .isEqualTo(State.SUBMITTING);
      }
    }
  }
}
