package io.waybill.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Reads UTF-8 strictly: nothing is replaced silently.
final class Utf8 {
  private Utf8() {}

  /// The text of these octets; empty if they are not valid UTF-8 (RFC 3629).
  static Optional<String> decode(byte[] octets) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets))
              .toString());
    } catch (CharacterCodingException invalid) {
      return Optional.empty();
    }
  }

  /// Undoes percent-encoding (RFC 3986, section 2.1); empty if it is broken or not UTF-8.
  ///
  /// @param plusIsBlank as forms write it, in query strings only
  static Optional<String> unescape(String escaped, boolean plusIsBlank) {
    if (escaped.indexOf('%') < 0 && (!plusIsBlank || escaped.indexOf('+') < 0)) {
      return Optional.of(escaped);
    }
    return octets(escaped.getBytes(StandardCharsets.UTF_8), plusIsBlank).flatMap(Utf8::decode);
  }

  /// The octets that are percent-encoded in these, whatever they mean; empty if that is broken.
  static Optional<byte[]> octets(byte[] raw, boolean plusIsBlank) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream(raw.length);
    int i = 0;
    while (i < raw.length) {
      if (raw[i] == '%') {
        int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
        int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        octets.write(high << 4 | low);
        i += 3;
      } else {
        octets.write(raw[i] == '+' && plusIsBlank ? ' ' : raw[i]);
        i++;
      }
    }
    return Optional.of(octets.toByteArray());
  }
}
