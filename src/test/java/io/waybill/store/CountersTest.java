package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Receipt.Word;
import io.waybill.message.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Counters say what the messages say, whatever happens to them (design 5 and 7). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountersTest {
  private LedgerRig rig;

  @BeforeAll
  void open() throws SQLException {
    rig = new LedgerRig(2);
  }

  @AfterAll
  void close() throws SQLException {
    rig.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    rig.empty();
    rig.steps.seats.set(0);
  }

  private void right() throws SQLException {
    assertThat(wrong(rig.url)).isEmpty();
  }

  static List<String> wrong(String url) throws SQLException {
    List<String> wrong = new ArrayList<>();
    try (Connection db =
            java.sql.DriverManager.getConnection(
                url, TestPostgres.user(), TestPostgres.password());
        Statement s = db.createStatement()) {
      for (String query : List.of(StoredCounters.WRONG, StoredCounters.WRONG_ERRS)) {
        try (ResultSet r = s.executeQuery(query)) {
          while (r.next()) {
            wrong.add(r.getString(1));
          }
        }
      }
    }
    return wrong;
  }

  private Stats.Overview overview() {
    Instant now = rig.clock.instant();
    return new StatsReader(rig.database, rig.clock)
        .overview(1, now.minus(Duration.ofHours(1)), now.plusSeconds(1));
  }

  @Test
  void aMessageCountsWhereItStandsNow() throws SQLException {
    UUID id = rig.accepted();
    assertThat(overview().totals().in(State.QUEUED)).isEqualTo(1);
    rig.record(id, new Event.Claimed(rig.clock.instant(), "l"));
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, "c"));
    assertThat(overview().totals().in(State.QUEUED)).isZero();
    assertThat(overview().totals().inFlight()).isEqualTo(1);
    assertThat(overview().totals().deliveryRateOfFinal()).isEqualTo(-1);
    rig.record(id, rig.receipt(Word.DELIVRD));
    Stats.Totals totals = overview().totals();
    assertThat(totals.delivered()).isEqualTo(1);
    assertThat(totals.inFlight()).isZero();
    assertThat(totals.deliveryRateOfFinal()).isEqualTo(1);
    right();
  }

  @Test
  void aCorrectionMovesTheCountAndTakesTheErrorAway() throws SQLException {
    UUID id = rig.over(Word.UNDELIV);
    assertThat(overview().errors()).containsExactly(new Stats.Err(1, 1));
    assertThat(overview().totals().failed()).isEqualTo(1);
    right();
    rig.record(id, rig.receipt(Word.DELIVRD));
    assertThat(overview().errors()).isEmpty();
    assertThat(overview().totals().delivered()).isEqualTo(1);
    right();
  }

  @Test
  void aMessageThatIsRoutedAgainCountsAtItsNewCarrierWithItsNewParts() throws SQLException {
    UUID id = rig.accepted();
    rig.record(id, new Event.Rerouted(rig.clock.instant(), "default", "other", 2, "a test"));
    assertThat(overview().carriers()).extracting(Stats.Part::name).containsExactly("other");
    assertThat(overview().totals().parts()).isEqualTo(2);
    right();
  }

  @Test
  void chanceLeavesNoCounterWrongAndRollingUpChangesNoSum() throws Exception {
    Random random = new Random(7);
    AtomicBoolean over = new AtomicBoolean();
    Instant later = rig.clock.instant().plus(Duration.ofDays(20));
    Thread roller =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                try {
                  RollUp.run(rig.database, later);
                } catch (SQLException e) {
                  throw new IllegalStateException(e);
                }
              }
            });
    for (int i = 0; i < 120; i++) {
      UUID id = rig.accepted();
      if (random.nextInt(4) == 0) {
        rig.record(id, new Event.CancelAsked(rig.clock.instant()));
      } else {
        rig.record(id, new Event.Claimed(rig.clock.instant(), "l"));
        rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, "c" + i));
        var words = Word.values();
        for (int n = random.nextInt(4); n > 0; n--) {
          rig.record(id, rig.receipt(words[random.nextInt(words.length)]));
        }
      }
    }
    over.set(true);
    roller.join();
    right();
    RollUp.run(rig.database, later);
    right();
    assertThat(rig.number("SELECT count(*) FROM counter WHERE writer <> -2")).isZero();
    assertThat(overviewOfAll(later).totals().accepted()).isEqualTo(120);
  }

  private Stats.Overview overviewOfAll(Instant now) {
    return new StatsReader(rig.database, () -> now)
        .overview(null, now.minus(Duration.ofDays(60)), now);
  }

  @Test
  void afterAnHourARowIsNoLongerKeptByWriterAndItsQuarterStays() throws SQLException {
    rig.accepted();
    int bucket = (int) rig.number("SELECT max(bucket) FROM counter WHERE writer >= 0");
    Instant now = rig.clock.instant();
    RollUp.run(rig.database, now);
    assertThat(rig.number("SELECT count(*) FROM counter WHERE writer >= 0")).isPositive();
    RollUp.run(rig.database, now.plus(Duration.ofMinutes(80)));
    assertThat(rig.number("SELECT count(*) FROM counter WHERE writer >= 0")).isZero();
    assertThat(rig.number("SELECT max(bucket) FROM counter WHERE writer = -4")).isEqualTo(bucket);
    right();
  }

  @Test
  void timesAreWrittenWhenTheLedgerCloses() throws SQLException {
    try (PgLedger another = rig.another("here:2", 1, rig.steps)) {
      var message = rig.message(1, "http://customer.example/dlr", "plaintext", "Hello");
      LedgerRig.outcome(another.accept(message, null));
      UUID id = message.envelope().id();
      Instant at = message.envelope().acceptedAt();
      LedgerRig.outcome(another.record(id, new Event.Claimed(at.plusMillis(40), "l")));
      LedgerRig.outcome(another.record(id, new Event.Taken(at.plusMillis(100), 1, 1, "c")));
      LedgerRig.outcome(
          another.record(
              id,
              new Event.ReceiptCame(
                  at.plusSeconds(3),
                  1,
                  new io.waybill.message.Receipt(Word.DELIVRD, "000", "c", "stat:DELIVRD"))));
    }
    assertThat(overview().toSent().count()).isEqualTo(1);
    assertThat(overview().toSent().p50()).isBetween(Duration.ofMillis(90), Duration.ofMillis(115));
    assertThat(overview().toDelivered().p99())
        .isBetween(Duration.ofMillis(2_700), Duration.ofMillis(3_600));
    right();
  }
}
