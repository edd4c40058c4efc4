package io.waybill.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.routing.Route.Recipient;
import io.waybill.settings.Unusable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private static final Recipient TALLINN =
      new Recipient("shop", "37255550101", "EE", "Telia", Set.of("24801"));
  private static final Recipient RIGA = new Recipient("shop", "37120000001", "LV", null, Set.of());

  private static boolean anyCarrier(String name) {
    return !name.isEmpty();
  }

  private static Route route(String name, Map<String, ?> spec) {
    try {
      return Route.read(name, spec);
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  private static RouteTable table(Route... routes) {
    return new RouteTable(List.of(routes));
  }

  @Test
  void withoutRoutesEverythingGoesToTheDefaultCarrier() {
    assertThat(table().choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("default");
  }

  @Test
  void aMessageThatFitsNoRouteHasNoCarrier() {
    RouteTable onlyLatvia = table(route("lv", Map.of("prefix", "371", "carrier", "lmt")));

    assertThat(onlyLatvia.choose(TALLINN, RouteTableTest::anyCarrier, 0)).isEmpty();
    assertThat(onlyLatvia.choose(RIGA, RouteTableTest::anyCarrier, 0)).contains("lmt");
  }

  @Test
  void theLongerPrefixGoesFirstAndTheNetworkBeforeIt() {
    RouteTable table =
        table(
            route("world", Map.of("carrier", "hub")),
            route("ee", Map.of("country", "EE", "carrier", "tele2")),
            route("five", Map.of("prefix", "3725", "carrier", "elisa")),
            route("telia", Map.of("network", "24801", "carrier", "telia")));

    assertThat(table.routes())
        .extracting(Route::name)
        .containsExactly("telia", "five", "ee", "world");
    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("telia");
    assertThat(table.choose(RIGA, RouteTableTest::anyCarrier, 0)).contains("hub");
  }

  @Test
  void aLowerPriorityGoesBeforeALongerPrefix() {
    RouteTable table =
        table(
            route("first", Map.of("priority", 1, "carrier", "cheap")),
            route("second", Map.of("prefix", "372", "priority", 2, "carrier", "dear")));

    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("cheap");
  }

  @Test
  void anAccountsOwnRouteGoesBeforeThoseOfAll() {
    RouteTable table =
        table(
            route("all", Map.of("priority", 0, "carrier", "hub")),
            route("own", Map.of("account", "shop", "carrier", "special")));

    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("special");
    assertThat(
            table.choose(
                new Recipient("bank", "37255550101", "EE", null, Set.of()),
                RouteTableTest::anyCarrier,
                0))
        .contains("hub");
  }

  @Test
  void theShareOfRoutesThatAreAlikeIsTheirWeight() {
    RouteTable table =
        table(
            route("a", Map.of("carrier", "one", "weight", 3)),
            route("b", Map.of("carrier", "two", "weight", 1)));

    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("one");
    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0.74)).contains("one");
    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0.75)).contains("two");
    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0.9999)).contains("two");
  }

  @Test
  void aCarrierThatIsDownIsPassedOverAsLongAsThereIsAnother() {
    RouteTable table =
        table(
            route("main", Map.of("priority", 1, "carrier", "main")),
            route("spare", Map.of("priority", 2, "carrier", "spare")));

    assertThat(table.choose(TALLINN, c -> !c.equals("main"), 0)).contains("spare");
    assertThat(table.choose(TALLINN, _ -> false, 0)).contains("main");
  }

  @Test
  void aRouteWithoutACarrierShutsItsNumbersOut() {
    RouteTable table =
        table(
            route("shut", Map.of("prefix", "37255", "priority", 1)),
            route("rest", Map.of("carrier", "hub")));

    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).isEmpty();
    assertThat(table.choose(RIGA, RouteTableTest::anyCarrier, 0)).contains("hub");
  }

  @Test
  void aDisabledRouteIsAsIfItWereNotThere() {
    RouteTable table =
        table(
            route("off", Map.of("carrier", "first", "priority", 0, "enabled", false)),
            route("on", Map.of("carrier", "second")));

    assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("second");
  }

  @Test
  void aNetworkIsNamedByItsOperatorOrByItsCode() {
    for (String network : List.of("24801", "Telia", "TELIA")) {
      RouteTable table = table(route("telia", Map.of("network", network, "carrier", "telia")));

      assertThat(table.choose(TALLINN, RouteTableTest::anyCarrier, 0)).contains("telia");
      assertThat(table.choose(RIGA, RouteTableTest::anyCarrier, 0)).isEmpty();
    }
  }

  @Test
  void aNetworkOfFourDigitsIsNeither() {
    assertThatThrownBy(() -> Route.read("x", Map.of("network", "2480")))
        .isInstanceOf(Unusable.class)
        .hasMessageContaining("an operator's name, or MCC and MNC");
  }
}
