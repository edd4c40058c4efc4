package io.waybill.dashboard;

import io.waybill.accept.Numbers;
import java.util.Optional;
import java.util.regex.Pattern;

/** A number as a spreadsheet has it. Pure. */
final class RecipientNumber {
  private static final Pattern SCIENTIFIC = Pattern.compile("\\d(?:[.,]\\d+)?[eE]\\+?\\d{1,2}");
  private static final Pattern SIGNS =
      Pattern.compile(
          "[\\s\\u00A0\\u202F\\u200B-\\u200F\\u202A-\\u202E\\u2060\\u2010-\\u2013().\\-/]");

  private RecipientNumber() {}

  /** What reading one comes to. */
  sealed interface Read {
    /** International, with +. */
    record Good(Numbers.Phone phone) implements Read {}

    /** None. */
    record Bad(Trouble trouble) implements Read {}
  }

  /** Without what spreadsheets put around a number so that it stays one. */
  static String bare(String cell) {
    String text = cell.strip();
    if (text.startsWith("=\"") && text.endsWith("\"") && text.length() > 2) {
      text = text.substring(2, text.length() - 1);
    }
    if (text.startsWith("'")) {
      text = text.substring(1);
    }
    return text.strip();
  }

  /**
   * Reads a cell.
   *
   * @param country whose numbers those without a country code are; empty: none is without
   */
  static Read read(String cell, String country) {
    String bare = bare(cell);
    if (bare.isEmpty()) {
      return new Read.Bad(Trouble.EMPTY);
    }
    if (SCIENTIFIC.matcher(bare).matches()) {
      return new Read.Bad(Trouble.SHORTENED);
    }
    // +44 (0)20: the 0 is dialled within the country only.
    String digits = bare.startsWith("+") || bare.startsWith("00") ? bare.replace("(0)", "") : bare;
    Optional<Numbers.Phone> phone = Numbers.read(SIGNS.matcher(digits).replaceAll(""), country);
    return phone.<Read>map(Read.Good::new).orElseGet(() -> new Read.Bad(Trouble.NO_NUMBER));
  }
}
