package io.waybill.text;

import java.util.Arrays;

/// The GSM 7 bit default alphabet and its extension table (GSM 03.38, now 3GPP TS 23.038 sections
/// 6.2.1 and 6.2.1.1). Septets are unpacked here, one per octet: SMPP `data_coding` 0 carries them
/// so, and whoever speaks to the radio packs them.
public final class Gsm0338 {
  private static final int ESCAPE = 0x1B;
  private static final char UNREADABLE = '\uFFFD';

  /// The character of each code from 0x00 to 0x7F (section 6.2.1).
  private static final String BASIC =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ"
          + " !\"#¤%&'()*+,-./0123456789:;<=>?"
          + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
          + "¿abcdefghijklmnopqrstuvwxyzäöñüà";

  /// Pairs of character and code (section 6.2.1.1).
  private static final String EXTENSION = "\f\n^\u0014{(})\\/[<~=]>|@€e";

  private static final int EXTENDED = 0x80;
  private static final int NONE = 0xFF;

  /// By character: its code, plus EXTENDED if an escape goes before it, or NONE.
  private static final byte[] CODES = new byte['€' + 1];

  /// By the code after an escape.
  private static final char[] AFTER_ESCAPE = BASIC.toCharArray();

  static {
    Arrays.fill(CODES, (byte) NONE);
    for (int code = 0; code < BASIC.length(); code++) {
      CODES[BASIC.charAt(code)] = (byte) code;
    }
    for (int i = 0; i < EXTENSION.length(); i += 2) {
      CODES[EXTENSION.charAt(i)] = (byte) (EXTENSION.charAt(i + 1) | EXTENDED);
      AFTER_ESCAPE[EXTENSION.charAt(i + 1)] = EXTENSION.charAt(i);
    }
    // Section 6.2.1.1: escape twice is kept for yet another table; show a space until there is one.
    AFTER_ESCAPE[ESCAPE] = ' ';
  }

  private Gsm0338() {}

  /// Whether every character of the text is in one of the two tables.
  public static boolean fits(String text) {
    return septets(text) >= 0;
  }

  /// Septets that the text takes: one for a basic character, two for one of the extension table; -1
  /// when some character is in neither.
  public static int septets(String text) {
    int septets = 0;
    for (int i = 0; i < text.length(); i++) {
      int width = width(text.charAt(i));
      if (width == 0) {
        return -1;
      }
      septets += width;
    }
    return septets;
  }

  /// One octet per septet. An ESC character of the text itself counts as one septet (contract 3.10)
  /// and is written as a space, which is what section 6.2.1 makes a phone show for it; written as
  /// it is, it would turn the next letter into another character.
  ///
  /// @throws IllegalArgumentException if the text does not fit
  public static byte[] encode(String text) {
    int septets = septets(text);
    if (septets < 0) {
      throw new IllegalArgumentException("text has characters outside GSM 03.38");
    }
    byte[] octets = new byte[septets];
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      int code = codeOf(text.charAt(i));
      if (code >= EXTENDED) {
        octets[at++] = ESCAPE;
      }
      octets[at++] = (byte) (code == ESCAPE ? ' ' : code & 0x7F);
    }
    return octets;
  }

  /// Reads unpacked septets and never fails. An escape before a code that the extension table lacks
  /// gives the basic character of that code (section 6.2.1.1), an escape at the end a space, and an
  /// octet above 0x7F the replacement character U+FFFD.
  public static String decode(byte[] octets) {
    StringBuilder text = new StringBuilder(octets.length);
    for (int i = 0; i < octets.length; i++) {
      if (octets[i] != ESCAPE) {
        text.append(octets[i] < 0 ? UNREADABLE : BASIC.charAt(octets[i]));
      } else if (i + 1 == octets.length) {
        text.append(' ');
      } else {
        i++;
        text.append(octets[i] < 0 ? UNREADABLE : AFTER_ESCAPE[octets[i]]);
      }
    }
    return text.toString();
  }

  /// Whether the code point takes one septet.
  public static boolean isBasic(int codePoint) {
    return width(codePoint) == 1;
  }

  /// Whether the code point takes an escape and a second septet.
  public static boolean isExtension(int codePoint) {
    return width(codePoint) == 2;
  }

  /// Septets that one code point or UTF-16 code unit takes: 1, 2, or 0 when it is in neither table.
  static int width(int codePoint) {
    int code = codeOf(codePoint);
    return code == NONE ? 0 : code >= EXTENDED ? 2 : 1;
  }

  private static int codeOf(int codePoint) {
    return codePoint >= 0 && codePoint < CODES.length ? CODES[codePoint] & 0xFF : NONE;
  }
}
