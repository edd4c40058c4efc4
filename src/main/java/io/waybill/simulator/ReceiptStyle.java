package io.waybill.simulator;

import io.waybill.settings.Fields;

/// What receipts look like: `format` of a personality.
///
/// @param text the words, SMPP 3.4 appendix B or something like it
/// @param dates those in the text
/// @param idInText whether `id:` is there
/// @param tlvs which optional parameters are there
/// @param coding of the text
/// @param inPayload the text is in message_payload; it also is where short_message is too short
/// @param mark in esm_class (section 5.2.12)
record ReceiptStyle(
    Text text,
    Dates dates,
    boolean idInText,
    Tlvs tlvs,
    Coding coding,
    boolean inPayload,
    Mark mark) {
  /// As appendix B has it, with both parameters.
  static final ReceiptStyle PLAIN =
      new ReceiptStyle(
          Text.STANDARD, Dates.MINUTES, true, Tlvs.BOTH, Coding.LATIN1, false, Mark.RECEIPT);

  enum Text {
    /// All fields of appendix B in its order.
    STANDARD,
    /// `id:… stat:…`
    MINIMAL,
    /// Names and words in lower case.
    LOWER_CASE,
    /// `stat` first, `id` last.
    OTHER_ORDER,
    /// Spaces around colons, several between fields.
    SPACED,
    /// `=` instead of `:`.
    EQUALS,
    /// No text at all.
    NONE
  }

  enum Dates {
    /// `yyMMddHHmm`
    MINUTES,
    /// `yyMMddHHmmss`
    SECONDS,
    /// The fields are left out.
    MISSING,
    /// No dates at all: `0000000000`, `20261301T9`.
    BROKEN
  }

  enum Tlvs {
    /// receipted_message_id and message_state.
    BOTH,
    /// receipted_message_id only.
    ID,
    /// message_state only.
    STATE,
    /// None.
    NONE
  }

  enum Coding {
    /// data_coding 0.
    LATIN1,
    /// data_coding 8.
    UCS2
  }

  enum Mark {
    /// 0x04
    RECEIPT,
    /// 0x20
    INTERMEDIATE,
    /// 0
    UNMARKED
  }

  static ReceiptStyle read(Fields f) {
    return new ReceiptStyle(
        f.word("text", Text.STANDARD),
        f.word("dates", Dates.MINUTES),
        f.flag("id_in_text", true),
        f.word("tlvs", Tlvs.BOTH),
        f.word("coding", Coding.LATIN1),
        f.flag("in_payload", false),
        f.word("esm_class", Mark.RECEIPT));
  }

  /// The octet for [#mark].
  int esmClass() {
    return switch (mark) {
      case RECEIPT -> 0x04;
      case INTERMEDIATE -> 0x20;
      case UNMARKED -> 0;
    };
  }
}
