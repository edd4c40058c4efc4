package io.waybill.receipt;

import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)(?:^|[^a-z0-9])(id|stat|err|sub|dlvrd|submit\\s*date|done\\s*date|text)\\s*[:=]\\s*");

  private static final Pattern TEXT = Pattern.compile("(?i)text\\s*[:=]");

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
      int end = more ? Math.max(begin, m.start()) : text.length();
      fields.putIfAbsent(name, firstWord(text.substring(begin, end)));
    }
    return new ReceiptText(text, fields);
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
    Matcher m = TEXT.matcher(words);
    return m.find() ? words.substring(0, m.end()) + "…" : words;
  }
}
