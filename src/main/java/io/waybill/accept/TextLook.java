package io.waybill.accept;

import io.waybill.text.Alphabet;
import io.waybill.text.Autoconvert;
import io.waybill.text.Change;
import io.waybill.text.Count;
import io.waybill.text.Replacement;
import io.waybill.text.Replacer;
import io.waybill.text.Splitter;
import java.util.List;
import java.util.Map;

/// What a text becomes on the air: for the preview by API and for the page that people send from.
///
/// @param given as it was written
/// @param text after replacement
/// @param perPart units that a part of it holds
/// @param changes what was replaced, in the order of its place in the given text
/// @param costly characters of the text that are outside GSM 03.38, each once
public record TextLook(
    String given,
    String text,
    Count count,
    int perPart,
    List<Change> changes,
    List<String> costly) {
  /// Units of one part alone and of a part of several (contract 3.10).
  private static final int SEPTETS_ALONE = 160;

  private static final int SEPTETS = 153;
  private static final int UNITS_ALONE = 70;
  private static final int UNITS = 67;

  /// So many of each are told.
  static final int TOLD_MAX = 1_000;

  public TextLook {
    changes = List.copyOf(changes);
    costly = List.copyOf(costly);
  }

  /// Looks at a text.
  ///
  /// @param table the account's own replacements
  public static TextLook at(String given, Autoconvert mode, Map<String, String> table) {
    Replacement replacement = Replacer.replace(given, mode, table);
    String text = replacement.text();
    Count count = Splitter.count(text);
    boolean gsm = count.alphabet() == Alphabet.GSM7;
    int perPart =
        count.parts() == 1 ? (gsm ? SEPTETS_ALONE : UNITS_ALONE) : (gsm ? SEPTETS : UNITS);
    List<String> costly =
        text.codePoints()
            .mapToObj(Character::toString)
            .filter(TextLook::isCostly)
            .distinct()
            .limit(TOLD_MAX)
            .toList();
    List<Change> changes = replacement.changes();
    return new TextLook(
        given,
        text,
        count,
        perPart,
        changes.subList(0, Math.min(TOLD_MAX, changes.size())),
        costly);
  }

  /// Whether a character makes the whole text one of 70 characters a part.
  public static boolean isCostly(String character) {
    return Splitter.count(character).alphabet() != Alphabet.GSM7;
  }

  /// Whether every character is in GSM 03.38.
  public boolean isGsm() {
    return count.alphabet() == Alphabet.GSM7;
  }
}
