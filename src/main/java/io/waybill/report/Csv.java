package io.waybill.report;

import java.util.List;

/**
 * Rows as RFC 4180 has them, UTF-8, that no spreadsheet takes for formulas.
 *
 * <p>A spreadsheet calculates what begins with {@code = + - @}, some what begins with {@code | %},
 * and makes a number of {@code +372…}. So an apostrophe goes before such a beginning, also behind
 * what another spreadsheet may take for the end of a cell ({@code ; |}, tab, line break), and
 * before an apostrophe that stands there itself: whoever takes away one apostrophe at the beginning
 * of a cell, or behind one of those characters, has exactly what it was. Numbers to calculate with
 * have none.
 */
public final class Csv {
  /** Tells spreadsheets that it is UTF-8. */
  static final String MARK = "\uFEFF";

  /** The full-width ones are taken for the others in some languages. */
  private static final String BEGINS = "=+-@|%\t\r\n'＝＋－＠";

  private static final String ENDS = ";|\t\r\n";

  private Csv() {}

  /** A row with its line end. */
  public static String row(List<Cell> cells) {
    StringBuilder line = new StringBuilder(256);
    for (int i = 0; i < cells.size(); i++) {
      if (i > 0) {
        line.append(',');
      }
      switch (cells.get(i)) {
        case Cell.Text(String text) -> quoted(line, safe(text));
        case Cell.Amount(var value) -> line.append(value.toPlainString());
      }
    }
    return line.append("\r\n").toString();
  }

  /** As it can be shown to a spreadsheet. */
  public static String safe(String text) {
    StringBuilder safe = null;
    boolean isBeginning = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isBeginning && BEGINS.indexOf(c) >= 0) {
        if (safe == null) {
          safe = new StringBuilder(text.length() + 8).append(text, 0, i);
        }
        safe.append('\'');
      }
      if (safe != null) {
        safe.append(c);
      }
      isBeginning = ENDS.indexOf(c) >= 0;
    }
    return safe == null ? text : safe.toString();
  }

  private static void quoted(StringBuilder line, String text) {
    boolean needs = false;
    for (int i = 0; i < text.length() && !needs; i++) {
      char c = text.charAt(i);
      needs = c == ',' || c == '"' || c == '\n' || c == '\r' || c == ';' || c == '\t' || c == '|';
    }
    if (needs || (!text.isEmpty() && (text.charAt(0) <= ' ' || text.charAt(0) == '\''))) {
      line.append('"').append(text.replace("\"", "\"\"")).append('"');
    } else {
      line.append(text);
    }
  }
}
