package io.waybill.dashboard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cells of a list, row by row (RFC 4180, with any separator). For one thread. */
final class Cells {
  private final String text;
  private final char separator;
  private int at;
  private int line = 1;
  private int openSince;

  /**
   * @param separator NUL: every line is one cell
   */
  Cells(String text, char separator) {
    this.text = text;
    this.separator = separator;
  }

  /** The line of a quote that was never closed; 0: there is none. */
  int openSince() {
    return openSince;
  }

  /** The next row, blanks at the ends of its cells taken off; null after the last. */
  ListText.@Nullable Row next() {
    if (at >= text.length()) {
      return null;
    }
    int first = line;
    List<String> cells = new ArrayList<>();
    boolean isMore = true;
    while (isMore) {
      isMore = cell(cells);
    }
    return new ListText.Row(first, cells);
  }

  /** Whether another one follows in this row. */
  private boolean cell(List<String> cells) {
    skipBlanks();
    String cell;
    if (separator != '\0' && at < text.length() && text.charAt(at) == '"') {
      cell = quoted() + plain();
    } else {
      cell = plain();
    }
    cells.add(cell.strip());
    if (at >= text.length()) {
      return false;
    }
    char end = text.charAt(at++);
    if (end == '\r' && at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    line += end == separator ? 0 : 1;
    return end == separator;
  }

  private void skipBlanks() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /** Up to the end of the cell, which stays. */
  private String plain() {
    int from = at;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n' || c == '\r' || (separator != '\0' && c == separator)) {
        break;
      }
      at++;
    }
    return text.substring(from, at);
  }

  private String quoted() {
    StringBuilder out = new StringBuilder();
    int opened = line;
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '\n') {
        line++;
      }
      if (c != '"') {
        out.append(c);
      } else if (at < text.length() && text.charAt(at) == '"') {
        out.append('"');
        at++;
      } else {
        return out.toString();
      }
    }
    openSince = opened;
    return out.toString();
  }
}
