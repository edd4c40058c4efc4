package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.ops.Metrics;
import io.waybill.routing.Notation;
import io.waybill.store.LearnedNotations.Learned;
import io.waybill.store.OnAir.Asked;
import io.waybill.store.OnAir.Candidate;
import io.waybill.store.OnAir.Match;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the notation of a carrier's ids is obeyed and learned (design 9). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotationsTest {
  private static final String RECIPIENT = "37255500001";
  private static final Audit.By BY = new Audit.By("tester", "cli");

  private final Map<String, Notation> set = new ConcurrentHashMap<>();
  private LedgerRig rig;
  private LearnedNotations table;
  private Notations notations;
  private OnAir onAir;

  @BeforeAll
  void open() throws SQLException {
    rig = new LedgerRig(1);
    rig.steps.seats.set(Integer.MAX_VALUE);
    table = new LearnedNotations(rig.database);
  }

  @BeforeEach
  void begin() throws SQLException {
    rig.empty();
    table.forget("default", BY);
    set.clear();
    restart();
  }

  @AfterEach
  void end() {
    notations.close();
  }

  @AfterAll
  void close() throws SQLException {
    rig.close();
  }

  private void restart() throws SQLException {
    if (notations != null) {
      notations.close();
    }
    notations =
        new Notations(c -> set.getOrDefault(c, Notation.AUTO), table, rig.clock, new Metrics());
    notations.start();
    onAir = new OnAir(rig.database, rig.vault, notations, rig.clock);
  }

  private UUID submittedAs(String carrierId) {
    UUID id = rig.accepted();
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, carrierId));
    return id;
  }

  private Match find(String carrierId) throws SQLException {
    return onAir.find(List.of(new Asked("default", carrierId, RECIPIENT))).getFirst();
  }

  private static Match one(UUID id) {
    return new Match.One(new Candidate(id, 1));
  }

  private static final Match NONE = new Match.None(Unmatched.NO_MATCH);

  @ParameterizedTest
  @CsvSource({
    "EXACT, 20000000001, 20000000001, true",
    "EXACT, 20000000001, 4a817c801, false",
    "DEC, 000123, 123, true",
    "DEC, 123, 7b, false",
    "HEX, 00aB, ab, true",
    "HEX, ab, 171, false",
    "RESP_HEX_RECEIPT_DEC, 4A817C801, 20000000001, true",
    "RESP_HEX_RECEIPT_DEC, 20000000001, 20000000001, false",
    "RESP_HEX_RECEIPT_DEC, uuid-1, UUID-1, true",
    "RESP_DEC_RECEIPT_HEX, 20000000001, 004A817C801, true",
    "RESP_DEC_RECEIPT_HEX, 4a817c801, 4A817C801, false",
    "RESP_DEC_RECEIPT_HEX, 1234567890123456789012345, 1056e0f36a6443de2df79, true"
  })
  void aNotationThatIsSetIsTheOnlyOneThatIsTried(
      Notation notation, String answered, String received, boolean found) throws SQLException {
    set.put("default", notation);
    UUID id = submittedAs(answered);
    assertThat(find(received)).isEqualTo(found ? one(id) : NONE);
    onAir.heard("default", answered, id, 1, "+" + RECIPIENT);
    assertThat(onAir.recent(new Asked("default", received, RECIPIENT)))
        .as("memory agrees with the ledger")
        .isEqualTo(found ? one(id) : NONE);
  }

  @Test
  void aChangeOfTheSettingHoldsForTheNextReceipt() throws SQLException {
    set.put("default", Notation.EXACT);
    UUID id = submittedAs("20000000001");
    assertThat(find("4A817C801")).isEqualTo(NONE);
    set.put("default", Notation.RESP_DEC_RECEIPT_HEX);
    assertThat(find("4A817C801")).isEqualTo(one(id));
  }

  private void matches(int times, long from, int answeredRadix, int receivedRadix) {
    for (long n = from; n < from + times; n++) {
      notations.matched(
          "default", Long.toString(n, answeredRadix), Long.toString(n, receivedRadix));
    }
  }

  private Notation first() {
    return notations.of("default").first();
  }

  @Test
  void twentyMatchesInARowFixItAndItOutlivesARestart() throws SQLException {
    matches(19, 20_000_000_000L, 10, 16);
    assertThat(first()).isEqualTo(Notation.AUTO);
    matches(1, 30_000_000_000L, 10, 16);
    assertThat(first()).isEqualTo(Notation.RESP_DEC_RECEIPT_HEX);
    restart();
    assertThat(first()).isEqualTo(Notation.RESP_DEC_RECEIPT_HEX);
    assertThat(table.learned("default"))
        .map(Learned::notation)
        .contains(Notation.RESP_DEC_RECEIPT_HEX);
    assertThat(table.learned("other")).isEmpty();
  }

  @Test
  void idsThatReadAlikeAndRepetitionsProveNothing() {
    for (int i = 0; i < 100; i++) {
      notations.matched("default", Integer.toString(i % 10), Integer.toString(i % 10));
      notations.matched("default", "20000000001", "4a817c801");
    }
    assertThat(first()).isEqualTo(Notation.AUTO);
    matches(10, 20_000_000_000L, 10, 16);
    matches(1, 40_000_000_000L, 10, 10);
    matches(19, 50_000_000_000L, 10, 16);
    assertThat(first()).as("twenty in a row").isEqualTo(Notation.AUTO);
    matches(1, 60_000_000_000L, 10, 16);
    assertThat(first()).isEqualTo(Notation.RESP_DEC_RECEIPT_HEX);
  }

  @Test
  void whatWasFixedWronglyLosesNoReceiptAndIsUnlearned() throws SQLException {
    matches(20, 20_000_000_000L, 10, 10);
    assertThat(first()).isEqualTo(Notation.EXACT);
    for (int i = 1; i <= Notations.UNFIXED_AFTER; i++) {
      long number = 70_000_000_000L + i;
      UUID id = submittedAs(Long.toString(number));
      String recipient = rig.text("SELECT recipient FROM live WHERE id = '" + id + "'");
      assertThat(onAir.find(List.of(new Asked("default", Long.toHexString(number), recipient))))
          .containsExactly(one(id));
      assertThat(first()).isEqualTo(i < Notations.UNFIXED_AFTER ? Notation.EXACT : Notation.AUTO);
    }
    restart();
    assertThat(first()).isEqualTo(Notation.AUTO);
  }

  @Test
  void aFewAgainstItAreForgivenAfterManyForIt() {
    matches(20, 20_000_000_000L, 10, 10);
    matches(Notations.UNFIXED_AFTER - 1, 30_000_000_000L, 10, 16);
    matches(Notations.FORGIVEN_AFTER, 40_000_000_000L, 10, 10);
    matches(Notations.UNFIXED_AFTER - 1, 50_000_000_000L, 10, 16);
    assertThat(first()).isEqualTo(Notation.EXACT);
    matches(1, 60_000_000_000L, 10, 16);
    assertThat(first()).isEqualTo(Notation.AUTO);
  }

  @Test
  void itsOwnReadingGoesBeforeTheOthers() throws SQLException {
    UUID alike = submittedAs("10000");
    UUID meant = submittedAs("65536");
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute("UPDATE on_air SET recipient_hash = " + rig.vault.numberHash(RECIPIENT));
    }
    assertThat(find("10000")).isEqualTo(one(alike));
    matches(20, 20_000_000_000L, 10, 16);
    assertThat(find("10000")).isEqualTo(one(meant));
    onAir.heard("default", "10000", alike, 1, "+" + RECIPIENT);
    assertThat(onAir.recent(new Asked("default", "10000", RECIPIENT)))
        .as("memory leaves it to the ledger")
        .isEqualTo(NONE);
  }

  @Test
  void whatIsForgottenByCommandIsForgottenByTheRunningProcess() throws SQLException {
    matches(20, 20_000_000_000L, 10, 16);
    LedgerRig.await("it is stored", this::isStored);
    notations.refresh();
    assertThat(first()).isEqualTo(Notation.RESP_DEC_RECEIPT_HEX);
    long before = rig.number("SELECT n FROM config_change");
    assertThat(table.forget("default", BY)).isTrue();
    assertThat(table.forget("default", BY)).isFalse();
    assertThat(rig.number("SELECT n FROM config_change")).isEqualTo(before + 1);
    notations.refresh();
    assertThat(first()).isEqualTo(Notation.AUTO);
    assertThat(
            rig.text(
                "SELECT actor || via || action || name FROM audit_log ORDER BY id DESC LIMIT 1"))
        .isEqualTo("testercliforgetdefault");
  }

  private boolean isStored() {
    return rig.number("SELECT count(*) FROM carrier_notation") == 1;
  }
}
