package io.waybill.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/**
 * An XLSX file, written as it comes. Words are cells of text, which no program calculates. What a
 * sheet has no room for goes to another one, with the same first row. Cannot be gone on with.
 */
final class XlsxTable implements Table {
  /** Of one sheet (ECMA-376, as Excel reads it). */
  static final int ROWS_MAX = 1_048_576;

  /** Excel shows no more of a cell. */
  static final int LENGTH_MAX = 32_767;

  private static final int FLUSH_EVERY = 500;

  private final Path path;
  private final int rowsMax;
  private final OutputStream out;
  private final Workbook book;
  private @Nullable Worksheet sheet;
  private @Nullable List<Cell> head;
  private int sheets;
  private int at;

  XlsxTable(Path path) throws IOException {
    this(path, ROWS_MAX);
  }

  /**
   * @param rowsMax rows of one sheet
   */
  XlsxTable(Path path, int rowsMax) throws IOException {
    this.path = path;
    this.rowsMax = rowsMax;
    out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16);
    book = new Workbook(out, "Waybill", "1.0");
  }

  @Override
  public void row(List<Cell> cells) throws IOException {
    if (head == null) {
      head = cells;
    }
    Worksheet now = sheet;
    if (now == null || at == rowsMax) {
      now = another(now);
      if (sheets > 1) {
        write(now, head);
      }
    }
    write(now, cells);
  }

  private Worksheet another(@Nullable Worksheet full) throws IOException {
    if (full != null) {
      full.finish();
    }
    sheets++;
    Worksheet next = book.newWorksheet("Messages" + (sheets == 1 ? "" : " " + sheets));
    next.freezePane(0, 1);
    sheet = next;
    at = 0;
    return next;
  }

  private void write(Worksheet now, List<Cell> cells) throws IOException {
    for (int column = 0; column < cells.size(); column++) {
      switch (cells.get(column)) {
        case Cell.Text(String text) when text.isEmpty() -> {}
        case Cell.Text(String text) -> now.inlineString(at, column, clean(text));
        case Cell.Amount(var value) -> now.value(at, column, value);
      }
    }
    at++;
    if (at % FLUSH_EVERY == 0) {
      now.flush();
    }
  }

  /** Without what XML cannot say, and no longer than a cell may be. */
  static String clean(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean isPair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      boolean isSecond =
          Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      boolean isGood =
          c >= ' '
              ? c < '\uFFFE' && (!Character.isSurrogate(c) || isPair || isSecond)
              : c == '\t' || c == '\n' || c == '\r';
      if (!isGood && clean == null) {
        clean = new StringBuilder(text);
      }
      if (!isGood && clean != null) {
        clean.setCharAt(i, '\uFFFD');
      }
    }
    String all = clean == null ? text : clean.toString();
    if (all.length() <= LENGTH_MAX) {
      return all;
    }
    int cut =
        Character.isHighSurrogate(all.charAt(LENGTH_MAX - 2)) ? LENGTH_MAX - 2 : LENGTH_MAX - 1;
    return all.substring(0, cut) + "…";
  }

  @Override
  public long flush() throws IOException {
    if (sheet != null) {
      sheet.flush();
    }
    out.flush();
    return Files.size(path);
  }

  @Override
  public long finish() throws IOException {
    if (sheet != null) {
      sheet.finish();
    }
    book.finish();
    out.close();
    try (var file =
        java.nio.channels.FileChannel.open(path, java.nio.file.StandardOpenOption.WRITE)) {
      file.force(true);
    }
    return Files.size(path);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
