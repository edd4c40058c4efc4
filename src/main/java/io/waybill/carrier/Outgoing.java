package io.waybill.carrier;

import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.text.Alphabet;
import io.waybill.text.Encoded;
import io.waybill.text.Splitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a text into the submit_sm bodies that carry it, one for each part. */
public final class Outgoing {
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_NETWORK_SPECIFIC = 3;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int NPI_ISDN = 1;
  private static final int SHORT_CODE_MAX = 6;
  private static final int ESM_UDHI = 0x40;
  private static final int CODING_UCS2 = 8;
  private static final int RECEIPT_ALWAYS = 1;

  private Outgoing() {}

  /**
   * The parts in order.
   *
   * @param recipient E.164 with +
   * @param reference of the parts of a long text, 0 to 255
   * @param udh the customer's own header, hex: then the text is one part
   * @param validFor how long the carrier may try
   * @param urgent whether priority_flag is 1
   */
  public static List<ShortMessage> of(
      String sender,
      String recipient,
      String text,
      int reference,
      @Nullable String udh,
      Duration validFor,
      boolean urgent) {
    Encoded encoded =
        udh == null
            ? Splitter.split(text, reference)
            : Splitter.single(HexFormat.of().parseHex(udh), text)
                .orElseThrow(
                    () -> new IllegalArgumentException("the text and its udh exceed one part"));
    List<ShortMessage> parts = new ArrayList<>(encoded.parts().size());
    for (var part : encoded.parts()) {
      ShortMessage.Builder builder =
          ShortMessage.builder()
              .dest(TON_INTERNATIONAL, NPI_ISDN, recipient.replace("+", ""))
              .esmClass(part.hasUdh() ? ESM_UDHI : 0)
              .registeredDelivery(RECEIPT_ALWAYS)
              .dataCoding(encoded.alphabet() == Alphabet.UCS2 ? CODING_UCS2 : 0)
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
