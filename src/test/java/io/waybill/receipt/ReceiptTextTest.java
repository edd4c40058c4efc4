package io.waybill.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The fields of a receipt's words, against a slower way of saying what they are. */
class ReceiptTextTest {
  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)(?:^|[^a-z0-9])(id|stat|err|sub|dlvrd|submit\\s*date|done\\s*date|text)\\s*[:=]\\s*");

  private static final String[] PIECES = {
    "id",
    "ID",
    "stat",
    "Stat",
    "err",
    "sub",
    "submit",
    "date",
    "submit date",
    "Submit  Date",
    "done",
    "done date",
    "donedate",
    "dlvrd",
    "text",
    "TEXT",
    ":",
    "=",
    " ",
    "  ",
    "\t",
    "\n",
    ";",
    ",",
    "|",
    "-",
    "_",
    "DELIVRD",
    "001",
    "x",
    "i",
    "valid",
    "status",
    "\"a\"",
    "\"",
    "é",
    "…"
  };

  private static Map<String, String> bySearch(String text) {
    Map<String, String> fields = new HashMap<>();
    Matcher m = FIELD.matcher(text);
    boolean more = m.find();
    while (more) {
      String name = m.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s", "");
      if (name.equals("text")) {
        break;
      }
      int begin = m.end();
      m.region(begin - 1, text.length());
      more = m.find();
      String value = text.substring(begin, more ? Math.max(begin, m.start()) : text.length());
      String word = value.split("[\\s,;|]", 2)[0];
      boolean quoted = word.length() > 2 && word.startsWith("\"") && word.endsWith("\"");
      fields.putIfAbsent(name, quoted ? word.substring(1, word.length() - 1) : word);
    }
    return fields;
  }

  @Test
  void anyMixtureOfNamesSignsAndSpacesIsReadAsThePatternSays() {
    Random random = new Random(20_261_122);
    int named = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder();
      int pieces = 1 + random.nextInt(14);
      for (int p = 0; p < pieces; p++) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      Map<String, String> expected = bySearch(text.toString());
      named += expected.size();
      assertThat(ReceiptText.of(text.toString()).fields()).as("[%s]", text).isEqualTo(expected);
    }
    assertThat(named).as("fields in all of them").isGreaterThan(4_000);
  }

  @Test
  void theMessagesOwnWordsAreLeftOutHoweverTheirNameIsWritten() {
    assertThat(ReceiptText.of("id:1 Text : secret words").blanked()).isEqualTo("id:1 Text :…");
    assertThat(ReceiptText.of("id:1 context=secret").blanked()).isEqualTo("id:1 context=…");
    assertThat(ReceiptText.of("text").blanked()).isEqualTo("text");
    assertThat(ReceiptText.of("text  ").blanked()).isEqualTo("text  ");
    assertThat(ReceiptText.of("the text: a text: b").blanked()).isEqualTo("the text:…");
  }
}
