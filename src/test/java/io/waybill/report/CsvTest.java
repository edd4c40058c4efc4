package io.waybill.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;

/** Rows as another program reads them, and as no spreadsheet calculates them. */
class CsvTest {
  private static final String RISKY = "=+-@\t\r\n'＝＋－＠";

  private static List<String> read(String rows) throws IOException {
    try (CSVParser parser = CSVFormat.RFC4180.parse(new StringReader(rows))) {
      List<String> cells = new ArrayList<>();
      for (CSVRecord row : parser) {
        row.forEach(cells::add);
      }
      return cells;
    }
  }

  /** What the page tells programs to do. */
  private static String undone(String cell) {
    return cell.replaceAll("(?<=^|[;|\\t\\r\\n])'", "");
  }

  private static String row(String... cells) {
    return Csv.row(List.of(cells).stream().map(Cell::of).toList());
  }

  @Test
  void whatASpreadsheetWouldCalculateBeginsWithAnApostrophe() throws IOException {
    for (String formula :
        List.of(
            "=1+1",
            "=HYPERLINK(\"http://evil.example\",\"x\")",
            "+cmd|' /C calc'!A0",
            "-2+3",
            "@SUM(A1)",
            "\t=1+1",
            "\r=1+1",
            "\n=1+1",
            "＝1+1",
            "+37255500001")) {
      assertThat(read(row(formula))).singleElement().asString().startsWith("'");
      assertThat(read(row(formula)).stream().map(CsvTest::undone)).containsExactly(formula);
    }
    assertThat(row("+37255500001")).isEqualTo("\"'+37255500001\"\r\n");
  }

  @Test
  void noSeparatorOfAnotherCountryLetsAFormulaBegin() {
    assertThat(Csv.safe("hello;=1+1")).isEqualTo("hello;'=1+1");
    assertThat(Csv.safe("a\n@b\tc|-d")).isEqualTo("a\n'@b\tc|'-d");
    assertThat(Csv.safe("2 + 2 = 4, a-b")).isEqualTo("2 + 2 = 4, a-b");
  }

  @Test
  void textsComeBackAsTheyWere() throws IOException {
    List<String> texts =
        List.of("a,b", "say \"hi\"", "two\r\nlines", " blank ", "õ€😀", "", "'quoted'", "x\"y;z");
    String rows = row(texts.toArray(new String[0]));
    assertThat(rows).endsWith("\r\n");
    assertThat(read(rows).stream().map(CsvTest::undone)).containsExactlyElementsOf(texts);
  }

  @Test
  void numbersToCalculateWithStayNumbers() throws IOException {
    assertThat(
            Csv.row(List.of(Cell.of(-3), new Cell.Amount(new BigDecimal("0.00000")), Cell.of(12))))
        .isEqualTo("-3,0.00000,12\r\n");
  }

  @Test
  void anyTextIsHarmlessAndComesBack() throws IOException {
    String letters = RISKY + "a \",;|1";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = 1 + random.nextInt(8);
      for (int j = 0; j < length; j++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      String cell = text.toString();
      String safe = Csv.safe(cell);
      for (String piece : safe.split("[;|\\t\\r\\n]", -1)) {
        assertThat(piece.isEmpty() ? 'x' : piece.charAt(0))
            .as("a beginning in %s", safe)
            .isNotIn('=', '+', '-', '@', '＝', '＋', '－', '＠');
      }
      assertThat(undone(safe)).as("undone from %s", safe).isEqualTo(cell);
      assertThat(read(row("first", cell)).stream().map(CsvTest::undone))
          .containsExactly("first", cell);
    }
  }
}
