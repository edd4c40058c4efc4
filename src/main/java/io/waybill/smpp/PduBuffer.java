package io.waybill.smpp;

import java.util.Arrays;

/// Collects encoded PDUs, so that many leave in one write and none costs an allocation.
///
/// Grows with what is put in; whoever fills it writes and clears it before it is larger than they
/// like. Not for use by several threads at once.
public final class PduBuffer {
  /// The most octets one PDU may have, in both directions.
  public static final int PDU_MAX = 65_536;

  static final int HEADER = 16;
  private static final int CAPACITY_FIRST = 4_096;
  private static final int CAPACITY_KEPT = 1 << 20;

  private byte[] bytes = new byte[CAPACITY_FIRST];
  private int length;

  /// Encodes a PDU behind what is already here.
  ///
  /// @throws IllegalArgumentException if it would be longer than [#PDU_MAX]; nothing is added then
  public void put(Pdu pdu) {
    int start = length;
    int32(0);
    int32(pdu.commandId());
    int32(pdu.status());
    int32(pdu.sequence());
    Encoder.body(pdu, this);
    int size = length - start;
    if (size > PDU_MAX) {
      length = start;
      throw new IllegalArgumentException("a PDU of " + size + " octets");
    }
    int32At(start, size);
  }

  /// The octets to write are `array()[0, length())`. The array is the buffer's own: read it before
  /// the next [#put] or [#clear], and do not change it.
  public byte[] array() {
    return bytes;
  }

  public int length() {
    return length;
  }

  /// Starts again; gives back the memory that one large burst may have taken.
  public void clear() {
    length = 0;
    if (bytes.length > CAPACITY_KEPT) {
      bytes = new byte[CAPACITY_FIRST];
    }
  }

  void octet(int value) {
    ensure(1);
    bytes[length++] = (byte) value;
  }

  void int16(int value) {
    octet(value >> 8);
    octet(value);
  }

  void int32(int value) {
    ensure(4);
    int32At(length, value);
    length += 4;
  }

  /// A C-octet string: the characters, known to be Latin-1, and a NUL.
  void string(String value) {
    ensure(value.length() + 1);
    for (int i = 0; i < value.length(); i++) {
      bytes[length++] = (byte) value.charAt(i);
    }
    bytes[length++] = 0;
  }

  void octets(Octets value) {
    ensure(value.length());
    value.copyInto(bytes, length);
    length += value.length();
  }

  private void int32At(int at, int value) {
    bytes[at] = (byte) (value >> 24);
    bytes[at + 1] = (byte) (value >> 16);
    bytes[at + 2] = (byte) (value >> 8);
    bytes[at + 3] = (byte) value;
  }

  private void ensure(int more) {
    int needed = Math.addExact(length, more);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }
}
