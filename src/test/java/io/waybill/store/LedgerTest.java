package io.waybill.store;

import static io.waybill.store.LedgerRig.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Effect;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Message;
import io.waybill.message.Receipt.Word;
import io.waybill.message.State;
import io.waybill.message.Status;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the ledger stores, on real PostgreSQL. */
class LedgerTest {
  private static final String SECRET = "The code is Zauberwort, \t \\ 'quoted' 🙂\nsecond line";
  private LedgerRig rig;

  @BeforeEach
  void open() throws SQLException {
    rig = new LedgerRig(2);
  }

  @AfterEach
  void close() throws SQLException {
    rig.close();
  }

  @Test
  void aMessageIsClaimedInItsAcceptingCommitWhereALinkHasRoom() {
    rig.steps.seats.set(1);
    UUID first = rig.accepted();
    UUID second = rig.accepted();
    assertThat(rig.row(first).message().state()).isEqualTo(State.SUBMITTING);
    assertThat(rig.row(first).message().link()).isEqualTo("link-a");
    assertThat(rig.text("SELECT owner FROM live WHERE id = '" + first + "'")).isEqualTo("here:1");
    assertThat(rig.row(second).message().state()).isEqualTo(State.QUEUED);
    LedgerRig.await("the effects", () -> !rig.steps.queued.isEmpty());
    assertThat(rig.steps.submissions)
        .singleElement()
        .satisfies(s -> {
          assertThat(s.envelope().id()).isEqualTo(first);
          assertThat(s.text()).isEqualTo("Hello");
        });
    assertThat(rig.steps.queued).contains("default");
    rig.checkTimeline(first);
    rig.checkTimeline(second);
  }

  @Test
  void whatIsStoredIsReadAsItWasDecided() {
    rig.steps.seats.set(3);
    NewMessage message = rig.message(3, "http://c.example/x", "plaintext", "Hello");
    UUID id = message.envelope().id();
    outcome(rig.ledger.accept(message, null));
    Message last = rig.record(id, new Event.Taken(rig.clock.instant(), 2, 1, "odd\tid%0A\n:\\"));
    assertThat(rig.row(id).envelope()).isEqualTo(message.envelope());
    assertThat(rig.row(id).message()).isEqualTo(last);
    assertThat(rig.row(id).changedAt()).isEqualTo(message.envelope().acceptedAt());
  }

  @Test
  void onlyIdsThatExistFindAMessage() {
    UUID id = rig.accepted();
    PgMessageReader reader = new PgMessageReader(rig.database, rig.vault, rig.clock);
    assertThat(reader.find(1, id)).hasSize(1);
    assertThat(reader.find(1, Ids.omniOf(id))).hasSize(1);
    for (int place = 2; place <= Ids.CHAIN_MAX; place++) {
      assertThat(reader.find(1, Ids.message(Ids.omniOf(id), place))).as("place " + place).isEmpty();
    }
  }

  @Test
  void anEventOfAnUnknownMessageFindsNothing() {
    assertThat(outcome(rig.ledger.record(UUID.randomUUID(), rig.told(1))))
        .isEqualTo(new Outcome.NotFound());
  }

  @Test
  void anEventThatChangesNothingWritesNothing() {
    UUID id = rig.accepted();
    String before = rig.text("SELECT xmin::text FROM live WHERE id = '" + id + "'");
    Outcome outcome = outcome(rig.ledger.record(id, rig.told(1)));
    assertThat(outcome)
        .isInstanceOfSatisfying(Outcome.Recorded.class, r -> assertThat(r.changed()).isFalse());
    assertThat(rig.text("SELECT xmin::text FROM live WHERE id = '" + id + "'")).isEqualTo(before);
  }

  @Test
  void aReportWithoutRoomInMemoryWaitsInARow() {
    rig.steps.seats.set(1);
    rig.steps.roomToTell = false;
    UUID id = rig.accepted();
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, "c1"));
    assertThat(rig.text("SELECT endpoint || ' ' || report || ' ' || attempt FROM callback_due"))
        .isEqualTo("1 http://customer.example/dlr 1 1");
    assertThat(rig.steps.tellings).isEmpty();
    rig.steps.roomToTell = true;
    rig.record(id, rig.receipt(Word.DELIVRD));
    rig.record(
        id,
        new Event.Told(
            rig.clock.instant(), 1, 1, true, new Event.Answer(true, 200, null, 5, null)));
    assertThat(rig.number("SELECT count(*) FROM callback_due")).isZero();
    assertThat(rig.steps.tellings)
        .singleElement()
        .satisfies(t -> assertThat(t.report().status()).isEqualTo(Status.DELIVRD));
  }

  @Test
  void whatIsOverAndToldMovesToHistoryWithoutItsNumber() {
    UUID id = rig.over(Word.DELIVRD);
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.text("SELECT recipient_masked FROM history")).isEqualTo("+372******01");
    assertThat(rig.text("SELECT row_to_json(h)::text FROM history h"))
        .doesNotContain("37255500001");
    rig.checkTimeline(id);
  }

  @Test
  void aLateReceiptThatMovesNothingIsAddedToHistoryInPlace() {
    UUID id = rig.over(Word.DELIVRD);
    Message after = rig.record(id, rig.receipt(Word.UNDELIV));
    assertThat(after.state()).isEqualTo(State.DELIVERED);
    assertThat(rig.live(id)).isNull();
    rig.checkTimeline(id);
    assertThat(rig.timeline(id).getLast().path("late").asBoolean()).isTrue();
    assertThat(rig.row(id).message().seq()).isEqualTo(after.seq());
    assertThat(rig.steps.counted).contains(Effect.What.RECEIPT_LATE);
  }

  @Test
  void aCorrectionIsToldUnderTheFullNumberAndStaysInHistory() {
    UUID id = rig.over(Word.EXPIRED);
    rig.record(id, rig.receipt(Word.DELIVRD));
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.text("SELECT recipient FROM untold")).isEqualTo("+37255500001");
    LedgerRig.await("the telling", () -> rig.steps.tellings.size() == 3);
    assertThat(rig.steps.tellings)
        .allSatisfy(t -> assertThat(t.envelope().recipient()).isEqualTo("+37255500001"));
    rig.checkTimeline(id);
    Message over = rig.record(id, rig.told(3));
    assertThat(over.isOver()).isTrue();
    assertThat(rig.row(id).message().state()).isEqualTo(State.DELIVERED);
    assertThat(rig.number("SELECT count(*) FROM untold")).isZero();
    assertThat(rig.text("SELECT recipient_masked FROM history")).isEqualTo("+372******01");
    rig.checkTimeline(id);
  }

  @Test
  void theAnswerUnderAnIdempotencyKeyIsStoredWithTheMessage() {
    var reader = new PgMessageReader(rig.database, rig.vault, rig.clock);
    NewMessage message = rig.message(1, null, "plaintext", "Hello");
    String body = "{\"id\":\"" + message.envelope().id() + "\",\"tab\":\"\\t\"}";
    assertThat(reader.kept("key POST /x", "k\t1")).isEmpty();
    outcome(rig.ledger.accept(message, new Ledger.Once("key POST /x", "k\t1", "ab12", 201, body)));
    assertThat(reader.kept("key POST /x", "k\t1"))
        .contains(new MessageReader.Kept("ab12", 201, body));
    assertThat(reader.kept("key POST /y", "k\t1")).isEmpty();
    assertThat(reader.kept("key POST /x", "k\t2")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nostore", "sha256"})
  void aTextThatIsNotToBeKeptStandsOnlyUnreadablyWhileItWaits(String textStore)
      throws SQLException, GeneralSecurityException {
    NewMessage message = rig.message(1, null, textStore, SECRET);
    UUID id = message.envelope().id();
    outcome(rig.ledger.accept(message, null));
    String dump =
        rig.text("SELECT row_to_json(l)::text FROM live l")
            + rig.text("SELECT row_to_json(c)::text FROM content c");
    assertThat(dump).doesNotContain("Zauberwort").doesNotContain("second line");
    assertThat(dump)
        .doesNotContain(
            HexFormat.of()
                .formatHex("Zauberwort".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    try (Connection db = rig.connect();
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery("SELECT sealed_text FROM live WHERE id = '" + id + "'")) {
      r.next();
      assertThat(rig.vault.unseal(r.getBytes(1))).isEqualTo(SECRET);
    }
    String hmac = HexFormat.of().formatHex(rig.vault.hmac(SECRET));
    assertThat(rig.text("SELECT coalesce(encode(body_hmac, 'hex'), 'none') FROM content"))
        .isEqualTo(textStore.equals("sha256") ? hmac : "none");
    assertThat(new DueReader(rig.database, rig.vault).one(id).getFirst().text()).isEqualTo(SECRET);
    rig.record(id, new Event.CancelAsked(rig.clock.instant()));
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.text("SELECT coalesce(body, 'gone') FROM content")).isEqualTo("gone");
  }

  @Test
  void aPlainTextIsKeptAsItIs() {
    NewMessage message = rig.message(1, null, "plaintext", SECRET);
    outcome(rig.ledger.accept(message, null));
    assertThat(rig.text("SELECT body FROM content")).isEqualTo(SECRET);
    assertThat(rig.text("SELECT coalesce(sealed_text::text, 'none') FROM live")).isEqualTo("none");
  }
}
