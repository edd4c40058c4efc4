package io.waybill.carrier;

import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.text.Alphabet;
import io.waybill.text.Encoded;
import io.waybill.text.Part;
import io.waybill.text.Splitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a text, or octets, into the submit_sm bodies that carry it, one for each part. */
public final class Outgoing {
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_NETWORK_SPECIFIC = 3;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int NPI_ISDN = 1;
  private static final int SHORT_CODE_MAX = 6;
  private static final int ESM_UDHI = 0x40;
  private static final int OCTETS_MAX = 140;

  // SMPP 3.4 §5.2.19. With a message class the octet is GSM 03.38 §4's data coding scheme: group
  // 1111 for 7 bit and 8 bit, group 0001 for UCS-2, which 1111 does not have.
  private static final int CODING_GSM7 = 0;
  private static final int CODING_BINARY = 4;
  private static final int CODING_UCS2 = 8;
  private static final int CLASS_GSM7 = 0xF0;
  private static final int CLASS_BINARY = 0xF4;
  private static final int CLASS_UCS2 = 0x18;

  private static final int RECEIPT_ALWAYS = 1;

  private Outgoing() {}

  /**
   * What is to be written.
   *
   * @param text hex if binary
   * @param udh the customer's own header, hex: then the text is one part
   * @param messageClass 0 to 3, 0 shows it at once ("flash"); null for none
   */
  public record Content(
      String text, @Nullable String udh, @Nullable Integer messageClass, boolean binary) {
    private Encoded encoded(int reference) {
      if (udh == null) {
        return Splitter.split(text, reference);
      }
      return Splitter.single(HexFormat.of().parseHex(udh), text)
          .orElseThrow(() -> new IllegalArgumentException("the text and its udh exceed one part"));
    }

    private Part binaryPart() {
      byte[] header = udh == null ? new byte[0] : HexFormat.of().parseHex(udh);
      byte[] body = HexFormat.of().parseHex(text);
      if (header.length + body.length > OCTETS_MAX) {
        throw new IllegalArgumentException("the data and its udh exceed one part");
      }
      return new Part(header, body);
    }

    private int coding(boolean ucs2) {
      if (messageClass == null) {
        return binary ? CODING_BINARY : ucs2 ? CODING_UCS2 : CODING_GSM7;
      }
      return messageClass + (binary ? CLASS_BINARY : ucs2 ? CLASS_UCS2 : CLASS_GSM7);
    }
  }

  /**
   * The parts in order.
   *
   * @param recipient E.164 with +
   * @param reference of the parts of a long text, 0 to 255
   * @param validFor how long the carrier may try
   * @param urgent whether priority_flag is 1
   */
  public static List<ShortMessage> of(
      String sender,
      String recipient,
      Content content,
      int reference,
      Duration validFor,
      boolean urgent) {
    List<Part> contents;
    boolean ucs2 = false;
    if (content.binary()) {
      contents = List.of(content.binaryPart());
    } else {
      Encoded encoded = content.encoded(reference);
      contents = encoded.parts();
      ucs2 = encoded.alphabet() == Alphabet.UCS2;
    }
    List<ShortMessage> parts = new ArrayList<>(contents.size());
    for (Part part : contents) {
      ShortMessage.Builder builder =
          ShortMessage.builder()
              .dest(TON_INTERNATIONAL, NPI_ISDN, recipient.replace("+", ""))
              .esmClass(part.hasUdh() ? ESM_UDHI : 0)
              .registeredDelivery(RECEIPT_ALWAYS)
              .dataCoding(content.coding(ucs2))
              .validityPeriod(relative(validFor))
              .priority(urgent ? 1 : 0)
              .text(Octets.of(part.octets()));
      parts.add(from(builder, sender).build());
    }
    return parts;
  }

  private static ShortMessage.Builder from(ShortMessage.Builder builder, String sender) {
    String digits = sender.startsWith("+") ? sender.substring(1) : sender;
    if (!digits.matches("[0-9]+")) {
      return builder.source(TON_ALPHANUMERIC, 0, sender);
    }
    boolean isShortCode = digits.length() <= SHORT_CODE_MAX && !sender.startsWith("+");
    return isShortCode
        ? builder.source(TON_NETWORK_SPECIFIC, 0, digits)
        : builder.source(TON_INTERNATIONAL, NPI_ISDN, digits);
  }

  /** SMPP 3.4 §7.1.1.2: YYMMDDhhmmsstnnR, relative to the carrier's own time. */
  static String relative(Duration validFor) {
    Duration d = validFor.isNegative() ? Duration.ZERO : validFor;
    long days = Math.min(d.toDays(), 99 * 30);
    return String.format(
        Locale.ROOT,
        "%02d%02d%02d%02d%02d%02d000R",
        days / 360,
        days % 360 / 30,
        days % 30,
        d.toHoursPart(),
        d.toMinutesPart(),
        d.toSecondsPart());
  }
}
