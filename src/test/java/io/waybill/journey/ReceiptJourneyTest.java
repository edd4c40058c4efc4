package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import io.waybill.store.StoredTimeline;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptJourneyTest {
  private static final String TO = "+37251234501";

  @TempDir private Path directory;

  @Test
  void aReceiptThatComesBeforeTheSubmitAnswerFindsItsMessage() {
    try (World world = World.start(directory)) {
      world.operator.does(
          _ -> Plan.accepted(Receipt.early("DELIVRD", 0)).answeredAfter(Duration.ofMillis(300)));
      String id = world.send(TO, "faster than light");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      Await.until(
          "nothing is parked any more",
          () -> world.site.count("SELECT count(*) FROM receipt_parked") == 0);
      world.isInOrder();
    }
  }

  @Test
  void aLateDeliveryCorrectsAnExpiryAndItsRepetitionsChangeNothing() {
    try (World world = World.start(directory)) {
      world.operator.does(
          _ -> Plan.accepted(after(20, "EXPIRED"), after(400, "DELIVRD"), after(500, "DELIVRD")));
      String id = world.send(TO, "first this, then that");
      Await.until("all receipts are in", () -> world.events(id, "receipt").size() == 3);
      world.awaits(id, "delivered", "ACK 0", "EXPIRED 2", "DELIVRD 0");
      assertThat(world.events(id, "receipt").get(1).path("corrected").asBoolean()).isTrue();
      assertThat(world.events(id, "receipt").get(2).path("late").asBoolean()).isTrue();
      assertThat(world.api().metric("waybill_lifecycle_total{what=\"corrected\"}")).isEqualTo(1);
      world.isInOrder();
    }
  }

  @Test
  void correctionsHoldToTheOrderEvenWhenAllReceiptsComeAtOnce() {
    try (World world = World.start(directory)) {
      world.operator.does(_ ->
          Plan.accepted(
              after(20, "ACCEPTD"),
              after(20, "EXPIRED"),
              after(20, "DELIVRD"),
              after(20, "DELIVRD")));
      for (int i = 0; i < 20; i++) {
        world.send("+372512346" + (10 + i), "all at once " + i);
      }
      Await.until(
          "all receipts are acknowledged",
          () -> world.operator.simulator().receiptsAcknowledged() == 80);
      Await.until("all are over", () -> world.site.count(StoredTimeline.OVER) == 20);
      assertThat(world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'"))
          .isEqualTo(20);
      assertThat(world.customer.messages())
          .allSatisfy(
              id -> assertThat(world.customer.words(id)).startsWith("ACK 0").endsWith("DELIVRD 0"));
      world.isInOrder();
    }
  }

  @Test
  void nothingTakesADeliveryAway() {
    try (World world = World.start(directory)) {
      world.operator.does(
          _ -> Plan.accepted(after(20, "DELIVRD"), after(300, "EXPIRED"), after(400, "UNDELIV")));
      String id = world.send(TO, "it is there");
      Await.until("all receipts are in", () -> world.events(id, "receipt").size() == 3);
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      world.isInOrder();
    }
  }

  @Test
  void aReceiptMayWriteInHexadecimalWhatTheAnswerWroteInDecimal() {
    Options ids = Options.defaults().withFirstId(3_000_000_017L);
    try (World world =
        World.start(directory, ids, port -> Site.link(Site.LINK, port, 100, 0, 60))) {
      world.operator.does(
          _ -> Plan.accepted(after(50, "DELIVRD").altered(m -> named(m, "B2D05E11"))));
      String id = world.send(TO, "sixteen fingers");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.api().message(id).path("parts").path(0).path("carrier_id").asString())
          .isEqualTo("3000000017");
      world.isInOrder();
    }
  }

  @Test
  void aReceiptForAnUnknownIdIsParkedAndAcknowledged() {
    try (World world = World.start(directory)) {
      world.operator.does(_ -> Plan.accepted(after(20, "DELIVRD").altered(m -> named(m, "no-1"))));
      String id = world.send(TO, "whose is it");
      Await.until(
          "the receipt is acknowledged",
          () -> world.operator.simulator().receiptsAcknowledged() == 1);
      assertThat(
              world.site.count(
                  "SELECT count(*) FROM receipt_parked WHERE carrier_id = 'no-1'"
                      + " AND word = 'DELIVRD' AND source = '37251234501'"))
          .isEqualTo(1);
      world.awaits(id, "sent", "ACK 0");
      world.isInOrder();
    }
  }

  @Test
  void aReceiptFromAnotherNumberDoesNotTouchTheMessageWithItsId() {
    try (World world = World.start(directory)) {
      world.operator.does(_ ->
          Plan.accepted(
              after(20, "UNDELIV").altered(m -> m.toBuilder().source(1, 1, "37259999999").build()),
              after(200, "DELIVRD")));
      String id = world.send(TO, "mine");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.site.count("SELECT count(*) FROM receipt_parked")).isEqualTo(1);
      world.isInOrder();
    }
  }

  private static Receipt after(long millis, String stat) {
    return Receipt.after(Duration.ofMillis(millis), stat, 0);
  }

  /// The receipt as if it were about the message with this id.
  private static ShortMessage named(ShortMessage receipt, String id) {
    String text = receipt.payload().asLatin1().replaceFirst("id:\\S+", "id:" + id);
    return receipt.toBuilder()
        .text(Octets.ofLatin1(text))
        .tlvs(Tlv.ofString(Tag.RECEIPTED_MESSAGE_ID, id))
        .build();
  }
}
