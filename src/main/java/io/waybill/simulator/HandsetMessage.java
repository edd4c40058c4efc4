package io.waybill.simulator;

import io.waybill.settings.Unusable;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import io.waybill.text.Gsm0338;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/// The deliver_sm of a message that somebody wrote on a handset (SMPP 3.4 section 4.6.1).
final class HandsetMessage {
  private static final Pattern NUMBER = Pattern.compile("\\+?(\\d{1,20})");
  private static final Pattern ADDRESS = Pattern.compile("[ -~]{1,20}");
  private static final int TEXT_MAX = 2_000;
  private static final int SHORT_MESSAGE_MAX = 254;
  private static final int UCS2 = 8;
  private static final int SHORT_CODE_MAX = 6;

  private HandsetMessage() {}

  /// @param from a number
  /// @param to a number, a short code or a name
  /// @param text in GSM 03.38 if it fits, else in UCS-2; in message_payload when it is long
  static ShortMessage of(String from, String to, String text) throws Unusable {
    var number = NUMBER.matcher(from);
    if (!number.matches()) {
      throw new Unusable(List.of("FROM must be a number of up to 20 digits, not '" + from + "'."));
    }
    if (!ADDRESS.matcher(to).matches()) {
      throw new Unusable(List.of("TO must have 1 to 20 characters of ASCII, not '" + to + "'."));
    }
    if (text.length() > TEXT_MAX) {
      throw new Unusable(List.of("TEXT must have at most " + TEXT_MAX + " characters."));
    }
    boolean gsm = Gsm0338.fits(text);
    Octets octets =
        Octets.of(gsm ? Gsm0338.encode(text) : text.getBytes(StandardCharsets.UTF_16BE));
    boolean isLong = octets.length() > SHORT_MESSAGE_MAX;
    var called = NUMBER.matcher(to);
    boolean isNumber = called.matches();
    String digits = isNumber ? called.group(1) : to;
    int ton = !isNumber ? 5 : digits.length() <= SHORT_CODE_MAX ? 3 : 1;
    return ShortMessage.builder()
        .source(1, 1, number.group(1))
        .dest(ton, ton == 5 ? 0 : 1, digits)
        .dataCoding(gsm ? 0 : UCS2)
        .text(isLong ? Octets.EMPTY : octets)
        .tlvs(isLong ? List.of(new Tlv(Tag.MESSAGE_PAYLOAD, octets)) : List.of())
        .build();
  }
}
