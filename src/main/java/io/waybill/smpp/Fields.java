package io.waybill.smpp;

/// What a field of a PDU can hold. Both directions keep to the same bounds, so whatever was decoded
/// can be encoded again.
final class Fields {
  /// Characters in any C-octet string but a message id. SMPP 3.4 section 5.2 allows fewer, down to
  /// 8 for a password; operators hand out longer ones, and no receipt shall be lost over an address
  /// of 25 characters. Whoever is told to keep a narrower limit checks it itself.
  static final int STRING_MAX = 64;

  /// Characters in a message id: 64 by section 5.2.23, but losing the answer to a submit over a
  /// longer one would cost more than keeping it.
  static final int MESSAGE_ID_MAX = 255;

  private Fields() {}

  static String string(String name, String value) {
    return string(name, value, STRING_MAX);
  }

  /// Checks that a text can travel as a C-octet string: not too long, Latin-1, no NUL inside.
  static String string(String name, String value, int max) {
    if (value.length() > max) {
      throw new IllegalArgumentException(name + " is longer than " + max + " characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == 0 || c > 0xFF) {
        throw new IllegalArgumentException(name + " has a character that SMPP cannot carry");
      }
    }
    return value;
  }

  static int octet(String name, int value) {
    if (value < 0 || value > 0xFF) {
      throw new IllegalArgumentException(name + " is not an octet: " + value);
    }
    return value;
  }
}
