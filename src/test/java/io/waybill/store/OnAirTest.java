package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Receipt.Word;
import io.waybill.routing.Notation;
import io.waybill.store.OnAir.Asked;
import io.waybill.store.OnAir.Candidate;
import io.waybill.store.OnAir.Match;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which message a carrier's receipt is about (design 9). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OnAirTest {
  private static final String RECIPIENT = "37255500001";
  private LedgerRig rig;
  private OnAir onAir;

  @BeforeAll
  void open() throws SQLException {
    rig = new LedgerRig(1);
    rig.steps.seats.set(Integer.MAX_VALUE);
  }

  @BeforeEach
  void empty() throws SQLException {
    rig.empty();
    onAir = new OnAir(rig.database, rig.vault, new Notations(Notation.AUTO), rig.clock);
  }

  @AfterAll
  void close() throws SQLException {
    rig.close();
  }

  /** The first message goes to RECIPIENT, the next to 37255500002 and so on. */
  private UUID submittedAs(String carrierId) {
    UUID id = rig.accepted();
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, carrierId));
    return id;
  }

  private Match find(String carrierId, String source) throws SQLException {
    return onAir.find(List.of(new Asked("default", carrierId, source))).getFirst();
  }

  private static Match one(UUID id) {
    return new Match.One(new Candidate(id, 1));
  }

  private static String why(Match match) {
    return match instanceof Match.None(var why) ? why.word() : "it matched " + match;
  }

  @ParameterizedTest
  @CsvSource({
    "A1b2, A1b2",
    "A1b2, a1B2",
    "000123, 123",
    "123, 00123",
    "deadbeef, 3735928559",
    "3735928559, DEADBEEF",
    "3735928559, 00deadBEEF",
    "1234567890123456789012345," + " 1234567890123456789012345",
    "id:with/odd-signs, ID:with/odd-signs"
  })
  void anIdIsFoundHoweverTheReceiptWritesIt(String answered, String received) throws SQLException {
    UUID id = submittedAs(answered);
    assertThat(find(received, RECIPIENT)).isEqualTo(one(id));
  }

  @ParameterizedTest
  @CsvSource({"37255500001", "+37255500001", "0037255500001", "55500001", "055500001"})
  void theRecipientMayBeWrittenNationally(String source) throws SQLException {
    UUID id = submittedAs("x1");
    assertThat(find("x1", source)).isEqualTo(one(id));
  }

  @ParameterizedTest
  @CsvSource({"37255500002", "5500001", "37155500001", "500001"})
  void anotherRecipientsIdIsRefused(String source) throws SQLException {
    submittedAs("x1");
    assertThat(why(find("x1", source))).isEqualTo("no_match");
  }

  @ParameterizedTest
  @CsvSource({"''", "Info", "+", "000"})
  void anIdWithoutANumberIsNotBelieved(String source) throws SQLException {
    submittedAs("x1");
    assertThat(why(find("x1", source))).isEqualTo("no_number");
  }

  @Test
  void aNumberWithoutAnIdIsNotLookedFor() throws SQLException {
    submittedAs("x1");
    assertThat(why(find(" ", RECIPIENT))).isEqualTo("no_id");
  }

  @Test
  void anIdThatNobodyHasAndAnotherCarriersIdAreRefused() throws SQLException {
    submittedAs("x1");
    assertThat(why(find("x2", RECIPIENT))).isEqualTo("no_match");
    assertThat(onAir.find(List.of(new Asked("other", "x1", RECIPIENT))))
        .singleElement()
        .isInstanceOf(Match.None.class);
  }

  @Test
  void theExactIdIsPreferredToOneInTheOtherNotation() throws SQLException {
    UUID first = submittedAs("10");
    air(submittedAs("16"), "16");
    assertThat(find("10", RECIPIENT)).isEqualTo(one(first));
  }

  @Test
  void whereTheIdIsReusedTheOneThatIsNotFinalWins() throws SQLException {
    UUID old = submittedAs("7");
    UUID fresh = submittedAs("8");
    air(fresh, "7");
    assertThat(why(find("7", RECIPIENT))).isEqualTo("ambiguous");
    rig.record(old, rig.receipt(Word.DELIVRD));
    assertThat(find("7", RECIPIENT)).isEqualTo(one(fresh));
    rig.record(old, rig.told(1));
    rig.record(old, rig.told(2));
    assertThat(rig.row(old).isLive()).isFalse();
    assertThat(find("7", RECIPIENT)).isEqualTo(one(fresh));
    rig.record(fresh, rig.receipt(Word.DELIVRD));
    assertThat(why(find("7", RECIPIENT))).isEqualTo("ambiguous");
  }

  @Test
  void aSecondReceiptForWhatIsOverIsStillFound() throws SQLException {
    UUID id = rig.over(Word.EXPIRED);
    assertThat(find("c-" + id, RECIPIENT)).isEqualTo(one(id));
  }

  /** Lets an id of the first recipient stand for another message as well. */
  private void air(UUID id, String carrierId) throws SQLException {
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute(
          ("INSERT INTO on_air SELECT day, carrier, '%s', '%s', '%s', 1, recipient_hash,"
                  + " national_hash FROM on_air WHERE recipient_hash = %d LIMIT 1")
              .formatted(
                  CarrierIds.form(carrierId), carrierId, id, rig.vault.numberHash(RECIPIENT)));
    }
  }

  @ParameterizedTest
  @CsvSource({"8, true", "14, true", "15, false"})
  void aReceiptFindsItsMessageForFourteenDays(int days, boolean found) throws SQLException {
    UUID id = submittedAs("late-1");
    var day = NewRows.day(rig.clock.instant()).minusDays(days);
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute(
          "CREATE TABLE IF NOT EXISTS on_air_back_%1$d PARTITION OF on_air FOR VALUES FROM ('%2$s') TO ('%3$s')"
              .formatted(days, day, day.plusDays(1)));
      s.execute("UPDATE on_air SET day = '" + day + "'");
    }
    assertThat(find("late-1", RECIPIENT))
        .isEqualTo(found ? one(id) : new Match.None(Unmatched.NO_MATCH));
  }

  @Test
  void aBatchWithMoreCandidatesThanAreReadAtOnceLosesNone() throws SQLException {
    UUID first = submittedAs("many-1");
    UUID second = submittedAs("many-2");
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute(
          "INSERT INTO on_air SELECT day, carrier, 'many-3', 'many-3', gen_random_uuid(), 1,"
              + " recipient_hash, national_hash FROM on_air, generate_series(1, 20000)"
              + " WHERE carrier_id = 'many-1'");
    }
    assertThat(
            onAir.find(
                List.of(
                    new Asked("default", "many-1", RECIPIENT),
                    new Asked("default", "many-3", RECIPIENT),
                    new Asked("default", "many-2", "37255500002"))))
        .containsExactly(one(first), new Match.None(Unmatched.AMBIGUOUS), one(second));
  }

  @Test
  void manyAreAnsweredInTheOrderAsked() throws SQLException {
    UUID first = submittedAs("aa");
    UUID second = submittedAs("bb");
    assertThat(
            onAir.find(
                List.of(
                    new Asked("default", "bb", "37255500002"),
                    new Asked("default", "zz", "37255500002"),
                    new Asked("default", "aa", RECIPIENT))))
        .containsExactly(one(second), new Match.None(Unmatched.NO_MATCH), one(first));
  }

  @Test
  void whatWasHeardAMomentAgoIsKnownBeforeItsCommit() {
    UUID id = UUID.randomUUID();
    onAir.heard("default", "00AB", id, 1, "+37255500001");
    assertThat(onAir.recent(new Asked("default", "ab", RECIPIENT))).isEqualTo(one(id));
    assertThat(onAir.recent(new Asked("default", "AB", "55500001"))).isEqualTo(one(id));
    assertThat(onAir.recent(new Asked("default", "ab", "37255500002")))
        .isInstanceOf(Match.None.class);
    assertThat(onAir.recent(new Asked("other", "ab", RECIPIENT))).isInstanceOf(Match.None.class);
    assertThat(onAir.recent(new Asked("default", "171", RECIPIENT))).isEqualTo(one(id));
  }

  @Test
  void memoryPrefersTheNotationInWhichTheIdWasWritten() {
    UUID exact = UUID.randomUUID();
    onAir.heard("default", "ab", UUID.randomUUID(), 1, "+37255500001");
    onAir.heard("default", "171", exact, 1, "+37255500001");
    assertThat(onAir.recent(new Asked("default", "171", RECIPIENT))).isEqualTo(one(exact));
  }

  @Test
  void memoryAloneDoesNotDecideBetweenTwo() {
    onAir.heard("default", "ab", UUID.randomUUID(), 1, "+37255500001");
    onAir.heard("default", "AB", UUID.randomUUID(), 1, "+37255500001");
    assertThat(onAir.recent(new Asked("default", "ab", RECIPIENT))).isInstanceOf(Match.None.class);
  }

  private boolean isKnown(Asked asked) {
    try {
      return onAir.known(List.of(asked)) == 1;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void howManyAreKnownCountsWhatIsStoredAndWhatIsOnlyRemembered() throws SQLException {
    submittedAs("x1");
    onAir.heard("default", "y1", new UUID(1, 1), 1, "+37255500009");
    List<Asked> asked =
        List.of(
            new Asked("default", "X1", RECIPIENT),
            new Asked("default", "y1", "37255500009"),
            new Asked("default", "x1", "37255500009"),
            new Asked("other", "x1", RECIPIENT),
            new Asked("default", "z1", RECIPIENT),
            new Asked("default", "", RECIPIENT));
    assertThat(asked.stream().map(this::isKnown))
        .containsExactly(true, true, false, false, false, false);
    assertThat(onAir.known(asked)).isEqualTo(2);
    assertThat(onAir.known(List.of())).isZero();
  }
}
