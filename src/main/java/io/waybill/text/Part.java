package io.waybill.text;

import java.util.Arrays;

/// One short message: an optional user data header and a body. Immutable: arrays are copied on the
/// way in and out. GSM 7 bit bodies are unpacked, one octet per septet.
public final class Part {
  private final byte[] udh;
  private final byte[] body;

  /// The header begins with its own length octet (3GPP TS 23.040 section 9.2.3.24); empty for none.
  public Part(byte[] udh, byte[] body) {
    this.udh = udh.clone();
    this.body = body.clone();
  }

  /// The header with its length octet, or no octets.
  public byte[] udh() {
    return udh.clone();
  }

  /// The text of this part, or no octets.
  public byte[] body() {
    return body.clone();
  }

  /// Whether there is a header, that is, whether the user data header indicator must be set.
  public boolean hasUdh() {
    return udh.length > 0;
  }

  /// Header, then body: what SMPP carries in `short_message` or `message_payload`.
  public byte[] octets() {
    byte[] octets = Arrays.copyOf(udh, udh.length + body.length);
    System.arraycopy(body, 0, octets, udh.length, body.length);
    return octets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Part that
        && Arrays.equals(udh, that.udh)
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(udh) + Arrays.hashCode(body);
  }

  /// Lengths only: what people write to each other does not belong in a log.
  @Override
  public String toString() {
    return "Part[udh " + udh.length + " octets, body " + body.length + " octets]";
  }
}
