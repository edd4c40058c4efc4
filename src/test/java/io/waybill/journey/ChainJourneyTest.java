package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Gateway.Answer;
import io.waybill.message.Event.OnUncertain;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Chains of channels from the request to the last callback, whatever becomes of each channel.
class ChainJourneyTest {
  private static final String TO = "+37255555501";

  private final World world;
  private Gateway gateway = new Gateway();

  ChainJourneyTest(@TempDir Path directory) {
    this.world = World.start(directory);
  }

  @BeforeEach
  void configure() {
    adapter("viber", OnUncertain.RESEND);
    adapter("whatsapp", OnUncertain.RESEND);
    Await.until("the adapters are in force", () -> hears("viber") && hears("whatsapp"));
  }

  private void adapter(String channel, OnUncertain onUncertain) {
    world.site.admin(
        admin -> admin.channels().put(Gateway.adapter(channel, gateway.port(), onUncertain), null));
  }

  private boolean hears(String channel) {
    return gateway.report(world.port(), channel, "{'statuses':[]}") == 200;
  }

  @AfterEach
  void close() {
    try {
      world.isInOrder();
    } finally {
      world.close();
      gateway.close();
    }
  }

  private List<String> send(int ttl, String... channels) {
    return Chains.ids(world.api().send(Chains.chain(TO, ttl, channels)), channels.length);
  }

  private void report(String channel, String id, String status) {
    String json = "{'id':'id-%s','status':'%s'}".formatted(id, status);
    assertThat(gateway.report(world.port(), channel, json)).isEqualTo(200);
  }

  private void taken(String channel, int times) {
    Await.until(channel + " took it", () -> gateway.arrivals(channel).size() >= times);
  }

  private void unused(String id) {
    Await.until(id + " is not needed", () -> world.api().state(id).equals("unused"));
    assertThat(world.customer.words(id)).isEmpty();
  }

  @Test
  void whatOneChannelDeclinesAndAnotherCannotDeliverTheLastDelivers() {
    gateway.does(m ->
        m.path("channel").asString().equals("viber")
            ? Answer.declined(3)
            : Answer.taken("id-" + m.path("message_id").asString()));
    List<String> ids = send(60, "viber", "whatsapp", "sms");
    taken("whatsapp", 1);
    report("whatsapp", ids.get(1), "undelivered");
    world.awaits(ids.get(0), "refused", "NACK 3");
    world.awaits(ids.get(1), "undelivered", "ACK 0", "UNDELIV 1");
    world.awaits(ids.get(2), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(ids.stream().map(id -> world.customer.told(id).getFirst().channel()))
        .containsExactly("viber", "whatsapp", "sms");
    JsonNode sent = gateway.arrivals("whatsapp").getFirst();
    assertThat(sent.path("content").toString()).isEqualTo("{\"text\":{\"body\":\"Hello\"}}");
    assertThat(sent.path("to").asString()).isEqualTo(TO);
  }

  @Test
  void whatFailsLaterSaysWhyInTheContractsNumbers() {
    List<String> ids = send(60, "viber");
    taken("viber", 1);
    String json = "{'id':'id-%s','status':'failed','err':8}".formatted(ids.getFirst());
    assertThat(gateway.report(world.port(), "viber", json)).isEqualTo(200);
    world.awaits(ids.getFirst(), "undelivered", "ACK 0", "UNDELIV 8");
  }

  @Test
  void aChannelThatStaysSilentExpiresAndItsLateDeliveryCorrectsItWithoutStoppingTheNext() {
    List<String> ids = send(1, "viber", "whatsapp", "sms");
    world.awaits(ids.get(0), "expired", "ACK 0", "EXPIRED 2");
    taken("whatsapp", 1);
    report("viber", ids.get(0), "delivered");
    world.awaits(ids.get(0), "delivered", "ACK 0", "EXPIRED 2", "DELIVRD 0");
    report("whatsapp", ids.get(1), "delivered");
    world.awaits(ids.get(1), "delivered", "ACK 0", "DELIVRD 0");
    unused(ids.get(2));
  }

  @Test
  void whatIsSeenIsReadAndTheRestIsNotNeeded() {
    List<String> ids = send(60, "viber", "whatsapp", "sms");
    taken("viber", 1);
    report("viber", ids.get(0), "delivered");
    report("viber", ids.get(0), "seen");
    world.awaits(ids.get(0), "read", "ACK 0", "DELIVRD 0", "SEEN 10");
    unused(ids.get(1));
    unused(ids.get(2));
    assertThat(gateway.arrivals("whatsapp")).isEmpty();
    assertThat(world.operator.arrivals(TO)).isEmpty();
    JsonNode statuses = world.api().statuses(ids.get(0));
    assertThat(statuses).hasSize(3);
    assertThat(statuses.get(0).path("status").asString()).isEqualTo("SEEN");
    for (int untried = 1; untried < 3; untried++) {
      assertThat(statuses.get(untried).path("status").isNull()).isTrue();
      assertThat(statuses.get(untried).path("err").isNull()).isTrue();
    }
  }

  @Test
  void reportsInAnyOrderAndAsOftenAsTheyLikeEndTheSame() {
    List<String> ids = send(60, "viber", "sms");
    taken("viber", 1);
    for (String word : List.of("seen", "accepted", "delivered", "seen", "delivered", "sent")) {
      report("viber", ids.get(0), word);
    }
    Await.until("it is read", () -> world.api().state(ids.get(0)).equals("read"));
    Await.until("told", () -> world.customer.words(ids.get(0)).contains("SEEN 10"));
    assertThat(world.customer.words(ids.get(0))).containsExactly("ACK 0", "SEEN 10");
    unused(ids.get(1));
  }

  @Test
  void aChannelWithoutAdapterFailsAtItsTurnAndTheNextBegins() {
    ObjectNode body = Chains.chain(TO, 60, "rcs", "sms");
    List<String> ids = Chains.ids(world.api().send(body), 2);
    world.awaits(ids.get(0), "failed", "FAILED 9");
    world.awaits(ids.get(1), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(world.api().message(ids.get(0)).path("timeline").toString())
        .contains("no adapter for rcs");
  }

  @Test
  void anAdapterThatIsRemovedFailsWhatWaitsForIt() {
    List<String> ids = send(60, "viber", "whatsapp", "sms");
    taken("viber", 1);
    world.site.admin(admin -> admin.channels().remove("gw-whatsapp"));
    Await.until("it is gone", () -> !hears("whatsapp"));
    report("viber", ids.get(0), "rejected");
    world.awaits(ids.get(1), "failed", "FAILED 9");
    world.awaits(ids.get(2), "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void aScheduledChainIsCancelledAsAWhole() {
    ObjectNode body = Chains.chain(TO, 60, "viber", "whatsapp", "sms");
    body.put("time_to_send", Clock.systemUTC().instant().plusSeconds(3_600).toString());
    List<String> ids = Chains.ids(world.api().send(body), 3);
    assertThat(world.api().cancel(ids.get(0))).isEqualTo(202);
    world.awaits(ids.get(0), "cancelled", "DELETED 1");
    unused(ids.get(1));
    unused(ids.get(2));
    assertThat(gateway.arrivals("viber")).isEmpty();
  }

  @Test
  void whatMayHaveBeenTakenIsSentAgainUnderTheSameId() {
    AtomicInteger times = new AtomicInteger();
    gateway.does(m ->
        switch (times.incrementAndGet()) {
          case 1 -> new Answer(500, "{}", Map.of());
          case 2 -> new Answer(0, "", Map.of());
          default -> Answer.taken("id-" + m.path("message_id").asString());
        });
    List<String> ids = send(60, "viber");
    taken("viber", 3);
    assertThat(gateway.arrivals("viber").stream().map(m -> m.path("message_id").asString()))
        .containsOnly(ids.getFirst());
    Await.until("sent", () -> world.api().state(ids.getFirst()).equals("sent"));
    report("viber", ids.getFirst(), "delivered");
    world.awaits(ids.getFirst(), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(world.events(ids.getFirst(), "uncertain")).hasSize(2);
  }

  @Test
  void whereTheOperatorWantsItAnUncertainMessageIsHeldUntilItIsHeardOf() {
    adapter("viber", OnUncertain.HOLD);
    gateway.does(_ -> new Answer(500, "{}", Map.of()));
    Await.until(
        "the policy is in force",
        () -> {
          List<String> probe = send(60, "viber");
          Await.until(
              "it is uncertain", () -> !world.events(probe.getFirst(), "uncertain").isEmpty());
          String known =
              world.events(probe.getFirst(), "uncertain").getFirst().path("policy").asString("");
          String json = "{'message_id':'%s','status':'delivered'}".formatted(probe.getFirst());
          assertThat(gateway.report(world.port(), "viber", json)).isEqualTo(200);
          Await.until(
              "it is delivered", () -> world.api().state(probe.getFirst()).equals("delivered"));
          return known.equals("hold")
              || world.api().message(probe.getFirst()).toString().contains("hold");
        });
  }

  @Test
  void aBusyOrAbsentGatewayOnlyDelays() {
    AtomicInteger times = new AtomicInteger();
    gateway.does(m ->
        times.incrementAndGet() == 1
            ? new Answer(429, "{}", Map.of("Retry-After", "1"))
            : Answer.taken("id-" + m.path("message_id").asString()));
    List<String> first = send(60, "viber");
    taken("viber", 2);
    report("viber", first.getFirst(), "delivered");
    world.awaits(first.getFirst(), "delivered", "ACK 0", "DELIVRD 0");
    int port = gateway.port();
    gateway.close();
    List<String> second = send(60, "viber");
    Await.until("it was refused", () -> !world.events(second.getFirst(), "returned").isEmpty());
    gateway = new Gateway(port);
    taken("viber", 1);
    report("viber", second.getFirst(), "delivered");
    world.awaits(second.getFirst(), "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void aReportThatComesBeforeTheAnswerFindsItsMessage() {
    gateway.does(m -> {
      String id = m.path("message_id").asString();
      report("viber", id, "delivered");
      return Answer.taken("id-" + id);
    });
    List<String> ids = send(60, "viber", "sms");
    Await.until("delivered", () -> world.api().state(ids.get(0)).equals("delivered"));
    unused(ids.get(1));
    Await.until(
        "nothing stays parked", () -> world.site.count("SELECT count(*) FROM receipt_parked") == 0);
  }

  @Test
  void strangersAndForgersChangeNothing() {
    List<String> ids = send(60, "viber", "sms");
    taken("viber", 1);
    Await.until("its answer is recorded", () -> world.api().state(ids.get(0)).equals("sent"));
    String seen = "{'id':'id-%s','status':'seen'}".formatted(ids.get(0));
    assertThat(gateway.report(world.port(), "viber", seen, "another-secret-0123456"))
        .isEqualTo(401);
    assertThat(gateway.report(world.port(), "whatsapp", seen)).as("another adapter").isEqualTo(200);
    assertThat(gateway.report(world.port(), "viber", "{'id':'nobody','status':'seen'}"))
        .isEqualTo(200);
    assertThat(gateway.report(world.port(), "viber", "{'id':'x','status':'odd'}")).isEqualTo(400);
    assertThat(gateway.report(world.port(), "viber", "no json")).isEqualTo(400);
    assertThat(gateway.report(world.port(), "viber", "'" + "x".repeat(5 << 20) + "'"))
        .isEqualTo(413);
    assertThat(gateway.report(world.port(), "nobody", seen)).isEqualTo(404);
    assertThat(world.api().state(ids.get(0))).isEqualTo("sent");
    assertThat(world.site.count("SELECT count(*) FROM receipt_parked")).isEqualTo(2);
    report("viber", ids.get(0), "delivered");
    world.awaits(ids.get(0), "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void whatPeopleWriteBackIsKept() {
    String json = "{'inbound':[{'from':'+37255555501','to':'Kohvik','text':'Tere ä'}]}";
    assertThat(gateway.report(world.port(), "viber", json)).isEqualTo(200);
    assertThat(
            world.site.count(
                "SELECT count(*) FROM inbound_raw WHERE carrier = 'channel:gw-viber'"
                    + " AND source = '+37255555501' AND octets = '\\x0054006500720065002000e4'"))
        .isEqualTo(1);
  }

  @Test
  void aFileOfAnOldClientGoesThroughWhateverIsKeptOfIt() {
    String file = Base64.getEncoder().encodeToString(new byte[5 << 20]);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("to", TO);
    body.put("text_store", "nostore");
    body.putArray("messages")
        .addObject()
        .put("channel", "whatsapp")
        .putObject("image")
        .put("content", file);
    String id = world.api().send(body);
    taken("whatsapp", 1);
    assertThat(
            gateway
                .arrivals("whatsapp")
                .getFirst()
                .path("content")
                .path("image")
                .path("content")
                .asString())
        .isEqualTo(file);
    report("whatsapp", id, "delivered");
    world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
    assertThat(world.site.count("SELECT count(*) FROM content WHERE body IS NOT NULL")).isZero();
  }

  @Test
  void anAccountsOwnAdapterGoesBeforeTheSharedOne() {
    try (Gateway own = new Gateway()) {
      var row = Gateway.adapter("viber", own.port(), OnUncertain.RESEND);
      world.site.admin(admin ->
          admin
              .channels()
              .put(
                  new io.waybill.store.AdapterRow(
                      "own-viber",
                      "viber",
                      null,
                      "generic",
                      row.settings(),
                      row.secrets(),
                      true,
                      50,
                      2,
                      OnUncertain.RESEND),
                  "Kohvik"));
      Await.until(
          "it is in force",
          () -> {
            send(60, "viber");
            return !own.arrivals("viber").isEmpty();
          });
    }
  }

  @Test
  void theSmsOfAChainMayFailToo() {
    world.operator.does(_ -> Plan.accepted(Receipt.after(Operator.SOON, "UNDELIV", 1)));
    gateway.does(_ -> Answer.declined(9));
    List<String> ids = send(60, "viber", "sms");
    world.awaits(ids.get(0), "refused", "NACK 9");
    world.awaits(ids.get(1), "undelivered", "ACK 0", "UNDELIV 1");
  }
}
