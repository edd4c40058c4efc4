package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressCheckTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, this network",
    "0.255.255.255, this network",
    "10.0.0.0, private",
    "10.255.255.255, private",
    "100.64.0.0, NAT",
    "100.127.255.255, NAT",
    "127.0.0.1, loopback",
    "127.255.255.255, loopback",
    "169.254.0.0, link-local",
    "169.254.169.254, link-local",
    "169.254.255.255, link-local",
    "172.16.0.0, private",
    "172.31.255.255, private",
    "192.0.0.0, IETF",
    "192.0.0.255, IETF",
    "192.0.2.1, documentation",
    "198.51.100.255, documentation",
    "203.0.113.9, documentation",
    "192.88.99.1, 6to4 relay",
    "192.168.0.0, private",
    "192.168.255.255, private",
    "198.18.0.0, benchmarking",
    "198.19.255.255, benchmarking",
    "224.0.0.1, multicast",
    "239.255.255.255, multicast",
    "240.0.0.0, reserved",
    "255.255.255.255, reserved",
    "::, unspecified",
    "::1, loopback",
    "::8.8.8.8, IPv4-compatible",
    "64:ff9b::8.8.8.8, NAT64",
    "64:ff9b:1::1, local NAT64",
    "100::1, discard-only",
    "100:0:0:1::1, not global unicast",
    "2001::1, Teredo",
    "2001:2::1, IETF",
    "2001:20::1, IETF",
    "2001:1ff:ffff::1, IETF",
    "2001:db8::1, documentation",
    "3fff::1, documentation",
    "3fff:fff::1, documentation",
    "192.31.196.1, AS112",
    "192.52.193.9, AMT",
    "192.175.48.255, AS112",
    "2620:4f:8000::1, AS112",
    "2002:808:808::1, 6to4",
    "5f00::1, not global unicast",
    "fc00::1, unique local",
    "fdff:ffff::1, unique local",
    "fe80::1, link-local",
    "febf::1, link-local",
    "fec0::1, site-local",
    "ff02::1, multicast",
    "::2:0:0:0, not global unicast",
    "4000::1, not global unicast"
  })
  void specialAddressesAreRefusedWithTheirRule(String address, String rule) {
    assertThat(AddressCheck.whyRefused(InetAddress.ofLiteral(address)).orElse("allowed"))
        .contains(rule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.1",
        "169.253.255.255",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.0.3.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2003::1",
        "2a00::1",
        "3ffe:ffff::1"
      })
  void neighboursOfSpecialAddressesAreAllowed(String address) {
    assertThat(AddressCheck.whyRefused(InetAddress.ofLiteral(address))).isEmpty();
  }

  @Test
  void aMappedAddressIsRefusedInItsLongForm() throws UnknownHostException {
    byte[] mapped = new byte[16];
    mapped[10] = (byte) 0xff;
    mapped[11] = (byte) 0xff;
    mapped[12] = 8;
    Inet6Address address = Inet6Address.getByAddress(null, mapped, -1);

    assertThat(AddressCheck.whyRefused(address).orElse("allowed")).contains("mapped");
    assertThat(AddressCheck.whyRefused(InetAddress.ofLiteral("::ffff:10.0.0.1"))).isPresent();
  }

  @Test
  void oneForbiddenAddressForbidsTheName() {
    AddressCheck check = new AddressCheck(names("1.1.1.1", "10.1.2.3"));

    assertThatThrownBy(() -> check.resolve("shop.example"))
        .isInstanceOf(AddressCheck.Refused.class)
        .hasMessageContaining("RFC 1918")
        .hasMessageContaining("callbacks.allow_private_addresses");
  }

  @Test
  void allAddressesOfAGoodNameAreKept() throws UnknownHostException {
    assertThat(new AddressCheck(names("1.1.1.1", "2a00::1")).resolve("shop.example")).hasSize(2);
  }

  private static DnsResolver names(String... addresses) {
    return new DnsResolver() {
      @Override
      public InetAddress[] resolve(String host) {
        return List.of(addresses).stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
      }

      @Override
      public String resolveCanonicalHostname(String host) {
        return host;
      }
    };
  }
}
