package io.waybill.receipt;

import io.waybill.message.Receipt;
import io.waybill.message.Receipt.Word;
import io.waybill.smpp.MessageState;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Reads a receipt field by field: those of its text (SMPP 3.4 Appendix B) and TLVs (§5.3.2.12,
 * §5.3.2.35), each optional. One odd field costs only itself.
 */
final class ReceiptReader {
  private static final int RAW_MAX = 400;
  private static final int ID_MAX = 100;
  private static final int ERR_MAX = 20;
  private static final char DELETE = 0x7F;

  /** esm_class bits 5..2: 0001 a receipt, 1000 an intermediate notification (§5.2.12). */
  private static final int KIND = 0x3C;

  private static final int RECEIPT = 0x04;
  private static final int INTERMEDIATE = 0x20;

  private ReceiptReader() {}

  /**
   * The receipt in it; empty if it is something else. What is marked as a receipt is one, even
   * without an id: then its id is empty.
   */
  static Optional<Receipt> read(ShortMessage message) {
    ReceiptText text = ReceiptText.of(message);
    Optional<String> tlvId =
        message
            .tlv(Tag.RECEIPTED_MESSAGE_ID)
            .map(tlv -> clean(tlv.asString(), ID_MAX))
            .filter(s -> !s.isBlank());
    int kind = message.esmClass() & KIND;
    boolean marked = kind == RECEIPT || kind == INTERMEDIATE;
    if (!marked && tlvId.isEmpty() && !text.isUnmistakable()) {
      return Optional.empty();
    }
    String id = tlvId.orElse(clean(text.field("id"), ID_MAX));
    if (!marked && id.isBlank()) {
      return Optional.empty();
    }
    Word said = word(text.field("stat"), message.tlv(Tag.MESSAGE_STATE).map(Tlv::asInt));
    Word word = kind == INTERMEDIATE ? onTheWay(said) : said;
    return Optional.of(new Receipt(word, err(text, message), id, raw(text, message)));
  }

  /** An intermediate notification ends nothing badly: the carrier goes on trying. */
  private static Word onTheWay(Word said) {
    return switch (said) {
      case UNDELIV, EXPIRED, DELETED, REJECTD -> Word.ENROUTE;
      case ENROUTE, ACCEPTD, UNKNOWN, DELIVRD -> said;
    };
  }

  /** The text's word if it is one, else the TLV's; UNKNOWN for words that nobody knows. */
  private static Word word(String stat, Optional<OptionalInt> state) {
    Optional<Word> said = known(stat);
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
    String w = clean(stat, ID_MAX).toUpperCase(Locale.ROOT);
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

  private static @Nullable String err(ReceiptText text, ShortMessage message) {
    String err = clean(text.field("err"), ERR_MAX);
    if (!err.isBlank()) {
      return err;
    }
    return message
        .tlv(Tag.NETWORK_ERROR_CODE)
        .map(Tlv::value)
        .filter(v -> v.length() == 3)
        .map(v -> Integer.toString((v.at(1) & 0xFF) << 8 | (v.at(2) & 0xFF)))
        .orElse(null);
  }

  private static String raw(ReceiptText text, ShortMessage message) {
    StringBuilder raw = new StringBuilder(clean(text.blanked(), RAW_MAX));
    message.tlv(Tag.RECEIPTED_MESSAGE_ID).ifPresent(t -> add(raw, "tlv id", t.asString()));
    message
        .tlv(Tag.MESSAGE_STATE)
        .map(Tlv::asInt)
        .ifPresent(s -> add(raw, "tlv state", Integer.toString(s.orElse(-1))));
    message.tlv(Tag.NETWORK_ERROR_CODE).ifPresent(t -> add(raw, "tlv error", t.value().toHex()));
    if ((message.esmClass() & KIND) == INTERMEDIATE) {
      raw.append(" [intermediate]");
    }
    return raw.toString();
  }

  private static void add(StringBuilder raw, String name, String value) {
    raw.append(" [").append(name).append(' ').append(clean(value, ID_MAX)).append(']');
  }

  private static String clean(String text, int max) {
    String cut = text.length() <= max ? text : text.substring(0, max);
    for (int i = 0; i < cut.length(); i++) {
      char c = cut.charAt(i);
      if (c < ' ' || c == DELETE) {
        return withoutControls(cut);
      }
    }
    return cut.strip();
  }

  private static String withoutControls(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      clean.append(c < ' ' || c == DELETE ? ' ' : c);
    }
    return clean.toString().strip();
  }
}
