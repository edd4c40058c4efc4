package io.waybill.classic;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/// The charsets that a text may come in, by the names that IANA registers, and a few that people
/// write.
final class Charsets {
  private static final int NAME_MAX = 40;

  private Charsets() {}

  /// The charset of this name, in any case; empty if there is none.
  static Optional<Charset> of(String name) {
    if (name.length() > NAME_MAX) {
      return Optional.empty();
    }
    switch (name.toUpperCase(Locale.ROOT)) {
      case "UCS2", "UCS-2", "UCS-2BE" -> {
        return Optional.of(StandardCharsets.UTF_16BE);
      }
      default -> {
        try {
          // The others are Java's own inventions, such as those that guess.
          return Optional.of(Charset.forName(name)).filter(Charset::isRegistered);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException none) {
          return Optional.empty();
        }
      }
    }
  }

  /// The text of these octets; empty if the charset has no meaning for them.
  static Optional<String> decode(byte[] octets, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(octets))
              .toString());
    } catch (CharacterCodingException meaningless) {
      return Optional.empty();
    }
  }
}
