package io.waybill.accept;

import io.waybill.text.Alphabet;
import io.waybill.text.Splitter;
import java.util.regex.Pattern;

/// Which senders have a form that networks can show (contract 1.2, "Sender rules").
public final class Senders {
  /// The form in words, as the end of a sentence.
  public static final String RULE =
      "must be 3 to 15 digits with or without +, or 1 to 11 letters of the GSM alphabet, digits,"
          + " blanks and -_.&, with at least one letter or digit";

  private static final Pattern NUMERIC = Pattern.compile("\\+?[0-9]{3,15}");
  private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]*");
  private static final int NAME_MAX = 11;
  private static final String SIGNS = " -_.&";

  private Senders() {}

  /// Whether it has that form.
  public static boolean isWellFormed(String sender) {
    return DIGITS.matcher(sender).matches() ? NUMERIC.matcher(sender).matches() : isName(sender);
  }

  private static boolean isName(String sender) {
    return sender.length() <= NAME_MAX
        && Splitter.count(sender).alphabet() == Alphabet.GSM7
        && sender.chars().allMatch(c -> Character.isLetterOrDigit(c) || SIGNS.indexOf(c) >= 0)
        && sender.chars().anyMatch(Character::isLetterOrDigit);
  }
}
