package io.waybill.webhook;

import java.util.List;
import java.util.Optional;

/**
 * The address blocks that are not somebody else's public server: the IANA special-purpose address
 * registries (RFC 6890) and multicast. Blocks that only embed an IPv4 address are forbidden whole.
 */
final class SpecialBlocks {
  private static final List<Block> V4 =
      List.of(
          v4(0, 0, 0, 8, "this network, RFC 791"),
          v4(10, 0, 0, 8, "private, RFC 1918"),
          v4(100, 64, 0, 10, "shared by carrier-grade NAT, RFC 6598"),
          v4(127, 0, 0, 8, "loopback, RFC 1122"),
          v4(169, 254, 0, 16, "link-local, RFC 3927"),
          v4(172, 16, 0, 12, "private, RFC 1918"),
          v4(192, 0, 0, 24, "IETF protocol assignments, RFC 6890"),
          v4(192, 0, 2, 24, "documentation, RFC 5737"),
          v4(192, 31, 196, 24, "AS112, RFC 7535"),
          v4(192, 52, 193, 24, "AMT, RFC 7450"),
          v4(192, 88, 99, 24, "6to4 relay, RFC 7526"),
          v4(192, 168, 0, 16, "private, RFC 1918"),
          v4(192, 175, 48, 24, "AS112, RFC 7534"),
          v4(198, 18, 0, 15, "benchmarking, RFC 2544"),
          v4(198, 51, 100, 24, "documentation, RFC 5737"),
          v4(203, 0, 113, 24, "documentation, RFC 5737"),
          v4(224, 0, 0, 4, "multicast, RFC 5771"),
          v4(240, 0, 0, 4, "reserved, RFC 1112"));

  /** The more exact first; the last stands for all that is not global unicast. */
  private static final List<Block> V6 =
      List.of(
          v6("unspecified, RFC 4291", 128),
          v6("loopback, RFC 4291", 128, 0, 0, 0, 0, 0, 0, 0, 1),
          v6("IPv4-mapped, RFC 4291", 96, 0, 0, 0, 0, 0, 0xffff),
          v6("IPv4-compatible, RFC 4291", 96),
          v6("NAT64, RFC 6052", 96, 0x64, 0xff9b),
          v6("local NAT64, RFC 8215", 48, 0x64, 0xff9b, 1),
          v6("discard-only, RFC 6666", 64, 0x100),
          v6("Teredo, RFC 4380", 32, 0x2001),
          v6("IETF protocol assignments, RFC 2928", 23, 0x2001),
          v6("documentation, RFC 3849", 32, 0x2001, 0xdb8),
          v6("6to4, RFC 3056", 16, 0x2002),
          v6("AS112, RFC 7535", 48, 0x2620, 0x4f, 0x8000),
          v6("documentation, RFC 9637", 20, 0x3fff),
          v6("unique local, RFC 4193", 7, 0xfc00),
          v6("link-local, RFC 4291", 10, 0xfe80),
          v6("site-local, RFC 3879", 10, 0xfec0),
          v6("multicast, RFC 4291", 8, 0xff00));

  private static final Block GLOBAL_UNICAST = v6("", 3, 0x2000);

  private SpecialBlocks() {}

  private static final class Block {
    private final String name;
    private final int bits;
    private final byte[] prefix;

    Block(String name, int bits, byte[] prefix) {
      this.name = name;
      this.bits = bits;
      this.prefix = prefix;
    }

    boolean holds(byte[] address) {
      for (int bit = 0; bit < bits; bit += 8) {
        int mask = bits - bit >= 8 ? 0xff : 0xff << (8 - (bits - bit)) & 0xff;
        if (((address[bit / 8] ^ prefix[bit / 8]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /** The name and source of the block that holds an address of 4 or 16 octets; empty if none. */
  static Optional<String> of(byte[] address) {
    boolean isV6 = address.length == 16;
    Optional<String> special =
        (isV6 ? V6 : V4).stream().filter(b -> b.holds(address)).map(b -> b.name).findFirst();
    return special.isEmpty() && isV6 && !GLOBAL_UNICAST.holds(address)
        ? Optional.of("not global unicast, RFC 4291")
        : special;
  }

  private static Block v4(int a, int b, int c, int bits, String name) {
    return new Block(name, bits, new byte[] {(byte) a, (byte) b, (byte) c, 0});
  }

  private static Block v6(String name, int bits, int... groups) {
    byte[] prefix = new byte[16];
    for (int i = 0; i < groups.length; i++) {
      prefix[2 * i] = (byte) (groups[i] >> 8);
      prefix[2 * i + 1] = (byte) groups[i];
    }
    return new Block(name, bits, prefix);
  }
}
