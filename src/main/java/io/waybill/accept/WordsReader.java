package io.waybill.accept;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.text.Autoconvert;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads `text`, `autoconvert` and `udh` of an SMS and counts its parts (contract 1.2 and 3.10).
final class WordsReader {
  private final int partsMax;

  WordsReader(int partsMax) {
    this.partsMax = partsMax;
  }

  /// Null if any of it is wrong; then there is a fault.
  @Nullable Words read(Fields sms, ApiKey key, Account account) {
    String given = text(sms);
    Autoconvert mode = autoconvert(sms, key);
    byte[] udh = udh(sms);
    if (given == null || mode == null || udh == null) {
      return null;
    }
    return switch (Words.fit(given, mode, account.replacements(), udh, partsMax)) {
      case Words.Fit.Good(var words) -> words;
      case Words.Fit.Bad(var problem) -> {
        sms.wrong("text", problem);
        yield null;
      }
    };
  }

  private static @Nullable String text(Fields sms) {
    if (sms.node("text") == null) {
      sms.missing("text", "is missing");
      return null;
    }
    String text = sms.text("text");
    if (text == null) {
      return null;
    }
    if (text.isEmpty()) {
      sms.missing("text", "is empty");
      return null;
    }
    return text;
  }

  /// Words or booleans (contract, trap 2).
  private static @Nullable Autoconvert autoconvert(Fields sms, ApiKey key) {
    JsonNode node = sms.node("autoconvert");
    if (node == null) {
      return Autoconvert.of(key.autoconvert()).orElse(Autoconvert.ON);
    }
    Optional<Autoconvert> mode =
        node.isString() || node.isBoolean() ? Autoconvert.of(node.asString()) : Optional.empty();
    if (mode.isEmpty()) {
      sms.wrong("autoconvert", "must be on, full or off");
    }
    return mode.orElse(null);
  }

  /// No octets if there is none; null if it is wrong. The first octet counts those that follow
  /// (3GPP TS 23.040, section 9.2.3.24).
  private static byte @Nullable [] udh(Fields sms) {
    if (sms.node("udh") == null) {
      return new byte[0];
    }
    String hex = sms.text("udh");
    if (hex == null) {
      return null;
    }
    byte[] udh = hex.length() > 2 * Words.UDH_OCTETS_MAX ? new byte[0] : octets(hex);
    if (!Words.isUdh(udh)) {
      sms.wrong(
          "udh",
          "must be hexadecimal, 1 to "
              + Words.UDH_OCTETS_MAX
              + " octets, the first of which counts the octets that follow");
      return null;
    }
    return udh;
  }

  private static byte[] octets(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException notHex) {
      return new byte[0];
    }
  }
}
