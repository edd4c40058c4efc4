package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.0.0.0/8, 9.255.255.255, false",
    "192.0.2.128/25, 192.0.2.128, true",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "192.0.2.7/32, 192.0.2.7, true",
    "192.0.2.6/31, 192.0.2.7, true",
    "0.0.0.0/0, 255.255.255.255, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 192.0.2.7, false",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::/33, 2001:db8:7fff::, true",
    "2001:db8::/33, 2001:db8:8000::, false",
    "fe80::1, fe80::1, true",
    "fe80::1/128, fe80::2, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
    "10.0.0.0/8, ::ffff:0b01:0203, false",
    "::ffff:10.0.0.0/104, 10.1.2.3, true",
    "::ffff:10.1.2.3, 10.1.2.3, true",
    "::ffff:10.1.2.3, ::ffff:a01:203, true",
    "::10.1.2.3, 10.1.2.3, false",
  })
  void itHoldsTheAddressesThatBeginAlike(String range, String address, boolean held) {
    assertThat(AddressRange.of(range).contains(AddressRange.address(address))).isEqualTo(held);
  }

  @Test
  void aMappedAddressFromASocketIsOneOfIpv4() throws UnknownHostException {
    byte[] octets = new byte[16];
    Arrays.fill(octets, 10, 12, (byte) -1);
    octets[12] = 10;
    assertThat(AddressRange.of("10.0.0.0/30").contains(InetAddress.getByAddress(octets))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/33, from 0 to 32",
    "192.0.2.0/-1, from 0 to 32",
    "192.0.2.0/08, from 0 to 32",
    "192.0.2.0/, from 0 to 32",
    "192.0.2.0/24/1, from 0 to 32",
    "2001:db8::/129, from 0 to 128",
    "::ffff:10.0.0.0/95, from 96 to 128",
    "192.0.2.1/24, write 192.0.2.0/24 for the range",
    "2001:db8::1/32, bits beyond its length",
  })
  void aWrongLengthIsRefusedWithWhatIsRight(String text, String why) {
    assertThatThrownBy(() -> AddressRange.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "localhost",
        "example.com",
        "1.2.3",
        "1",
        "256.1.1.1",
        "0x7f.1.1.1",
        "1.2.3.4.5",
        " 10.0.0.1",
        "10.0.0.1 ",
        "fe80::1%eth0",
        "[::1]",
        ":",
        ":::",
        "1::2::3",
        "12345::",
        "10.0.0.1:80",
        "١٠.0.0.1"
      })
  void whatIsNoAddressIsRefusedWithoutLookingItUp(String text) {
    assertThatThrownBy(() -> AddressRange.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not an address");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7/32, 192.0.2.7",
    "::ffff:10.0.0.0/104, 10.0.0.0/8",
    "2001:DB8::/32, 2001:db8:0:0:0:0:0:0/32",
  })
  void itIsWrittenInOneWay(String text, String written) {
    assertThat(AddressRange.of(text)).hasToString(written).isEqualTo(AddressRange.of(written));
  }
}
