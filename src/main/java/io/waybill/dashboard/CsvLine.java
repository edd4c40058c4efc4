package io.waybill.dashboard;

/**
 * A line of a CSV file (RFC 4180) that a spreadsheet shows as it is: what would be taken for a
 * formula, or for a number that loses its plus, begins with an apostrophe. Pure.
 */
final class CsvLine {
  static final String TYPE = "text/csv; charset=utf-8";

  private CsvLine() {}

  /** With its line end. */
  static String of(String... cells) {
    StringBuilder line = new StringBuilder();
    for (String cell : cells) {
      line.append(line.isEmpty() ? "" : ",").append(cell(cell));
    }
    return line.append("\r\n").toString();
  }

  private static String cell(String text) {
    boolean isRisky = !text.isEmpty() && "=+-@\t\r\n|%".indexOf(text.charAt(0)) >= 0;
    String safe = isRisky ? "'" + text : text;
    boolean isPlain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
