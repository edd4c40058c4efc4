package io.waybill.simulator;

import io.waybill.smpp.MessageState;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// Puts receipts into words, in the format that SMPP 3.4 appendix B describes and most operators
/// use.
final class ReceiptText {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyMMddHHmm").withZone(ZoneOffset.UTC);

  /// Section 5.2.12: the message is an SMSC delivery receipt.
  private static final int ESM_CLASS_RECEIPT = 0x04;

  private static final int ESM_CLASS_HEADER = 0x40;
  private static final int UCS2 = 8;
  private static final int SNIPPET_MAX = 20;

  private ReceiptText() {}

  /// The deliver_sm that tells the sender of a message what became of it.
  static ShortMessage about(
      ShortMessage message, String id, Receipt receipt, Instant submitted, Instant done) {
    String text =
        "id:"
            + id
            + " sub:001 dlvrd:"
            + (receipt.stat().equals("DELIVRD") ? "001" : "000")
            + " submit date:"
            + DATE.format(submitted)
            + " done date:"
            + DATE.format(done)
            + " stat:"
            + receipt.stat()
            + " err:"
            + threeDigits(receipt.err())
            + " text:"
            + snippet(message);
    var plain =
        ShortMessage.builder()
            .source(message.destTon(), message.destNpi(), message.dest())
            .dest(message.sourceTon(), message.sourceNpi(), message.source())
            .esmClass(ESM_CLASS_RECEIPT)
            .text(Octets.ofLatin1(text))
            .tlvs(
                Tlv.ofString(Tag.RECEIPTED_MESSAGE_ID, id),
                Tlv.ofOctet(Tag.MESSAGE_STATE, MessageState.ofStat(receipt.stat())))
            .build();
    return receipt.alteration().apply(plain);
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
