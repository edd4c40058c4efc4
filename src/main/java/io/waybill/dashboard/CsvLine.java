package io.waybill.dashboard;

import io.waybill.report.Csv;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A line of a CSV file (RFC 4180) that a spreadsheet shows as it is, by the rule of reports, see
 * {@link Csv}. Pure.
 */
final class CsvLine {
  static final String TYPE = "text/csv; charset=utf-8";

  private CsvLine() {}

  /** With its line end. */
  static String of(String... cells) {
    return Arrays.stream(cells).map(CsvLine::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(String text) {
    String safe = Csv.safe(text);
    boolean isPlain = safe.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
    return isPlain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
  }
}
