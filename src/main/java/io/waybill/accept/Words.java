package io.waybill.accept;

import io.waybill.text.Alphabet;
import io.waybill.text.Autoconvert;
import io.waybill.text.Count;
import io.waybill.text.Encoded;
import io.waybill.text.Replacement;
import io.waybill.text.Replacer;
import io.waybill.text.Splitter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is to be said, and how much room it takes on the air.
///
/// @param text after replacement
/// @param udh hex; null without one
public record Words(String text, Alphabet alphabet, int parts, int replaced, @Nullable String udh) {
  /// Octets of the longest header: it fills a part.
  public static final int UDH_OCTETS_MAX = 140;

  /// Septets in a part of a long text.
  private static final int PART_SEPTETS = 153;

  /// Whether a text can be sent.
  public sealed interface Fit {
    /// It can.
    record Good(Words words) implements Fit {}

    /// It cannot; the problem goes on after the name of the field.
    record Bad(String problem) implements Fit {}
  }

  /// Replaces costly characters and counts the parts (contract 3.9 and 3.10). With a header of the
  /// customer's own it must be one part (design.md, section 4, Parts).
  ///
  /// @param udh octets, the first of which counts the others; none for none
  public static Fit fit(
      String given, Autoconvert mode, Map<String, String> replacements, byte[] udh, int partsMax) {
    // So long that no replacement can save it: not worth the work.
    if (given.length() > 4 * PART_SEPTETS * partsMax) {
      return new Fit.Bad("is too long; at most " + partsMax + " parts are allowed");
    }
    Replacement replacement = Replacer.replace(given, mode, replacements);
    String text = replacement.text();
    int replaced = replacement.changes().size();
    if (text.isEmpty()) {
      return new Fit.Bad("is empty after replacement");
    }
    if (udh.length > 0) {
      Optional<Encoded> one = Splitter.single(udh, text);
      return one.isEmpty()
          ? new Fit.Bad("does not fit into one part together with udh")
          : new Fit.Good(
              new Words(text, one.get().alphabet(), 1, replaced, HexFormat.of().formatHex(udh)));
    }
    Count count = Splitter.count(text);
    return count.parts() > partsMax
        ? new Fit.Bad("makes " + count.parts() + " parts; at most " + partsMax + " are allowed")
        : new Fit.Good(new Words(text, count.alphabet(), count.parts(), replaced, null));
  }

  /// Whether these octets are a user data header: the first counts those that follow (3GPP TS
  /// 23.040, section 9.2.3.24).
  public static boolean isUdh(byte[] octets) {
    return octets.length > 0
        && octets.length <= UDH_OCTETS_MAX
        && (octets[0] & 0xFF) == octets.length - 1;
  }

  /// For the first line of the timeline.
  public Map<String, Object> details() {
    Map<String, Object> details = new HashMap<>();
    details.put("parts", parts);
    details.put("encoding", alphabet.name().toLowerCase(Locale.ROOT));
    if (replaced > 0) {
      details.put("replaced", replaced);
    }
    return details;
  }
}
