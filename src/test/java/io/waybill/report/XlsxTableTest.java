package io.waybill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XlsxTableTest {
  @TempDir private Path directory;

  private Path write(int rowsMax, List<List<Cell>> rows) throws IOException {
    Path file = directory.resolve("book.xlsx");
    try (XlsxTable table = new XlsxTable(file, rowsMax)) {
      for (List<Cell> row : rows) {
        table.row(row);
      }
      assertThat(table.finish()).isEqualTo(Files.size(file));
    }
    return file;
  }

  private static List<List<Row>> sheets(Path file) throws IOException {
    List<List<Row>> sheets = new ArrayList<>();
    try (ReadableWorkbook book = new ReadableWorkbook(file.toFile());
        Stream<Sheet> all = book.getSheets()) {
      for (Sheet sheet : all.toList()) {
        sheets.add(sheet.read());
      }
    }
    return sheets;
  }

  @Test
  void wordsAreTextsAndNumbersAreNumbers() throws IOException {
    List<String> words =
        List.of(
            "+37255500001", "=1+1", "-2", "@x", "a & <b> \"c\"", "õ€😀", "two\nlines", " blank ");
    List<Cell> cells = new ArrayList<>(words.stream().map(Cell::of).toList());
    cells.add(new Cell.Amount(new BigDecimal("0.0385")));
    Row row = sheets(write(100, List.of(cells))).getFirst().getFirst();
    for (int i = 0; i < words.size(); i++) {
      assertThat(row.getCell(i).getType()).isEqualTo(CellType.STRING);
      assertThat(row.getCell(i).getText()).isEqualTo(words.get(i));
    }
    assertThat(row.getCell(words.size()).getType()).isEqualTo(CellType.NUMBER);
    assertThat(row.getCell(words.size()).asNumber()).isEqualByComparingTo("0.0385");
  }

  @Test
  void whatASheetHasNoRoomForGoesToAnotherOneWithTheSameHead() throws IOException {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.of("head")));
    for (int i = 1; i <= 7; i++) {
      rows.add(List.of(Cell.of("row " + i)));
    }
    List<List<Row>> sheets = sheets(write(4, rows));
    assertThat(sheets.stream().map(s -> s.stream().map(r -> r.getCell(0).getText()).toList()))
        .containsExactly(
            List.of("head", "row 1", "row 2", "row 3"),
            List.of("head", "row 4", "row 5", "row 6"),
            List.of("head", "row 7"));
  }

  @Test
  void whatNoCellCanHoldIsReplacedOrCut() throws IOException {
    String long_ = "x".repeat(40_000);
    Row row =
        sheets(write(10, List.of(List.of(Cell.of("a\u0000b\u0007c\uD83Dd\uFFFE"), Cell.of(long_)))))
            .getFirst()
            .getFirst();
    assertThat(row.getCell(0).getText()).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFD");
    assertThat(row.getCell(1).getText()).hasSize(XlsxTable.LENGTH_MAX).endsWith("x…");
  }
}
