package io.waybill.simulator;

import io.waybill.settings.Fields;
import java.util.Locale;
import java.util.UUID;

/// How message ids are written: `ids` of a personality.
///
/// @param answer in submit_sm_resp
/// @param receipt in receipts, both in the text and as receipted_message_id
/// @param reuseAfter so many messages have different ids, then they begin again; 0: never
record IdStyle(Notation answer, Notation receipt, int reuseAfter) {
  /// Decimal everywhere, each id once.
  static final IdStyle PLAIN = new IdStyle(Notation.DECIMAL, Notation.SAME, 0);

  /// Ways to write a number.
  enum Notation {
    /// As in the answer.
    SAME,
    /// `3000000017`
    DECIMAL,
    /// `b2d05e11`
    HEX,
    /// `B2D05E11`
    UPPER_HEX,
    /// 20 digits.
    ZERO_PADDED,
    /// 16 hexadecimal digits.
    ZERO_PADDED_HEX,
    /// `mx-1dm4ett-k`
    LETTERS,
    /// 8-4-4-4-12.
    UUID,
    /// 25 digits, more than fit into 64 bits.
    LONG_DECIMAL
  }

  static IdStyle read(Fields f) {
    Notation answer = f.word("answer", Notation.DECIMAL);
    if (answer == Notation.SAME) {
      f.problem("answer", "must be a notation; only receipt can be the same.");
    }
    return new IdStyle(
        answer, f.word("receipt", Notation.SAME), f.number("reuse_after", 0, 0, 1_000_000));
  }

  /// Which number the n-th message has, n from 0.
  long number(long first, long n) {
    return first + (reuseAfter == 0 ? n : n % reuseAfter);
  }

  /// The id as the answer has it.
  String inAnswer(long number) {
    return write(answer, number);
  }

  /// The id as receipts have it.
  String inReceipt(long number) {
    return write(receipt == Notation.SAME ? answer : receipt, number);
  }

  private static String write(Notation notation, long number) {
    return switch (notation) {
      case SAME, DECIMAL -> Long.toString(number);
      case HEX -> Long.toHexString(number);
      case UPPER_HEX -> Long.toHexString(number).toUpperCase(Locale.ROOT);
      case ZERO_PADDED -> String.format(Locale.ROOT, "%020d", number);
      case ZERO_PADDED_HEX -> String.format(Locale.ROOT, "%016x", number);
      case LETTERS -> "mx-" + Long.toString(number, 36) + "-k";
      case UUID -> new UUID(0x5a17_c0de_0000_4000L, 0x8000_0000_0000_0000L | number).toString();
      case LONG_DECIMAL -> String.format(Locale.ROOT, "9%024d", number);
    };
  }
}
