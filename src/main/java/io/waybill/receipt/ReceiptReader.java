package io.waybill.receipt;

import io.waybill.message.Receipt;
import io.waybill.message.Receipt.Word;
import io.waybill.smpp.MessageState;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a receipt field by field: text fields in any order, case and spacing (SMPP 3.4 Appendix B),
 * TLVs (§5.3.2.12, §5.3.2.35), each optional. One odd field costs only itself.
 */
final class ReceiptReader {
  private static final int RAW_MAX = 400;
  private static final int ID_MAX = 100;

  /** esm_class bits 5..2: 0001 a receipt, 1000 an intermediate notification (§5.2.12). */
  private static final int KIND = 0x3C;

  private static final int RECEIPT = 0x04;
  private static final int INTERMEDIATE = 0x20;
  private static final int UCS2 = 8;

  private static final Pattern FIELD =
      Pattern.compile(
          "(?i)(?:^|[^a-z0-9])(id|stat|err|sub|dlvrd|submit\\s*date|done\\s*date|text)\\s*[:=]\\s*");

  private ReceiptReader() {}

  /** The receipt in it; empty if it is something else. */
  static Optional<Receipt> read(ShortMessage message) {
    Map<String, String> fields = fields(message);
    Optional<String> tlvId =
        message
            .tlv(Tag.RECEIPTED_MESSAGE_ID)
            .map(tlv -> clean(tlv.asString(), ID_MAX))
            .filter(s -> !s.isBlank());
    int kind = message.esmClass() & KIND;
    boolean marked = kind == RECEIPT || kind == INTERMEDIATE;
    boolean looksLikeOne =
        tlvId.isPresent() || (fields.containsKey("id") && fields.containsKey("stat"));
    if (!marked && !looksLikeOne) {
      return Optional.empty();
    }
    String id = tlvId.orElse(clean(fields.getOrDefault("id", ""), ID_MAX));
    if (id.isBlank()) {
      return Optional.empty();
    }
    Word word = word(fields.get("stat"), message.tlv(Tag.MESSAGE_STATE).map(Tlv::asInt));
    return Optional.of(new Receipt(word, err(fields, message), id, raw(message)));
  }

  /** In UCS-2 if the carrier says so (§5.2.19), else one character for each octet. */
  private static String text(ShortMessage message) {
    return message.dataCoding() == UCS2
        ? new String(message.payload().toByteArray(), StandardCharsets.UTF_16BE)
        : message.payload().asLatin1();
  }

  private static Map<String, String> fields(ShortMessage message) {
    String text = text(message);
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
    return fields;
  }

  private static String firstWord(String value) {
    int end = 0;
    while (end < value.length() && !Character.isWhitespace(value.charAt(end))) {
      end++;
    }
    return value.substring(0, end);
  }

  /** The text's word if it is one, else the TLV's; UNKNOWN for words that nobody knows. */
  private static Word word(@Nullable String stat, Optional<OptionalInt> state) {
    Optional<Word> said = Optional.ofNullable(stat).flatMap(ReceiptReader::known);
    if (said.isPresent() && said.get() != Word.UNKNOWN) {
      return said.get();
    }
    return state
        .filter(OptionalInt::isPresent)
        .map(s -> MessageState.stat(s.getAsInt()))
        .flatMap(ReceiptReader::known)
        .orElse(Word.UNKNOWN);
  }

  private static Optional<Word> known(String stat) {
    String w = stat.strip().toUpperCase(Locale.ROOT);
    if (w.startsWith("DELIV")) {
      return Optional.of(Word.DELIVRD);
    }
    if (w.startsWith("UNDEL") || w.equals("FAILED") || w.equals("SKIPPED")) {
      return Optional.of(Word.UNDELIV);
    }
    if (w.startsWith("EXPIR")) {
      return Optional.of(Word.EXPIRED);
    }
    if (w.startsWith("DELET")) {
      return Optional.of(Word.DELETED);
    }
    if (w.startsWith("REJEC")) {
      return Optional.of(Word.REJECTD);
    }
    if (w.startsWith("ACCEP")) {
      return Optional.of(Word.ACCEPTD);
    }
    if (w.startsWith("ENROU") || w.equals("SCHEDULED") || w.equals("BUFFERED")) {
      return Optional.of(Word.ENROUTE);
    }
    return w.startsWith("UNKNOW") ? Optional.of(Word.UNKNOWN) : Optional.empty();
  }

  private static @Nullable String err(Map<String, String> fields, ShortMessage message) {
    String err = fields.get("err");
    if (err != null && !err.isBlank()) {
      return clean(err, 20);
    }
    return message
        .tlv(Tag.NETWORK_ERROR_CODE)
        .map(Tlv::value)
        .filter(v -> v.length() == 3)
        .map(v -> Integer.toString((v.at(1) & 0xFF) << 8 | (v.at(2) & 0xFF)))
        .orElse(null);
  }

  /** As it came, but for the words of the message: they are nobody's business here. */
  private static String raw(ShortMessage message) {
    String text = text(message);
    Matcher m = Pattern.compile("(?i)text\\s*[:=]").matcher(text);
    String blanked = m.find() ? text.substring(0, m.end()) + "…" : text;
    StringBuilder raw = new StringBuilder(clean(blanked, RAW_MAX));
    message.tlv(Tag.RECEIPTED_MESSAGE_ID).ifPresent(t -> add(raw, "tlv id", t.asString()));
    message
        .tlv(Tag.MESSAGE_STATE)
        .map(Tlv::asInt)
        .ifPresent(s -> add(raw, "tlv state", Integer.toString(s.orElse(-1))));
    message.tlv(Tag.NETWORK_ERROR_CODE).ifPresent(t -> add(raw, "tlv error", t.value().toHex()));
    return raw.toString();
  }

  private static void add(StringBuilder raw, String name, String value) {
    raw.append(" [").append(name).append(' ').append(clean(value, ID_MAX)).append(']');
  }

  private static String clean(String text, int max) {
    String bounded = text.length() > max ? text.substring(0, max) : text;
    return bounded.replaceAll("\\p{Cntrl}", " ").strip();
  }
}
