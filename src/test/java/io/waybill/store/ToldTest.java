package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.message.Message;
import io.waybill.message.Receipt.Word;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is kept of callbacks beside the rows of messages. */
class ToldTest {
  private LedgerRig rig;
  private PgTellingReader reader;

  @BeforeEach
  void open() throws SQLException {
    rig = new LedgerRig(2);
    reader = new PgTellingReader(rig.database);
  }

  @AfterEach
  void close() throws SQLException {
    rig.close();
  }

  private UUID sent() {
    rig.steps.seats.incrementAndGet();
    UUID id = rig.accepted();
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, "c-" + id));
    return id;
  }

  private Event failed(int report, int attempt) {
    Instant now = rig.clock.instant();
    return new Event.Told(
        now, report, attempt, attempt > 1, new Event.Answer(false, 500, null, 5, now));
  }

  private String version(String table, UUID id) {
    return rig.text("SELECT xmin::text FROM " + table + " WHERE id = '" + id + "'");
  }

  private List<String> events(UUID id) {
    return rig.timeline(id).stream().map(e -> e.path("event").asString()).toList();
  }

  private List<Integer> dueReports() {
    List<Integer> reports =
        reader
            .due("1 http://customer.example/dlr", rig.clock.instant().plusSeconds(1), Set.of(), 100)
            .stream()
            .map(t -> t.report().number())
            .sorted()
            .toList();
    return reports;
  }

  @Test
  void aCallbackLeavesTheMessagesRowAsItIs() {
    UUID id = sent();
    String before = version("live", id);
    Message told = rig.record(id, rig.told(1));
    assertThat(told.waiting()).isEmpty();
    assertThat(version("live", id)).isEqualTo(before);
    assertThat(rig.row(id).message()).isEqualTo(told.stored(rig.row(id).message().version()));
    rig.checkTimeline(id);
    assertThat(events(id)).containsExactly("accepted", "claimed", "submitted", "callback");
  }

  @Test
  void whatIsFinalMovesAtOnceAndItsCallbacksAreKeptBesideIt() {
    UUID id = sent();
    rig.record(id, rig.told(1));
    rig.record(id, rig.receipt(Word.DELIVRD));
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.row(id).message().waiting()).hasSize(1);
    assertThat(rig.number("SELECT count(*) FROM untold")).isEqualTo(1);
    String before = version("history", id);
    rig.record(id, rig.told(2));
    assertThat(version("history", id)).isEqualTo(before);
    assertThat(rig.row(id).message().isOver()).isTrue();
    assertThat(rig.number("SELECT count(*) FROM untold")).isZero();
    rig.checkTimeline(id);
    assertThat(events(id))
        .containsExactly("accepted", "claimed", "submitted", "callback", "receipt", "callback");
  }

  @Test
  void aReportThatFailsWaitsWithItsTriesWhereverItsMessageIs() {
    UUID live = sent();
    UUID over = sent();
    rig.record(over, rig.told(1));
    rig.record(over, rig.receipt(Word.DELIVRD));
    for (int attempt = 1; attempt <= 2; attempt++) {
      rig.record(live, failed(1, attempt));
      rig.record(over, failed(2, attempt));
    }
    assertThat(rig.row(live).message().tries()).isEqualTo(2);
    assertThat(rig.row(over).message().tries()).isEqualTo(2);
    assertThat(dueReports()).containsExactly(1, 2);
    Instant now = rig.clock.instant();
    Event.Answer good = new Event.Answer(true, 200, null, 5, null);
    rig.record(live, new Event.Told(now, 1, 3, true, good));
    rig.record(over, new Event.Told(now, 2, 3, true, good));
    assertThat(dueReports()).isEmpty();
    assertThat(rig.number("SELECT count(*) FROM callback_due")).isZero();
    assertThat(rig.row(over).message().tries()).isZero();
    rig.checkTimeline(live);
    rig.checkTimeline(over);
  }

  @Test
  void whatIsAskedAgainOfHistoryIsUntoldUntilItIsTold() {
    UUID id = rig.over(Word.DELIVRD);
    var reports = rig.steps.tellings.stream().map(Steps.Telling::report).toList();
    rig.record(id, new Event.TellAgainAsked(rig.clock.instant(), reports));
    assertThat(rig.row(id).message().waiting()).hasSize(2);
    assertThat(rig.number("SELECT count(*) FROM untold")).isEqualTo(1);
    rig.record(id, rig.told(1));
    assertThat(rig.number("SELECT count(*) FROM untold")).isEqualTo(1);
    rig.record(id, rig.told(2));
    assertThat(rig.number("SELECT count(*) FROM untold")).isZero();
    rig.checkTimeline(id);
  }

  @Test
  void afterADeathJustTheReportsAreDueThatWereNotTold() throws SQLException {
    UUID toldLive = sent();
    rig.record(toldLive, rig.told(1));
    UUID untoldLive = sent();
    UUID untoldOver = sent();
    rig.record(untoldOver, rig.told(1));
    rig.record(untoldOver, rig.receipt(Word.DELIVRD));
    rig.over(Word.DELIVRD);
    UUID askedAgain = sent();
    rig.record(askedAgain, rig.told(1));
    var first =
        rig.steps.tellings.stream()
            .filter(t -> t.envelope().id().equals(askedAgain))
            .map(Steps.Telling::report)
            .toList();
    rig.record(askedAgain, new Event.TellAgainAsked(rig.clock.instant(), first));
    DueReader due = new DueReader(rig.database, rig.vault);
    assertThat(due.untold(rig.clock.instant())).isEqualTo(3);
    assertThat(dueReports()).containsExactly(1, 1, 2);
    assertThat(due.untold(rig.clock.instant())).as("asked once more").isZero();
    assertThat(
            rig.number(
                "SELECT count(*) FROM callback_due WHERE message_id = '%s'".formatted(untoldLive)))
        .isEqualTo(1);
  }

  @Test
  void rowsOfAnEarlierVersionThatAreFinalAmongTheLivingMoveWhenTheyAreTold() throws SQLException {
    rig.isEditedByHand = true;
    UUID id = sent();
    rig.record(id, rig.told(1));
    try (Connection db = rig.connect();
        Statement s = db.createStatement()) {
      s.execute("DELETE FROM told");
      s.execute(
          "UPDATE live SET state = 'DELIVERED', seq = 4, reports = 2, version = version + 1,"
              + " waiting = E'2\\tDELIVRD\\t0\\t1790000000000\\t1\\tc',"
              + " timeline = timeline || '{\"seq\":4,\"event\":\"receipt\",\"state_after\":\"delivered\"}\n'"
              + " WHERE id = '"
              + id
              + "'");
    }
    rig.record(id, rig.receipt(Word.DELIVRD));
    rig.record(id, rig.told(2));
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.row(id).message().isOver()).isTrue();
    assertThat(rig.number("SELECT count(*) FROM untold")).isZero();
    assertThat(events(id)).endsWith("receipt", "receipt", "callback");
  }

  @Test
  void linesOfEitherFormAreMergedByTheirNumbers() {
    String own = "{\"seq\":1,\"event\":\"a\"}\n3\t1000\tc\tsent\t2\t\n10\t1000\te\tsent\t2\t\n";
    String beside = "2\t1000\tb\tsent\t2\t\n9\t1000\td\tsent\t2\t\n11\t1000\tf\tsent\t2\t\n";
    List<JsonNode> entries = StoredTimeline.entries(own, beside);
    assertThat(entries.stream().map(e -> e.path("event").asString()))
        .containsExactly("a", "b", "c", "d", "e", "f");
    assertThat(StoredTimeline.entries(own, null)).hasSize(3);
  }

  @Test
  void whatIsToldIsFoundByOneStepThroughAnIndexOfItsWeekAlone() throws SQLException {
    rig.database.maintain(rig.clock.instant().plus(Duration.ofDays(7)));
    UUID id = sent();
    rig.record(id, rig.told(1));
    try (Connection db = rig.connect();
        Statement s = db.createStatement()) {
      s.execute("SET enable_seqscan = off");
      StringBuilder plan = new StringBuilder();
      try (var r =
          s.executeQuery(
              "EXPLAIN SELECT "
                  + ToldTable.ALL.replace("?", "'" + id + "'")
                  + " FROM live m WHERE m.id = '"
                  + id
                  + "'")) {
        while (r.next()) {
          plan.append(r.getString(1)).append('\n');
        }
      }
      assertThat(plan.toString().split("told_", -1)).as(plan.toString()).hasSizeLessThan(5);
      assertThat(plan.toString()).contains("Index").doesNotContain("Seq Scan");
    }
  }
}
