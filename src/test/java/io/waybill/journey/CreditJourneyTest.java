package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event.OnUncertain;
import io.waybill.price.Price;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An account of whose balance nothing is left: its SMS are accepted, and rejected with err 4.
class CreditJourneyTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TO = "+37255555508";

  private final World world;

  CreditJourneyTest(@TempDir Path directory) {
    world = World.start(directory);
    world.site.admin(
        admin -> admin.prices().set(new Price("EE", null, null, new BigDecimal("0.06"))));
  }

  @AfterEach
  void close() {
    try {
      world.isInOrder();
    } finally {
      world.close();
    }
  }

  /// Until it is in force, which the classic API tells.
  private void balance(BigDecimal left, String shown) {
    world.site.admin(admin -> admin.prices().balance("Kohvik", left));
    String ask = "/get_balance?username=" + Site.KEY + "&password=" + Site.PASSWORD;
    Await.until("the balance is known", () -> world.api().postTo(ask, "").body().equals(shown));
  }

  private void broke() {
    balance(BigDecimal.ZERO, "OK 0.00");
  }

  @Test
  void anSmsWithoutCreditIsAnswered201AndRejectedAndTheCustomerIsTold() {
    broke();
    String id = world.send(TO, "Hello");
    world.awaits(id, "rejected", "REJECTD 4");
    JsonNode status = world.api().status(id);
    assertThat(status.path("status").asString()).isEqualTo("REJECTD");
    assertThat(status.path("err").asInt()).isEqualTo(4);
    assertThat(status.path("error").asString()).isEqualTo("The account could not be charged");
    assertThat(status.get("price_info").isNull()).as("it costs nothing").isTrue();
    assertThat(world.events(id, "rejected"))
        .singleElement()
        .satisfies(e -> assertThat(e.toString()).contains("no credit is left on the account"));
    assertThat(world.operator.arrivals()).isEmpty();
    assertThat(world.api().cancel(id)).as("nothing is left to cancel").isEqualTo(404);

    balance(BigDecimal.ONE, "OK 1.00");
    world.awaits(world.send(TO, "Hello again"), "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void bulkAndTheProductsOwnRouteRejectAlikeAndListsShowIt() {
    broke();
    ObjectNode bulk = new ObjectNode(JSON.getNodeFactory());
    bulk.putArray("messages").add(Api.sms(TO, "one")).add(Api.sms("+37255555509", "two"));
    var answer = world.api().postTo("/v1/omnimessages", bulk.toString());
    assertThat(answer.statusCode()).isEqualTo(201);
    for (JsonNode item : JSON.readTree(answer.body()).path("messages")) {
      String id = item.path("messages").path(0).path("message_id").asString();
      world.awaits(id, "rejected", "REJECTD 4");
    }
    var own = world.api().postTo("/api/v1/messages", "{\"to\":\"" + TO + "\",\"text\":\"three\"}");
    assertThat(own.statusCode()).isEqualTo(201);
    String id = JSON.readTree(own.body()).path("messages").path(0).path("id").asString();
    Await.until("it is rejected", () -> world.api().state(id).equals("rejected"));
    assertThat(world.api().list("err=4")).hasSize(3);
    assertThat(world.operator.arrivals()).isEmpty();
  }

  @Test
  void inAChainTheSmsIsRejectedAndTheChannelsWithoutPriceGoOn() {
    broke();
    try (Gateway gateway = new Gateway()) {
      world.site.admin(admin ->
          admin.channels().put(Gateway.adapter("viber", gateway.port(), OnUncertain.RESEND), null));
      Await.until(
          "the adapter is in force",
          () -> gateway.report(world.port(), "viber", "{'statuses':[]}") == 200);
      List<String> ids = Chains.ids(world.api().send(Chains.chain(TO, 60, "sms", "viber")), 2);
      world.awaits(ids.getFirst(), "rejected", "REJECTD 4");
      Await.until("viber has it", () -> gateway.arrivals("viber").size() == 1);
      String report = "{'id':'id-%s','status':'delivered'}".formatted(ids.getLast());
      assertThat(gateway.report(world.port(), "viber", report)).isEqualTo(200);
      world.awaits(ids.getLast(), "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.arrivals()).isEmpty();
    }
  }

  @Test
  void aScheduledSmsWithoutCreditIsRejectedAtOnceAsTheClassicApiDoes() {
    broke();
    ObjectNode later = Api.sms(TO, "Hello");
    later.put("time_to_send", Clock.systemUTC().instant().plus(Duration.ofHours(1)).toString());
    world.awaits(world.api().send(later), "rejected", "REJECTD 4");
  }
}
