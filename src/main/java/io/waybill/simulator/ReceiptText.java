package io.waybill.simulator;

import io.waybill.simulator.ReceiptStyle.Coding;
import io.waybill.simulator.ReceiptStyle.Dates;
import io.waybill.simulator.ReceiptStyle.Tlvs;
import io.waybill.smpp.MessageState;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Puts receipts into words, in the format that SMPP 3.4 appendix B describes and most operators
/// use, or in one of those that others do.
final class ReceiptText {
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.UTC);

  private static final int ESM_CLASS_HEADER = 0x40;
  private static final int UCS2 = 8;
  private static final int SNIPPET_MAX = 20;
  private static final int SHORT_MESSAGE_MAX = 254;

  private ReceiptText() {}

  /// The deliver_sm that tells the sender of a message what became of it.
  static ShortMessage about(
      ShortMessage message, String id, Receipt receipt, Instant submitted, Instant done) {
    ReceiptStyle style = receipt.style();
    Octets text = octets(words(message, id, receipt, submitted, done), style.coding());
    boolean inPayload =
        !text.isEmpty()
            && (style.inPayload()
                || receipt.carriage().asData()
                || text.length() > SHORT_MESSAGE_MAX);
    List<Tlv> tlvs = new ArrayList<>();
    if (style.tlvs() == Tlvs.BOTH || style.tlvs() == Tlvs.ID) {
      tlvs.add(Tlv.ofString(Tag.RECEIPTED_MESSAGE_ID, id));
    }
    if (style.tlvs() == Tlvs.BOTH || style.tlvs() == Tlvs.STATE) {
      tlvs.add(Tlv.ofOctet(Tag.MESSAGE_STATE, MessageState.ofStat(receipt.stat())));
    }
    if (inPayload) {
      tlvs.add(new Tlv(Tag.MESSAGE_PAYLOAD, text));
    }
    ShortMessage plain =
        ShortMessage.builder()
            .source(message.destTon(), message.destNpi(), message.dest())
            .dest(message.sourceTon(), message.sourceNpi(), message.source())
            .esmClass(style.esmClass())
            .dataCoding(style.coding() == Coding.UCS2 ? UCS2 : 0)
            .text(inPayload ? Octets.EMPTY : text)
            .tlvs(tlvs)
            .build();
    return receipt.alteration().apply(plain);
  }

  private static String words(
      ShortMessage message, String id, Receipt receipt, Instant submitted, Instant done) {
    ReceiptStyle style = receipt.style();
    Map<String, String> fields = new LinkedHashMap<>();
    if (style.idInText()) {
      fields.put("id", id);
    }
    fields.put("sub", "001");
    fields.put("dlvrd", receipt.stat().equals("DELIVRD") ? "001" : "000");
    if (style.dates() != Dates.MISSING) {
      fields.put("submit date", date(style.dates(), submitted, "0000000000"));
      fields.put("done date", date(style.dates(), done, "20261301T9"));
    }
    fields.put("stat", receipt.stat());
    fields.put("err", threeDigits(receipt.err()));
    fields.put("text", snippet(message));
    return switch (style.text()) {
      case STANDARD -> joined(fields, ":", " ");
      case MINIMAL -> {
        fields.keySet().retainAll(List.of("id", "stat"));
        yield joined(fields, ":", " ");
      }
      case LOWER_CASE -> {
        fields.replace("stat", receipt.stat().toLowerCase(Locale.ROOT));
        yield joined(fields, ":", " ");
      }
      case OTHER_ORDER -> joined(otherOrder(fields), ":", " ");
      case SPACED -> joined(fields, " : ", "   ");
      case EQUALS -> joined(fields, "=", " ");
      case NONE -> "";
    };
  }

  private static Map<String, String> otherOrder(Map<String, String> fields) {
    Map<String, String> other = new LinkedHashMap<>();
    for (String name : List.of("stat", "err", "done date", "submit date", "dlvrd", "sub", "id")) {
      String value = fields.get(name);
      if (value != null) {
        other.put(name, value);
      }
    }
    return other;
  }

  private static String joined(Map<String, String> fields, String is, String and) {
    return fields.entrySet().stream()
        .map(field -> field.getKey() + is + field.getValue())
        .collect(Collectors.joining(and));
  }

  private static String date(Dates dates, Instant when, String broken) {
    return switch (dates) {
      case SECONDS -> SECONDS.format(when);
      case BROKEN -> broken;
      case MINUTES, MISSING -> MINUTES.format(when);
    };
  }

  private static Octets octets(String text, Coding coding) {
    return switch (coding) {
      case LATIN1 -> Octets.ofLatin1(text);
      case UCS2 -> Octets.of(text.getBytes(StandardCharsets.UTF_16BE));
    };
  }

  private static String threeDigits(int number) {
    return (number < 10 ? "00" : number < 100 ? "0" : "") + number;
  }

  /// The first characters of the text, in Latin-1; what has no place there becomes a question mark.
  private static String snippet(ShortMessage message) {
    Octets data = message.payload();
    boolean hasHeader = (message.esmClass() & ESM_CLASS_HEADER) != 0 && !data.isEmpty();
    Octets words =
        hasHeader ? data.slice(Math.min(data.at(0) + 1, data.length()), data.length()) : data;
    String text =
        message.dataCoding() == UCS2
            ? new String(words.toByteArray(), StandardCharsets.UTF_16BE)
            : words.asLatin1();
    var snippet = new StringBuilder(SNIPPET_MAX);
    for (int i = 0; i < Math.min(text.length(), SNIPPET_MAX); i++) {
      char c = text.charAt(i);
      snippet.append(c > 0xFF || Character.isISOControl(c) ? '?' : c);
    }
    return snippet.toString();
  }
}
