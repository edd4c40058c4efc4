package io.waybill.smpp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// A run of octets as a value: it never changes, and two with the same content are equal.
public final class Octets {
  /// No octets at all.
  public static final Octets EMPTY = new Octets(new byte[0]);

  private final byte[] bytes;

  private Octets(byte[] owned) {
    this.bytes = owned;
  }

  /// A copy of these octets.
  public static Octets of(byte... bytes) {
    return copyOf(bytes, 0, bytes.length);
  }

  /// A copy of `bytes[from, to)`.
  ///
  /// @throws IndexOutOfBoundsException if that range is not inside the array
  public static Octets copyOf(byte[] bytes, int from, int to) {
    return from == to ? EMPTY : new Octets(Arrays.copyOfRange(bytes, from, to));
  }

  /// One octet for each character; a character beyond U+00FF becomes `?`.
  public static Octets ofLatin1(String text) {
    return text.isEmpty() ? EMPTY : new Octets(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// The octets written as hexadecimal digits; white space between them is for the reader only.
  ///
  /// @throws IllegalArgumentException if anything else is in there, or half an octet
  public static Octets ofHex(String digits) {
    byte[] bytes = HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    return bytes.length == 0 ? EMPTY : new Octets(bytes);
  }

  public int length() {
    return bytes.length;
  }

  public boolean isEmpty() {
    return bytes.length == 0;
  }

  /// One octet, 0 to 255.
  public int at(int index) {
    return bytes[index] & 0xFF;
  }

  /// The octets from `from` up to, not including, `to`.
  public Octets slice(int from, int to) {
    return from == 0 && to == bytes.length ? this : copyOf(bytes, from, to);
  }

  public byte[] toByteArray() {
    return bytes.clone();
  }

  /// One character for each octet.
  public String asLatin1() {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /// Two lower-case hexadecimal digits for each octet.
  public String toHex() {
    return HexFormat.of().formatHex(bytes);
  }

  void copyInto(byte[] target, int at) {
    System.arraycopy(bytes, 0, target, at, bytes.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets octets && Arrays.equals(bytes, octets.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return toHex();
  }
}
