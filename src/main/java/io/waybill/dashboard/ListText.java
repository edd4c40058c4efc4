package io.waybill.dashboard;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A list of recipients as people have it: numbers one below the other, cells copied out of a
 * spreadsheet, a CSV file of any country's Excel. Pure.
 */
public final class ListText {
  /** Most rows with something in them, the header not counted. */
  public static final int ROWS_MAX = 100_000;

  /** Octets of the longest list. */
  public static final int OCTETS_MAX = 10 << 20;

  /** Most columns. */
  public static final int COLUMNS_MAX = 50;

  private static final int LOOKED_AT = 200;
  private static final Pattern SCIENTIFIC = Pattern.compile("\\d(?:[.,]\\d+)?[eE]\\+?\\d{1,2}");
  private static final Pattern NUMBERISH = Pattern.compile("[+(]?[0-9][0-9 \\u00A0().\\-/]{5,24}");
  private static final Pattern NAMED_SO =
      Pattern.compile(
          "(?iu).*(phone|mobile|msisdn|gsm|number|recipient|telefon|mobiil|puhelin|handy|telef|num[eé]r|nr\\b|tel\\b).*");

  private ListText() {}

  /**
   * A row.
   *
   * @param line where it begins in the list, from 1
   */
  public record Row(int line, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }

    /** The cell in that column; empty if the row is shorter. */
    public String cell(int column) {
      return column < cells.size() ? cells.get(column) : "";
    }
  }

  /**
   * A list that was read.
   *
   * @param names of the columns; those without a header are named by their letter
   * @param guess the column in which the numbers seem to be
   */
  public record Table(List<String> names, boolean hasHeader, List<Row> rows, int guess) {
    public Table {
      names = List.copyOf(names);
      rows = List.copyOf(rows);
    }
  }

  /** What reading comes to. */
  public sealed interface Read {
    /** It has rows. */
    record Good(Table table) implements Read {}

    /** It has none, or too many, with a sentence about what to do. */
    record Bad(String why) implements Read {}
  }

  /** A file's text, whatever spreadsheet wrote it. */
  public sealed interface Decoded {
    /** Its text. */
    record Good(String text) implements Decoded {}

    /** It is none, with a sentence about what to do. */
    record Bad(String why) implements Decoded {}
  }

  /** By its byte order mark, else UTF-8 if it is that, else Windows-1252. */
  public static Decoded decode(byte[] octets) {
    if (octets.length > OCTETS_MAX) {
      return new Decoded.Bad(tooLong());
    }
    if (octets.length > 3 && octets[0] == 'P' && octets[1] == 'K') {
      return new Decoded.Bad(
          "This is a workbook. In the spreadsheet choose Save as, CSV UTF-8, and take that file.");
    }
    String text;
    if (starts(octets, 0xFF, 0xFE)) {
      text = new String(octets, StandardCharsets.UTF_16LE);
    } else if (starts(octets, 0xFE, 0xFF)) {
      text = new String(octets, StandardCharsets.UTF_16BE);
    } else {
      text = utf8Or1252(octets);
    }
    return text.indexOf('\0') >= 0
        ? new Decoded.Bad("This is no text. Save the list as CSV UTF-8, and take that file.")
        : new Decoded.Good(text);
  }

  private static boolean starts(byte[] octets, int first, int second) {
    return octets.length >= 2 && (octets[0] & 0xFF) == first && (octets[1] & 0xFF) == second;
  }

  private static String utf8Or1252(byte[] octets) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(octets))
          .toString();
    } catch (CharacterCodingException older) {
      return new String(octets, Charset.forName("windows-1252"));
    }
  }

  private static String tooLong() {
    return "The list is longer than %d MiB: send it in parts.".formatted(OCTETS_MAX >> 20);
  }

  /** Reads a list: finds out what stands between its cells, its header and its numbers. */
  public static Read read(String given) {
    String text = given.startsWith("\uFEFF") ? given.substring(1) : given;
    if (text.length() > OCTETS_MAX) {
      return new Read.Bad(tooLong());
    }
    Cells cells = new Cells(text, separator(text));
    List<Row> rows = new ArrayList<>();
    for (Row row = cells.next(); row != null; row = cells.next()) {
      if (row.cells().size() > COLUMNS_MAX && !isAllNumbers(row)) {
        return new Read.Bad(
            "Line %d has more than %d columns: keep those that are needed."
                .formatted(row.line(), COLUMNS_MAX));
      }
      if (rows.size() > ROWS_MAX) {
        return tooMany();
      }
      if (row.cells().stream().anyMatch(cell -> !cell.isEmpty())) {
        rows.add(row);
      }
    }
    if (cells.openSince() > 0) {
      return new Read.Bad(
          "The quote that opens in line %d is never closed.".formatted(cells.openSince()));
    }
    if (rows.isEmpty()) {
      return new Read.Bad("The list is empty: give at least one number.");
    }
    rows = upright(rows);
    boolean hasHeader = hasHeader(rows);
    List<Row> data = hasHeader ? rows.subList(1, rows.size()) : rows;
    if (data.size() > ROWS_MAX) {
      return tooMany();
    }
    int width = rows.stream().mapToInt(r -> r.cells().size()).max().orElse(1);
    List<String> names = names(hasHeader ? rows.getFirst() : null, width);
    return new Read.Good(new Table(names, hasHeader, data, guess(names, hasHeader, data, width)));
  }

  private static Read.Bad tooMany() {
    return new Read.Bad(
        "The list has more than %s rows: send it in parts.".formatted(Figures.number(ROWS_MAX)));
  }

  /** Numbers beside each other, with nothing else, are recipients as well. */
  private static List<Row> upright(List<Row> rows) {
    boolean isWide = rows.stream().anyMatch(r -> r.cells().size() > 1);
    if (!isWide || rows.stream().limit(LOOKED_AT).anyMatch(r -> !isAllNumbers(r))) {
      return rows;
    }
    List<Row> one = new ArrayList<>();
    for (Row row : rows) {
      for (String cell : row.cells()) {
        if (!cell.isEmpty()) {
          one.add(new Row(row.line(), List.of(cell)));
        }
      }
    }
    return one;
  }

  private static boolean isAllNumbers(Row row) {
    return row.cells().stream().allMatch(c -> c.isEmpty() || isNumberish(c));
  }

  private static boolean hasHeader(List<Row> rows) {
    boolean first = rows.getFirst().cells().stream().anyMatch(ListText::isNumberish);
    boolean isNamed =
        rows.getFirst().cells().stream()
            .anyMatch(c -> NAMED_SO.matcher(c).matches() && !c.matches(".*\\d{3}.*"));
    return !first
        && rows.size() > 1
        && (isNamed
            || rows.stream()
                .skip(1)
                .limit(LOOKED_AT)
                .anyMatch(r -> r.cells().stream().anyMatch(ListText::isNumberish)));
  }

  private static boolean isNumberish(String cell) {
    String bare = RecipientNumber.bare(cell);
    return NUMBERISH.matcher(bare).matches() || SCIENTIFIC.matcher(bare).matches();
  }

  private static List<String> names(@org.jspecify.annotations.Nullable Row header, int width) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      String name = header == null ? "" : header.cell(i);
      String letter = (i >= 26 ? Character.toString('A' + i / 26 - 1) : "") + (char) ('A' + i % 26);
      names.add(name.isEmpty() || names.contains(name) ? "Column " + letter : name);
    }
    return names;
  }

  /** Where most cells are numbers; where that is even, the one that is named so. */
  private static int guess(List<String> names, boolean hasHeader, List<Row> rows, int width) {
    int best = 0;
    double most = -1;
    for (int i = 0; i < width; i++) {
      int column = i;
      double count =
          rows.stream().limit(LOOKED_AT).filter(r -> isNumberish(r.cell(column))).count();
      boolean isNamed = hasHeader && NAMED_SO.matcher(names.get(i)).matches();
      double score = count + (isNamed ? 0.5 + Math.min(rows.size(), LOOKED_AT) / 2.0 : 0);
      if (score > most) {
        most = score;
        best = i;
      }
    }
    return best;
  }

  /** What stands in nearly every one of the first lines; no character at all if nothing does. */
  private static char separator(String text) {
    List<String> lines =
        text.lines()
            .filter(line -> !line.isBlank())
            .limit(20)
            .map(line -> SCIENTIFIC.matcher(line).replaceAll(""))
            .toList();
    char most = '\0';
    long count = 0;
    for (char candidate : new char[] {'\t', ';', ','}) {
      long in = lines.stream().filter(line -> isOutsideQuotes(line, candidate)).count();
      if (in * 5 >= lines.size() * 4L && in > 0) {
        return candidate;
      }
      if (in > count) {
        most = candidate;
        count = in;
      }
    }
    return most;
  }

  private static boolean isOutsideQuotes(String line, char wanted) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      if (!quoted && line.charAt(i) == wanted) {
        return true;
      }
    }
    return false;
  }
}
