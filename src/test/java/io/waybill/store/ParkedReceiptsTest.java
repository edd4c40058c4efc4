package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Receipt;
import io.waybill.store.ParkedReceipts.Again;
import io.waybill.store.ParkedReceipts.Inbound;
import io.waybill.store.ParkedReceipts.Later;
import io.waybill.store.ParkedReceipts.Parked;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** How long parked receipts are tried, and how long they are kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParkedReceiptsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  private LedgerRig rig;
  private ParkedReceipts parked;

  @BeforeAll
  void open() throws SQLException {
    rig = new LedgerRig(1);
    parked = new ParkedReceipts(rig.database);
  }

  @BeforeEach
  void empty() throws SQLException {
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute("TRUNCATE receipt_parked, inbound_raw");
    }
  }

  @AfterAll
  void close() throws SQLException {
    rig.close();
  }

  private static Parked receipt(String id, Unmatched reason, Instant at) {
    Receipt receipt = new Receipt(Receipt.Word.DELIVRD, null, id, "id:" + id + "\0");
    return new Parked("default", "tele", "37255500001", receipt, reason, reason.sentence(), at);
  }

  @Test
  void whatMayMatchLaterIsTriedForFourteenDaysAndTheRestNever() throws SQLException {
    for (Unmatched reason : Unmatched.values()) {
      parked.park(List.of(receipt(reason.word(), reason, NOW)));
    }
    assertThat(parked.due(NOW, 10))
        .as("what came in a burst has its turn at once")
        .extracting(a -> a.parked().reason())
        .containsExactly(Unmatched.BURST);
    parked.unpark(parked.due(NOW, 10).stream().map(Again::id).toList());
    List<Again> due = parked.due(NOW.plusSeconds(1), 10);
    assertThat(due)
        .extracting(a -> a.parked().reason())
        .containsExactlyInAnyOrder(Unmatched.NO_MATCH, Unmatched.AMBIGUOUS, Unmatched.NOT_STORED);
    List<Duration> waits = new ArrayList<>();
    Instant now = NOW;
    for (int tries = 0; tries < 6; tries++) {
      Instant next = ParkedReceipts.next(Unmatched.NO_MATCH, tries, NOW, now);
      if (next != null) {
        waits.add(Duration.between(now, next));
        now = next;
      }
    }
    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofHours(1));
    assertThat(ParkedReceipts.next(Unmatched.NO_MATCH, 300, NOW, NOW.plus(Duration.ofDays(14))))
        .isNull();
  }

  @Test
  void manyArePutOffTogetherAndWhatAPersonHasDecidedStays() throws SQLException {
    parked.park(
        List.of(
            receipt("a", Unmatched.NO_MATCH, NOW),
            receipt("b", Unmatched.NO_MATCH, NOW),
            receipt("c", Unmatched.NO_MATCH, NOW)));
    List<Again> due = parked.due(NOW.plusSeconds(1), 10);
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute(
          "UPDATE receipt_parked SET standing = 'discarded', decided_by = 'x', decided_via = 'cli',"
              + " decided_why = '', decided_at = now(), next_try_at = NULL WHERE carrier_id = 'b'");
    }
    parked.later(
        due.stream().map(a -> new Later(a, Unmatched.AMBIGUOUS, "now ambiguous")).toList(),
        NOW.plusSeconds(1));
    parked.unpark(
        due.stream()
            .filter(a -> a.parked().receipt().carrierId().equals("b"))
            .map(Again::id)
            .toList());
    assertThat(
            rig.text(
                "SELECT string_agg(carrier_id || tries || kind, ' ' ORDER BY id) FROM receipt_parked"))
        .isEqualTo("a1ambiguous b0no_match c1ambiguous");
    assertThat(parked.unmatched()).isEqualTo(2);
  }

  @Test
  void whatIsOldIsDeletedALittleAtATime() throws SQLException {
    List<Parked> old = new ArrayList<>();
    List<Inbound> messages = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      Instant at = NOW.minus(Duration.ofDays(31)).plusSeconds(i);
      old.add(receipt("old-" + i, Unmatched.NO_ID, at));
      messages.add(new Inbound("default", "tele", "1", "2", 0, 0, at, new byte[] {65}));
    }
    old.add(receipt("young", Unmatched.NO_ID, NOW));
    parked.park(old);
    parked.keepInbound(messages);
    Instant before = NOW.minus(Duration.ofDays(30));
    assertThat(parked.purge(before, 10)).isEqualTo(20);
    assertThat(rig.number("SELECT count(*) FROM receipt_parked")).isEqualTo(16);
    assertThat(
            rig.text("SELECT min(carrier_id) FROM receipt_parked WHERE carrier_id LIKE 'old-1%'"))
        .as("the oldest go first")
        .isEqualTo("old-10");
    while (parked.purge(before, 10) > 0) {
      assertThat(rig.number("SELECT count(*) FROM receipt_parked")).isPositive();
    }
    assertThat(rig.text("SELECT carrier_id FROM receipt_parked")).isEqualTo("young");
    assertThat(rig.number("SELECT count(*) FROM inbound_raw")).isZero();
  }
}
