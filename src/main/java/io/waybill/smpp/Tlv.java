package io.waybill.smpp;

import java.util.OptionalInt;

/// One optional parameter of a PDU: tag, length, value (SMPP 3.4 section 3.2.4).
///
/// @param tag 0 to 65535, the named ones are in [Tag]
/// @param value up to 65535 octets
public record Tlv(int tag, Octets value) {
  public Tlv {
    if (tag < 0 || tag > 0xFFFF) {
      throw new IllegalArgumentException("a tag has two octets: " + tag);
    }
    if (value.length() > 0xFFFF) {
      throw new IllegalArgumentException("too long for a parameter: " + value.length());
    }
  }

  /// A parameter of one octet.
  public static Tlv ofOctet(int tag, int value) {
    return new Tlv(tag, Octets.of((byte) Fields.octet("value", value)));
  }

  /// A parameter of two octets, `value` from 0 to 65535.
  public static Tlv ofShort(int tag, int value) {
    if (value < 0 || value > 0xFFFF) {
      throw new IllegalArgumentException("not a number of two octets: " + value);
    }
    return new Tlv(tag, Octets.of((byte) (value >> 8), (byte) value));
  }

  /// A C-octet string: Latin-1 and a NUL behind it.
  public static Tlv ofString(int tag, String value) {
    return new Tlv(tag, Octets.ofLatin1(value + "\0"));
  }

  /// The value as Latin-1 text without the NULs at its end: one by the book, none or several from
  /// some operators.
  public String asString() {
    int end = value.length();
    while (end > 0 && value.at(end - 1) == 0) {
      end--;
    }
    return value.slice(0, end).asLatin1();
  }

  /// The value as a number, highest octet first; empty if it has no octets or more than four.
  public OptionalInt asInt() {
    if (value.isEmpty() || value.length() > 4) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int i = 0; i < value.length(); i++) {
      number = number << 8 | value.at(i);
    }
    return OptionalInt.of(number);
  }
}
