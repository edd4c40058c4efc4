package io.waybill.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.waybill.settings.Fields;
import io.waybill.simulator.Dice.Throw;
import io.waybill.smpp.Octets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// What is sent that is no SMPP: `garbage` of a personality.
///
/// @param every from the bind on; 0: never
/// @param kinds one of them each time, by chance
record Garbage(Duration every, List<Kind> kinds) {
  private static final int RANDOM_OCTETS = 64;

  enum Kind {
    /// A PDU that says it has 7 octets.
    SHORT_LENGTH,
    /// A PDU that says it has 2 GiB.
    HUGE_LENGTH,
    /// A command that nobody has defined, otherwise well made.
    UNKNOWN_COMMAND,
    /// 64 octets by chance.
    RANDOM,
    /// A deliver_sm that ends inside its first fields; the next PDU is whole again.
    TRUNCATED,
    /// `HTTP/1.1 400 Bad Request`
    HTTP,
    /// The beginning of a TLS handshake.
    TLS
  }

  static Garbage read(Fields f) {
    List<Kind> all = List.of(Kind.values());
    String text = f.text("kinds", "", 200);
    List<Kind> kinds =
        text.isEmpty()
            ? all
            : Arrays.stream(text.split("[,\\s]+"))
                .flatMap(word -> all.stream().filter(k -> Fields.word(k).equals(word)))
                .toList();
    if (kinds.isEmpty() || (!text.isEmpty() && kinds.size() != text.split("[,\\s]+").length)) {
      f.problem(
          "kinds",
          "must be some of "
              + String.join(", ", all.stream().map(Fields::word).toList())
              + ", not '"
              + text
              + "'.");
    }
    return new Garbage(Reading.interval(f, "every"), kinds.isEmpty() ? all : kinds);
  }

  /// The octets of one piece.
  Octets piece(Dice dice) {
    return octets(kinds.get((int) (dice.roll(Throw.GARBAGE_KIND) * kinds.size())), dice);
  }

  private static Octets octets(Kind kind, Dice dice) {
    return switch (kind) {
      case SHORT_LENGTH -> Octets.ofHex("00000007 00000005 000000");
      case HUGE_LENGTH -> Octets.ofHex("7fffffff 00000005 00000000 00000001");
      case UNKNOWN_COMMAND -> Octets.ofHex("00000014 000b0b0b 00000000 00000001 deadbeef");
      case TRUNCATED -> Octets.ofHex("00000014 00000005 00000000 00000001 00010137");
      case HTTP ->
          Octets.of("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
      case TLS -> Octets.ofHex("16030100c8010000c40303" + "5a".repeat(32) + "00");
      case RANDOM -> {
        byte[] octets = new byte[RANDOM_OCTETS];
        for (int i = 0; i < octets.length; i++) {
          octets[i] =
              (byte) new Dice(dice.bits(Throw.GARBAGE_OCTETS), i).bits(Throw.GARBAGE_OCTETS);
        }
        yield Octets.of(octets);
      }
    };
  }
}
