package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.AddressRange;
import io.waybill.ops.Config.Proxies;
import io.waybill.ops.Config.ProxyHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {
  private static final List<AddressRange> TRUSTED =
      List.of(AddressRange.of("10.0.0.0/8"), AddressRange.of("2001:db8:1::/48"));

  private static Origin origin(String peer, ProxyHeader header, Map<String, List<String>> sent) {
    return Origin.of(
        AddressRange.address(peer),
        false,
        new Proxies(TRUSTED, header),
        name -> sent.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  private static String forwardedFor(String peer, String value) {
    return origin(
            peer,
            ProxyHeader.X_FORWARDED_FOR,
            Map.of("x-forwarded-for", List.of(value.split("\\|"))))
        .address()
        .getHostAddress();
  }

  @ParameterizedTest
  @CsvSource({
    // who is connected, what stands in the header, whose request it is
    "198.51.100.7, '', 198.51.100.7",
    "198.51.100.7, 203.0.113.9, 198.51.100.7",
    "198.51.100.7, 10.0.0.1, 198.51.100.7",
    "10.0.0.1, '', 10.0.0.1",
    "10.0.0.1, 203.0.113.9, 203.0.113.9",
    "10.0.0.1, '6.6.6.6, 203.0.113.9', 203.0.113.9",
    "10.0.0.1, '6.6.6.6, 203.0.113.9, 10.0.0.2', 203.0.113.9",
    "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
    "10.0.0.1, '6.6.6.6|203.0.113.9', 203.0.113.9",
    "10.0.0.1, '203.0.113.9:4711', 203.0.113.9",
    "10.0.0.1, '[2001:db8::9]:4711', 2001:db8:0:0:0:0:0:9",
    "10.0.0.1, 2001:db8::9, 2001:db8:0:0:0:0:0:9",
    "10.0.0.1, '::ffff:203.0.113.9', 203.0.113.9",
    "::ffff:10.0.0.1, 203.0.113.9, 203.0.113.9",
    "2001:db8:1::5, 203.0.113.9, 203.0.113.9",
    "10.0.0.1, '203.0.113.9, unknown', 10.0.0.1",
    "10.0.0.1, '203.0.113.9, ', 10.0.0.1",
    "10.0.0.1, '203.0.113.9, localhost', 10.0.0.1",
    "10.0.0.1, '203.0.113.9, nonsense, 10.0.0.2', 10.0.0.2",
    "10.0.0.1, ',,,', 10.0.0.1",
    "10.0.0.1, '[2001:db8::9', 10.0.0.1",
    "10.0.0.1, '203.0.113.9%eth0', 10.0.0.1",
  })
  void theLastAddressThatATrustedProxyTellsIsTheClients(String peer, String value, String client) {
    assertThat(forwardedFor(peer, value)).isEqualTo(client);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          for=203.0.113.9                                   | 203.0.113.9 | false
          For="[2001:db8::9]:4711";proto=https              | 2001:db8:0:0:0:0:0:9 | true
          for=6.6.6.6;proto=http, for=203.0.113.9;proto=https;by=10.0.0.1 | 203.0.113.9 | true
          for=203.0.113.9;proto=https, for=10.0.0.2;proto=http | 203.0.113.9 | true
          for="203.0.113.9, 6.6.6.6"                        | 10.0.0.1 | false
          for=_hidden;proto=https                           | 10.0.0.1 | true
          for=unknown                                       | 10.0.0.1 | false
          by=10.0.0.1                                       | 10.0.0.1 | false
          for                                               | 10.0.0.1 | false
          for=                                              | 10.0.0.1 | false
          for="203.0.113.9                                  | 10.0.0.1 | false
          """)
  void theOtherHeaderIsReadAsItsStandardSays(String value, String client, boolean secure) {
    Origin found = origin("10.0.0.1", ProxyHeader.FORWARDED, Map.of("forwarded", List.of(value)));
    assertThat(found).isEqualTo(new Origin(AddressRange.address(client), secure));
  }

  @Test
  void onlyTheConfiguredHeaderIsRead() {
    Map<String, List<String>> both =
        Map.of(
            "x-forwarded-for",
            List.of("203.0.113.1"),
            "x-forwarded-proto",
            List.of("https"),
            "forwarded",
            List.of("for=203.0.113.2"));
    Origin usual = origin("10.0.0.1", ProxyHeader.X_FORWARDED_FOR, both);
    assertThat(usual).isEqualTo(new Origin(AddressRange.address("203.0.113.1"), true));
    Origin standard = origin("10.0.0.1", ProxyHeader.FORWARDED, both);
    assertThat(standard).isEqualTo(new Origin(AddressRange.address("203.0.113.2"), false));
  }

  @Test
  void nobodyElseSaysThatHeUsedTls() {
    Map<String, List<String>> claim = Map.of("x-forwarded-proto", List.of("https"));
    assertThat(origin("203.0.113.1", ProxyHeader.X_FORWARDED_FOR, claim).isSecure()).isFalse();
  }

  @Test
  void aLongWayIsNotWalkedToItsEnd() {
    List<String> way = new ArrayList<>(List.of("203.0.113.9"));
    for (int i = 0; i < 1000; i++) {
      way.add("10.0.0.2");
    }
    assertThat(forwardedFor("10.0.0.1", String.join(",", way))).isEqualTo("10.0.0.2");
  }

  @Test
  void nothingThatCanBeWrittenInAHeaderBreaksIt() {
    Random random = new Random(20270115);
    String signs = ",;=\"\\[]:.%10af for proto \t_-é\u0000";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int n = random.nextInt(40); n > 0; n--) {
        value.append(signs.charAt(random.nextInt(signs.length())));
      }
      for (ProxyHeader header : ProxyHeader.values()) {
        Map<String, List<String>> sent =
            Map.of(
                "forwarded", List.of("for=" + value), "x-forwarded-for", List.of(value.toString()));
        assertThat(origin("10.0.0.1", header, sent).address()).as("%s", value).isNotNull();
      }
    }
  }
}
