package io.waybill.ops;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A range of internet addresses, as `10.0.0.0/8`, `2001:db8::/32` or one address. An IPv4 address
/// and the same address mapped into IPv6 (`::ffff:10.0.0.1`, RFC 4291, section 2.5.5.2) are one.
public final class AddressRange {
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern LENGTH = Pattern.compile("0|[1-9]\\d{0,2}");
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;
  private static final int MAPPED_BITS = V6_BITS - V4_BITS;

  private final byte[] first;
  private final int length;
  private final String written;

  private AddressRange(byte[] first, int length, String written) {
    this.first = first;
    this.length = length;
    this.written = written;
  }

  /// Reads a range. Names of hosts are refused: nothing is looked up.
  ///
  /// @throws IllegalArgumentException with a sentence that says what to write instead
  public static AddressRange of(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    byte[] octets = literal(address);
    int bits = octets.length * Byte.SIZE;
    int length = bits;
    if (slash >= 0) {
      int mapped = address.indexOf(':') >= 0 && bits == V4_BITS ? MAPPED_BITS : 0;
      String after = text.substring(slash + 1);
      length = LENGTH.matcher(after).matches() ? Integer.parseInt(after) - mapped : -1;
      if (length < 0 || length > bits) {
        throw new IllegalArgumentException(
            "'%s': the number after the slash is from %d to %d"
                .formatted(shown(text), mapped, mapped + bits));
      }
    }
    byte[] first = masked(octets, length);
    String right = write(first) + (length == bits ? "" : "/" + length);
    if (!Arrays.equals(first, octets)) {
      throw new IllegalArgumentException(
          "'%s' has bits beyond its length: write %s for the range, or %s for the one address"
              .formatted(shown(text), right, write(octets)));
    }
    return new AddressRange(first, length, right);
  }

  /// Reads one address, without looking a name up.
  ///
  /// @throws IllegalArgumentException if it is none
  public static InetAddress address(String text) {
    boolean form =
        V4.matcher(text).matches() || (text.indexOf(':') >= 0 && V6.matcher(text).matches());
    if (form) {
      try {
        return InetAddress.ofLiteral(text); // turns mapped addresses into IPv4 by itself
      } catch (IllegalArgumentException ignored) {
        form = false;
      }
    }
    throw new IllegalArgumentException(
        "'"
            + shown(text)
            + "' is not an address: write one as 192.0.2.1, 192.0.2.0/24 or"
            + " 2001:db8::/32");
  }

  /// Whether an address lies in this range.
  public boolean contains(InetAddress address) {
    byte[] octets = unmapped(address.getAddress());
    return octets.length == first.length && Arrays.equals(masked(octets, length), first);
  }

  /// Whether these are all addresses of IPv4, which the contract takes for "no list" (contract 1).
  public boolean isEverything() {
    return length == 0;
  }

  /// As it is written in lists.
  @Override
  public String toString() {
    return written;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange r && r.length == length && Arrays.equals(r.first, first);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(first) * 31 + length;
  }

  private static byte[] literal(String text) {
    return unmapped(address(text).getAddress());
  }

  private static byte[] unmapped(byte[] octets) {
    int mark = MAPPED_BITS / Byte.SIZE;
    if (octets.length * Byte.SIZE != V6_BITS
        || octets[mark - 1] != -1
        || octets[mark - 2] != -1
        || !Arrays.equals(octets, 0, mark - 2, new byte[mark - 2], 0, mark - 2)) {
      return octets;
    }
    return Arrays.copyOfRange(octets, mark, octets.length);
  }

  private static byte[] masked(byte[] octets, int length) {
    byte[] kept = octets.clone();
    for (int i = 0; i < kept.length; i++) {
      int bits = Math.clamp(length - (long) i * Byte.SIZE, 0, Byte.SIZE);
      kept[i] &= (byte) (0xFF << (Byte.SIZE - bits));
    }
    return kept;
  }

  private static String write(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets).getHostAddress();
    } catch (java.net.UnknownHostException impossible) {
      throw new IllegalStateException(HexFormat.of().formatHex(octets), impossible);
    }
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
