package io.waybill.text;

/// Septets in octets (3GPP TS 23.038 section 6.1.2.1): the first septet in the lowest bits of the
/// first octet, each further one right above it.
final class Packing {
  private static final int SEPTET = 7;
  private static final int OCTET = 8;
  private static final int CARRIAGE_RETURN = 0x0D;

  private Packing() {}

  /// Packs septets behind a header, so that they begin on a septet boundary counted from the
  /// header's beginning (3GPP TS 23.040 section 9.2.3.24). Where seven bits remain at the end they
  /// hold a carriage return (TS 23.038 section 6.1.2.3.1): zeros would be read as one more `@`.
  ///
  /// @param septets one in each octet
  /// @param headerOctets with the header's length octet; 0 for none
  static byte[] pack(byte[] septets, int headerOctets) {
    int fill = (SEPTET - headerOctets * OCTET % SEPTET) % SEPTET;
    int bits = fill + septets.length * SEPTET;
    byte[] packed = new byte[(bits + SEPTET) / OCTET];
    int at = fill;
    for (byte septet : septets) {
      put(packed, at, septet);
      at += SEPTET;
    }
    if (septets.length > 0 && packed.length * OCTET - bits == SEPTET) {
      put(packed, at, CARRIAGE_RETURN);
    }
    return packed;
  }

  private static void put(byte[] packed, int bit, int septet) {
    int shifted = (septet & 0x7F) << (bit % OCTET);
    packed[bit / OCTET] |= (byte) shifted;
    if (shifted > 0xFF) {
      packed[bit / OCTET + 1] |= (byte) (shifted >> OCTET);
    }
  }
}
