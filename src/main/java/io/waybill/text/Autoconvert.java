package io.waybill.text;

import java.util.Locale;
import java.util.Optional;

/// Whether characters outside GSM 03.38 are replaced before a text is sent (contract 3.9).
public enum Autoconvert {
  /// Only what the account's own table names.
  ON,
  /// The account's table, then every character that has a close GSM one.
  FULL,
  /// The text goes out as it came in.
  OFF;

  /// Reads `on`, `full` or `off` in any case; some clients can only say `true` for on and `false`
  /// for off (contract, trap 2). Empty for any other word.
  public static Optional<Autoconvert> of(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "on", "true" -> Optional.of(ON);
      case "full" -> Optional.of(FULL);
      case "off", "false" -> Optional.of(OFF);
      default -> Optional.empty();
    };
  }
}
