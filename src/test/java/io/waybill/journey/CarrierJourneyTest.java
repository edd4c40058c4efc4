package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.smpp.Status;
import io.waybill.smpp.Tag;
import io.waybill.store.ConfigStore.LinkRow;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Carriers that are set otherwise than usual, and changed while messages are under way. */
class CarrierJourneyTest {
  private static final String TO = "+37251234501";
  private static final String ALSO_TO = "+37251234502";

  @TempDir private Path directory;

  private static Carrier carrier(Map<String, Object> fields) {
    try {
      return Carrier.read(Carrier.DEFAULT, fields);
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  private World with(Map<String, Object> fields) {
    World world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60));
    world.site.admin(admin -> admin.putCarrier(carrier(fields)));
    world.startServer();
    Await.until("the link is bound", () -> world.operator.simulator().binds() > 0);
    return world;
  }

  @Test
  void aTextThatTheCarrierTakesWholeIsOneSubmitAndItsReceiptIsThatOfAllParts() {
    try (World world = with(Map.of("dialect", Map.of("long_text", "payload")))) {
      String id = world.send(TO, "a".repeat(400));
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.arrivals(TO))
          .singleElement()
          .satisfies(a -> {
            assertThat(a.message().text().isEmpty()).isTrue();
            assertThat(a.message().tlv(Tag.MESSAGE_PAYLOAD).orElseThrow().value().length())
                .isEqualTo(400);
          });
      assertThat(world.events(id, "submitted")).hasSize(3);
      assertThat(world.events(id, "receipt")).hasSize(1);
      assertThat(world.site.count("SELECT count(*) FROM on_air")).isEqualTo(1);
      world.operator.does(submit ->
          submit.timesSeen() == 1
              ? Plan.refused(Status.ESME_RSYSERR)
              : Plan.accepted(Receipt.after(Operator.SOON, "UNDELIV", 1)));
      String again = world.send(ALSO_TO, "b".repeat(200));
      world.awaits(again, "undelivered", "ACK 0", "UNDELIV 1");
      assertThat(world.operator.arrivals(ALSO_TO)).hasSize(2);
      world.isInOrder();
    }
  }

  @Test
  void aCarrierThatThrottlesIsSentLessAndLosesNothing() {
    try (World world = with(Map.of())) {
      world.operator.does(submit ->
          submit.timesSeen() == 1
              ? Plan.refused(submit.number() % 2 == 0 ? 0x58 : 0x14)
              : Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0)));
      String first = world.send(TO, "slowly");
      String second = world.send(ALSO_TO, "slowly too");
      Await.until(
          "the link is slowed down",
          () -> world.api().metric("waybill_link_slowed_to{link=\"tele\"}") > 0);
      world.awaits(first, "delivered", "ACK 0", "DELIVRD 0");
      world.awaits(second, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.events(first, "put_off")).hasSize(1);
      Await.until(
          "it has recovered",
          () -> world.api().metric("waybill_link_slowed_to{link=\"tele\"}") == 0);
      world.isInOrder();
    }
  }

  @Test
  void aCarriersRulesDecideWhatAnAnswerMeans() {
    Map<String, Object> answers = Map.of("0x0B", "retry", "0x58", "refuse", "0x45", "reroute");
    try (World world = with(Map.of("answers", answers))) {
      world.operator.does(submit ->
          switch (submit.message().dest().substring(10)) {
            case "1" ->
                submit.timesSeen() == 1
                    ? Plan.refused(Status.ESME_RINVDSTADR)
                    : Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0));
            case "2" -> Plan.refused(Status.ESME_RTHROTTLED);
            default -> Plan.refused(Status.ESME_RSUBMITFAIL);
          });
      String retried = world.send(TO, "once more");
      String refused = world.send(ALSO_TO, "never");
      String nowhere = world.send("+37251234503", "no other carrier");
      world.awaits(retried, "delivered", "ACK 0", "DELIVRD 0");
      world.awaits(refused, "refused", "NACK 999");
      world.awaits(nowhere, "refused", "NACK 1");
      world.isInOrder();
    }
  }

  @Test
  void aPausedCarrierWritesNothingKeepsItsBindAndGoesOn() {
    try (World world = with(Map.of())) {
      world.site.admin(admin -> admin.putCarrier(carrier(Map.of("standing", "paused"))));
      Await.rest(1_500);
      String id = world.send(TO, "later");
      Await.rest(1_000);
      assertThat(world.operator.arrivals()).isEmpty();
      assertThat(world.api().state(id)).isEqualTo("queued");
      assertThat(world.api().metric("waybill_link_bound{link=\"tele\"}")).isEqualTo(1);
      world.site.admin(admin -> admin.putCarrier(carrier(Map.of())));
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.simulator().binds()).isEqualTo(1);
      world.isInOrder();
    }
  }

  @Test
  void aLinkThatMustBeMadeAnewIsAndTheOtherIsNotTouched() {
    try (World world = with(Map.of())) {
      world.site.admin(admin -> admin.putLink(link("other", world, Map.of("window", 7))));
      Await.until("both are bound", () -> world.operator.simulator().binds() == 2);
      world.site.admin(admin -> admin.putLink(link("other", world, Map.of("window", 9))));
      world.site.admin(admin -> admin.putLink(link("other", world, Map.of("mode", "tx_rx"))));
      Await.until("it is made anew", () -> world.operator.simulator().binds() == 4);
      for (int i = 0; i < 10; i++) {
        String id = world.send("+372512346" + (10 + i), "over either " + i);
        world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      }
      assertThat(world.operator.simulator().binds()).isEqualTo(4);
      world.isInOrder();
    }
  }

  private static LinkRow link(String name, World world, Map<String, Object> fields) {
    Map<String, Object> spec = new HashMap<>(fields);
    spec.put("host", "127.0.0.1");
    spec.put("port", world.operator.port());
    spec.put("system_id", "waybill");
    try {
      return new LinkRow(LinkSpec.read(name, spec), "secret");
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }
}
