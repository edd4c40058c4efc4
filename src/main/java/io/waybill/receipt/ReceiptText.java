package io.waybill.receipt;

import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The words of a receipt and the fields in them (SMPP 3.4 Appendix B), in any order, case and
 * spacing. What stands behind {@code text:} is the message's own words and is never read.
 *
 * @param words as characters, without a user data header
 */
record ReceiptText(String words, Map<String, String> fields) {
  /** esm_class: a user data header comes before the words (SMPP 3.4 §5.2.12). */
  private static final int HEADER = 0x40;

  private static final int UCS2 = 8;

  /** The names of fields as they are kept; one of two words may have spaces between them. */
  private static final List<List<String>> NAMES =
      List.of(
          List.of("id"),
          List.of("stat"),
          List.of("err"),
          List.of("sub"),
          List.of("dlvrd"),
          List.of("submit", "date"),
          List.of("done", "date"),
          List.of("text"));

  private static final String TEXT = "text";
  private static final String INITIALS = "iIsSeEdDtT";
  private static final String SPACE = " \t\n\u000b\f\r";

  ReceiptText {
    fields = Map.copyOf(fields);
  }

  /**
   * The words as data_coding and esm_class say; where no field is found in that, as they are likely
   * to be meant: carriers announce UCS-2 and write ASCII, or the other way round.
   */
  static ReceiptText of(ShortMessage message) {
    Octets all = message.payload();
    boolean headed = (message.esmClass() & HEADER) != 0 && !all.isEmpty();
    int header = headed ? (all.at(0) & 0xFF) + 1 : 0;
    Octets user = headed && header <= all.length() ? all.slice(header, all.length()) : all;
    boolean wide = message.dataCoding() == UCS2;
    ReceiptText first = of(wide ? wide(user) : user.asLatin1());
    if (!first.fields.isEmpty() || all.isEmpty()) {
      return first;
    }
    ReceiptText second = of(wide ? user.asLatin1() : wide(user));
    if (!second.fields.isEmpty()) {
      return second;
    }
    ReceiptText whole = of(wide ? wide(all) : all.asLatin1());
    return whole.fields.isEmpty() ? first : whole;
  }

  private static String wide(Octets octets) {
    return new String(octets.toByteArray(), StandardCharsets.UTF_16BE);
  }

  static ReceiptText of(String text) {
    Map<String, String> fields = new HashMap<>();
    Name name = nextName(text, 0);
    while (name != null && !name.name.equals(TEXT)) {
      Name next = nextName(text, name.end);
      int end = next == null ? text.length() : Math.max(name.end, next.start - 1);
      fields.putIfAbsent(name.name, firstWord(text.substring(name.end, end)));
      name = next;
    }
    return new ReceiptText(text, fields);
  }

  /**
   * A field's name in the text.
   *
   * @param end where its value begins
   */
  private record Name(String name, int start, int end) {}

  /** The next name from there on that no letter or digit stands before. */
  private static @Nullable Name nextName(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      boolean begins = INITIALS.indexOf(text.charAt(i)) >= 0;
      if (begins && (i == 0 || !isLetterOrDigit(text.charAt(i - 1)))) {
        for (List<String> words : NAMES) {
          int end = afterName(text, i, words);
          if (end >= 0) {
            return new Name(String.join("", words), i, end);
          }
        }
      }
    }
    return null;
  }

  /** Where the value of a field begins whose name stands at that place; -1 if it does not. */
  private static int afterName(String text, int at, List<String> words) {
    int i = at;
    for (int w = 0; w < words.size(); w++) {
      i = w == 0 ? i : afterSpace(text, i);
      String word = words.get(w);
      if (!text.regionMatches(true, i, word, 0, word.length())) {
        return -1;
      }
      i += word.length();
    }
    i = afterSpace(text, i);
    boolean named = i < text.length() && (text.charAt(i) == ':' || text.charAt(i) == '=');
    return named ? afterSpace(text, i + 1) : -1;
  }

  private static int afterSpace(String text, int from) {
    int i = from;
    while (i < text.length() && SPACE.indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Up to what separates fields; without quotation marks around it. */
  private static String firstWord(String value) {
    int end = 0;
    while (end < value.length()
        && !Character.isWhitespace(value.charAt(end))
        && ",;|".indexOf(value.charAt(end)) < 0) {
      end++;
    }
    boolean quoted = end > 2 && value.charAt(0) == '"' && value.charAt(end - 1) == '"';
    return quoted ? value.substring(1, end - 1) : value.substring(0, end);
  }

  String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** Whether it can be nothing but a receipt, even if it is not marked as one. */
  boolean isUnmistakable() {
    boolean told =
        fields.containsKey("stat")
            || (fields.containsKey("sub") && fields.containsKey("dlvrd"))
            || (fields.containsKey("submitdate") && fields.containsKey("donedate"));
    return fields.containsKey("id") && told;
  }

  /** As it came, but for the message's own words: they are nobody's business here. */
  String blanked() {
    for (int i = 0; i + TEXT.length() < words.length(); i++) {
      if (words.regionMatches(true, i, TEXT, 0, TEXT.length())) {
        int sign = afterSpace(words, i + TEXT.length());
        if (sign < words.length() && (words.charAt(sign) == ':' || words.charAt(sign) == '=')) {
          return words.substring(0, sign + 1) + "…";
        }
      }
    }
    return words;
  }
}
