package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists as people have them. */
class ListTextTest {
  private static ListText.Table table(String text) {
    return switch (ListText.read(text)) {
      case ListText.Read.Good(var table) -> table;
      case ListText.Read.Bad(var why) -> throw new AssertionError(why);
    };
  }

  private static String bad(String text) {
    return switch (ListText.read(text)) {
      case ListText.Read.Good(var table) -> throw new AssertionError(table);
      case ListText.Read.Bad(var why) -> why;
    };
  }

  private static List<String> column(ListText.Table table, int column) {
    return table.rows().stream().map(row -> row.cell(column)).toList();
  }

  private static String number(String cell, String country) {
    return switch (RecipientNumber.read(cell, country)) {
      case RecipientNumber.Read.Good(var phone) -> phone.e164();
      case RecipientNumber.Read.Bad(var trouble) -> trouble.name();
    };
  }

  @Test
  void numbersOneBelowTheOtherAreRowsAndEmptyLinesAreNone() {
    var table = table("+372 5550 0001\r\n\r\n00372 5550 0002\n");
    assertThat(table.hasHeader()).isFalse();
    assertThat(column(table, 0)).containsExactly("+372 5550 0001", "00372 5550 0002");
    assertThat(table.rows().get(1).line()).isEqualTo(3);
  }

  @Test
  void numbersBesideEachOtherAreRowsToo() {
    assertThat(column(table("+37255500001, +37255500002; +37255500003".replace(';', ',')), 0))
        .containsExactly("+37255500001", "+37255500002", "+37255500003");
  }

  @Test
  void semicolonsTabsAndCommasSeparateAndQuotesHoldThemTogether() {
    for (String separator : List.of(";", "\t", ",")) {
      String text =
          "name;phone\n\"Tamm; Mari \"\"M\"\"\";+37255500001\n\"two\nlines\";+37255500002\n"
              .replace(";", separator);
      var table = table(text);
      assertThat(table.hasHeader()).isTrue();
      assertThat(table.names()).containsExactly("name", "phone");
      assertThat(column(table, 0))
          .containsExactly("Tamm" + separator + " Mari \"M\"", "two\nlines");
      assertThat(table.guess()).isEqualTo(1);
      assertThat(table.rows().get(1).line()).isEqualTo(3);
    }
  }

  @Test
  void theColumnOfNumbersIsFoundByItsNameOrByWhatStandsInIt() {
    assertThat(table("id;Mobile\n1234567;+37255500001\n7654321;+37255500002").guess()).isEqualTo(1);
    assertThat(table("Mari;+37255500001\nJaan;+37255500002").guess()).isEqualTo(1);
    assertThat(table("Mari;+37255500001\nJaan;+37255500002").names())
        .containsExactly("Column A", "Column B");
  }

  @Test
  void filesOfEverySpreadsheetAreText() {
    String text = "nimi;telefon\nJüri Õun;+37255500001\n";
    List<byte[]> files =
        List.of(
            text.getBytes(StandardCharsets.UTF_8),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
            ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE),
            text.getBytes(Charset.forName("windows-1252")));
    for (byte[] file : files) {
      assertThat(ListText.decode(file))
          .isInstanceOfSatisfying(
              ListText.Decoded.Good.class,
              good -> assertThat(column(table(good.text()), 0)).containsExactly("Jüri Õun"));
    }
    assertThat(ListText.decode(new byte[] {'P', 'K', 3, 4}).toString()).contains("Save as, CSV");
    assertThat(ListText.decode(new byte[] {'a', 0, 'b', 0, 0}).toString()).contains("no text");
  }

  @Test
  void whatIsTooMuchOrBrokenSaysWhatToDo() {
    assertThat(bad(" \n\n")).contains("empty");
    assertThat(bad("a;b\n\"never closed;+37255500001\n")).contains("line 2");
    assertThat(bad("a" + ";x".repeat(ListText.COLUMNS_MAX) + "\n")).contains("50 columns");
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < ListText.ROWS_MAX; i++) {
      many.append("+37255").append(100_000 + i).append('\n');
    }
    assertThat(table(many.toString()).rows()).hasSize(ListText.ROWS_MAX);
    assertThat(bad(many + "+37255999999\n")).contains("100,000 rows");
    assertThat(ListText.decode(new byte[ListText.OCTETS_MAX + 1]).toString()).contains("10 MiB");
  }

  @Test
  void numbersAreReadAsSpreadsheetsWriteThem() {
    assertThat(
            List.of(
                "+372 5550 0001",
                "00372 5550-0001",
                "'+37255500001",
                "=\"+37255500001\"",
                "37255500001",
                "(+372) 5550.0001",
                "+372\u00A05550\u00A00001"))
        .allSatisfy(cell -> assertThat(number(cell, "")).isEqualTo("+37255500001"));
    assertThat(number("+44 (0)20 7946 0000", "")).isEqualTo("+442079460000");
    assertThat(number("5550 0001", "EE")).isEqualTo("+37255500001");
    assertThat(number("040 123 4567", "FI")).isEqualTo("+358401234567");
    assertThat(number("+37255500001", "FI")).isEqualTo("+37255500001");
  }

  @Test
  void whatCannotBeANumberSaysWhy() {
    assertThat(number("3,72556E+11", "")).isEqualTo("SHORTENED");
    assertThat(number("3.72E+11", "EE")).isEqualTo("SHORTENED");
    assertThat(number("", "")).isEqualTo("EMPTY");
    assertThat(number("call me", "")).isEqualTo("NO_NUMBER");
    assertThat(number("+372555", "")).isEqualTo("NO_NUMBER");
    var table = table("phone\n3,72556E+11\n3,72557E+11\n");
    assertThat(column(table, 0)).containsExactly("3,72556E+11", "3,72557E+11");
  }

  @Test
  void cellsOfAnExportAreNoFormulasAndNumbersKeepTheirPlus() {
    assertThat(CsvLine.of("+37255500001", "=1+1", "a,b", "say \"hi\"", ""))
        .isEqualTo("'+37255500001,'=1+1,\"a,b\",\"say \"\"hi\"\"\",\r\n");
    assertThat(CsvLine.of("", "a;=1+1", "%1")).isEqualTo(",a;'=1+1,'%1\r\n");
    assertThat(number("'+37255500001", "")).isEqualTo("+37255500001");
  }
}
