package io.waybill.bench;

import java.util.Locale;

/// Names as people write them.
final class Words {
  private Words() {}

  /// `no_answer` for NO_ANSWER.
  static String of(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT);
  }
}
