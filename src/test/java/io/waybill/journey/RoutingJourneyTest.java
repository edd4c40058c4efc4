package io.waybill.journey;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.accept.Numbers;
import io.waybill.price.Price;
import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Route;
import io.waybill.routing.Standing;
import io.waybill.settings.Unusable;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.store.ConfigStore.LinkRow;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two carriers, and messages that go by routes (design 11).
class RoutingJourneyTest {
  private static final String ESTONIAN = "+37255550101";
  private static final String FINNISH = "+358401234567";
  private static final String LATVIAN = "+37120000001";

  @TempDir Path directory;
  private World world;
  private Operator spare;

  @BeforeEach
  void start() {
    spare = new Operator();
    world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60));
    world.site.admin(admin -> {
      admin.putCarrier(Carrier.usual("spare"));
      admin.putLink(link("spare", spare.port(), Map.of()));
    });
  }

  @AfterEach
  void stop() {
    world.close();
    spare.close();
  }

  private static LinkRow link(String carrier, int port, Map<String, ?> more) {
    Map<String, Object> spec = new HashMap<>(more);
    spec.put("carrier", carrier);
    spec.put("host", "127.0.0.1");
    spec.put("port", port);
    spec.put("system_id", "waybill");
    try {
      return new LinkRow(LinkSpec.read(carrier + "-link", spec), "secret");
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  private void route(String name, Map<String, ?> spec) {
    try {
      Route route = Route.read(name, spec);
      world.site.admin(admin -> admin.putRoute(route));
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  private void run() {
    world.startServer();
    Await.until(
        "both links are bound",
        () -> world.operator.simulator().binds() > 0 && spare.simulator().binds() > 0);
  }

  @Test
  void aMessageGoesToTheCarrierOfItsPrefix() {
    route("latvia", Map.of("prefix", "371", "carrier", "spare"));
    route("rest", Map.of("carrier", "default"));
    run();
    world.awaits(world.send(LATVIAN, "Labdien"), "delivered", "ACK 0", "DELIVRD 0");
    world.awaits(world.send(ESTONIAN, "Tere"), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(spare.arrivals(LATVIAN)).hasSize(1);
    assertThat(spare.arrivals(ESTONIAN)).isEmpty();
    assertThat(world.operator.arrivals(ESTONIAN)).hasSize(1);
  }

  @Test
  void aMessageThatNoRouteFitsFailsAndTheCustomerIsTold() {
    route("latvia", Map.of("prefix", "371", "carrier", "spare"));
    run();
    String id = world.send(ESTONIAN, "Tere");
    world.awaits(id, "failed", "FAILED 9");
    assertThat(world.api().status(id).path("err").asInt()).isEqualTo(9);
  }

  @Test
  void whatWaitsForACarrierThatIsAwayMovesToAnother() {
    route("main", Map.of("carrier", "default", "priority", 1));
    route("fall-back", Map.of("carrier", "spare", "priority", 2));
    run();
    world.operator.close();
    Await.until(
        "the link is lost", () -> world.api().metric("waybill_link_bound{link=\"tele\"}") == 0);
    List<String> ids = List.of(world.send(ESTONIAN, "one"), world.send(LATVIAN, "two"));
    for (String id : ids) {
      Await.until(
          Duration.ofSeconds(60),
          () -> "it is delivered: " + world.api().message(id),
          () -> world.api().state(id).equals("delivered"));
    }
    assertThat(spare.arrivals(ESTONIAN)).hasSize(1);
    assertThat(world.events(ids.getFirst(), "rerouted"))
        .singleElement()
        .satisfies(e -> {
          assertThat(e.path("details").path("from").asString() + e.path("from").asString())
              .isEqualTo("default");
          assertThat(e.path("details").path("to").asString() + e.path("to").asString())
              .isEqualTo("spare");
        });
    world.awaits(world.send(ESTONIAN, "three"), "delivered", "ACK 0", "DELIVRD 0");
  }

  @Test
  void aCarrierThatIsPausedGetsNothingNew() {
    route("main", Map.of("carrier", "default", "priority", 1));
    route("fall-back", Map.of("carrier", "spare", "priority", 2));
    world.site.admin(admin -> admin.putCarrier(Carrier.usual("default").standing(Standing.PAUSED)));
    run();
    world.awaits(world.send(ESTONIAN, "Tere"), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(world.operator.arrivals()).isEmpty();
    assertThat(spare.arrivals(ESTONIAN)).hasSize(1);
  }

  @Test
  void whatACarrierDoesNotTakeGoesToAnotherWhereItsRuleSaysSo() throws Unusable {
    route("main", Map.of("carrier", "default", "priority", 1));
    route("fall-back", Map.of("carrier", "spare", "priority", 2));
    Carrier reroutes = Carrier.read("default", Map.of("answers", Map.of("0x0B", "reroute")));
    world.site.admin(admin -> admin.putCarrier(reroutes));
    world.operator.does(_ -> Plan.refused(0x0B));
    run();
    world.awaits(world.send(ESTONIAN, "Tere"), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(world.operator.arrivals(ESTONIAN)).hasSize(1);
    assertThat(spare.arrivals(ESTONIAN)).hasSize(1);

    spare.does(_ -> Plan.refused(0x0B));
    world.awaits(world.send(LATVIAN, "Labdien"), "refused", "NACK 3");
    assertThat(spare.arrivals(LATVIAN)).hasSize(1);
  }

  @Test
  void aMessageGoesToTheCarrierOfItsNetworkByCodeOrByName() {
    world.site.admin(admin ->
        admin.prices().set(new Price("EE", "24802", network(ESTONIAN), new BigDecimal("0.06"))));
    route("by-code", Map.of("network", "24802", "carrier", "spare"));
    route("by-name", Map.of("network", network(LATVIAN), "carrier", "spare"));
    route("rest", Map.of("carrier", "default"));
    run();
    for (String number : List.of(ESTONIAN, LATVIAN, FINNISH)) {
      world.awaits(world.send(number, "Tere"), "delivered", "ACK 0", "DELIVRD 0");
    }
    assertThat(spare.arrivals(ESTONIAN)).hasSize(1);
    assertThat(spare.arrivals(LATVIAN)).hasSize(1);
    assertThat(world.operator.arrivals(FINNISH)).hasSize(1);
  }

  private static String network(String number) {
    return requireNonNull(Numbers.read(number).orElseThrow().network());
  }

  @Test
  void aRouteByACodeThatNoPriceNamesIsRefused() {
    assertThatThrownBy(() -> route("never", Map.of("network", "99999", "carrier", "spare")))
        .hasMessageContaining("no price tells which operator 99999 is");
  }
}
