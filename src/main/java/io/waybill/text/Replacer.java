package io.waybill.text;

import java.util.List;
import java.util.Map;

/// Replaces characters that would force a text into UCS-2, where a part holds 67 instead of 153
/// (contract 3.9). The full table of the original service is not public; ours follows Unicode's
/// decompositions and common typography, and never guesses across scripts: Cyrillic, lower-case
/// Greek and East Asian characters stay.
public final class Replacer {
  private Replacer() {}

  /// The text to send and what was changed. `ON` applies the account's table; `FULL` does the same
  /// and then puts the closest GSM 03.38 form for every other character, in replaced text too;
  /// `OFF` changes nothing. What a table put in is not looked up in the table again.
  ///
  /// @param table what to replace (one character, or a word or phrase) and by what; keys are
  ///   matched exactly, the longest first, and words only where no letter or digit adjoins their
  ///   own letters and digits; the caller bounds its size
  public static Replacement replace(String text, Autoconvert mode, Map<String, String> table) {
    return switch (mode) {
      case OFF -> unchanged(text);
      case ON ->
          table.isEmpty() ? unchanged(text) : new Walk(text, new Dictionary(table), null).run();
      case FULL ->
          table.isEmpty() && Gsm0338.fits(text)
              ? unchanged(text)
              : new Walk(text, new Dictionary(table), Closest.within(text)).run();
    };
  }

  private static Replacement unchanged(String text) {
    return new Replacement(text, List.of());
  }
}
