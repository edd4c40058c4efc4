package io.waybill.text;

/// How somebody wants texts written: what octets stand for characters that need no UCS-2, and how
/// the parts of a long text are told to belong together.
///
/// A text in `LATIN1` or `ASCII` must be in GSM 03.38 too, for that is what a phone gets in the
/// end; it is measured in septets, whatever its octets are.
public record Scheme(Letters letters, Header header) {
  /// GSM 03.38, one septet in an octet, with the header of 6 octets.
  public static final Scheme USUAL = new Scheme(Letters.SEPTETS, Header.REF8);

  /// What octets of a text that is not UCS-2 stand for.
  public enum Letters {
    /// GSM 03.38, one septet in each octet.
    SEPTETS,
    /// GSM 03.38, eight septets in seven octets (3GPP TS 23.038 section 6.1.2.1).
    PACKED,
    /// ISO-8859-1.
    LATIN1,
    /// US-ASCII.
    ASCII;

    private static final int ASCII_MAX = 0x7F;
    private static final int LATIN1_MAX = 0xFF;

    /// Whether the text can be written so.
    public boolean fit(String text) {
      if (!Gsm0338.fits(text)) {
        return false;
      }
      int max = this == ASCII ? ASCII_MAX : this == LATIN1 ? LATIN1_MAX : Character.MAX_VALUE;
      return text.chars().allMatch(c -> c <= max);
    }
  }

  /// How the parts of a long text are told to belong together (3GPP TS 23.040 section 9.2.3.24).
  public enum Header {
    /// 05 00 03, an 8-bit reference, total, index: 153 septets or 67 units a part.
    REF8(6),
    /// 06 08 04, a 16-bit reference, total, index: 152 septets or 66 units a part.
    REF16(7),
    /// Room for the first kind is left, but whoever takes the parts writes it.
    APART(6);

    private final int octets;

    Header(int octets) {
      this.octets = octets;
    }

    /// What it takes of the 140 octets of a part.
    public int octets() {
      return octets;
    }

    byte[] write(int reference, int total, int index) {
      byte high = (byte) (reference >> 8);
      byte low = (byte) reference;
      return switch (this) {
        case REF8 -> new byte[] {5, 0, 3, low, (byte) total, (byte) index};
        case REF16 -> new byte[] {6, 8, 4, high, low, (byte) total, (byte) index};
        case APART -> new byte[0];
      };
    }
  }

  /// The same letters under another header.
  public Scheme with(Header other) {
    return new Scheme(letters, other);
  }
}
