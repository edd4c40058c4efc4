package io.waybill.message;

import org.jspecify.annotations.Nullable;

/**
 * What the classic API says for a state (design 4; contract 3.2, 3.7): the one table of its words.
 *
 * @param status the word of {@code get_dlr_response} and of the callback's {@code status}
 * @param stat the callback's {@code stat}
 * @param mask the callback's {@code dlr-mask}: 1 delivered, 2 not delivered, 4 queued at the
 *     operator, 8 with the operator, 16 refused by it
 */
public record ClassicWords(Word status, String stat, int mask) {

  /** The three words of {@code get_dlr_response}. */
  public enum Word {
    SENT,
    DELIVERED,
    FAILED
  }

  /** The state's words; null while the classic API has none: {@code FAILED 102}, no callback. */
  public static @Nullable ClassicWords of(State state) {
    return switch (state) {
      case PLANNED, SCHEDULED, QUEUED, SUBMITTING, UNUSED -> null;
      case SENT -> new ClassicWords(Word.SENT, "ACCEPTD", 8);
      case ACCEPTED -> new ClassicWords(Word.SENT, "ACCEPTD", 4);
      case UNCLEAR -> new ClassicWords(Word.SENT, "UNKNOWN", 8);
      case DELIVERED, READ -> new ClassicWords(Word.DELIVERED, "DELIVRD", 1);
      case UNDELIVERED -> new ClassicWords(Word.FAILED, "UNDELIV", 2);
      case FAILED -> new ClassicWords(Word.FAILED, "FAILED", 2);
      case REJECTED -> new ClassicWords(Word.FAILED, "REJECTD", 16);
      case REFUSED -> new ClassicWords(Word.FAILED, "NACK", 16);
      case EXPIRED -> new ClassicWords(Word.FAILED, "EXPIRED", 2);
      case CANCELLED -> new ClassicWords(Word.FAILED, "DELETED", 2);
      case UNKNOWN -> new ClassicWords(Word.FAILED, "UNKNOWN", 2);
    };
  }

  /**
   * The callback's {@code err}: three digits. The contract's 9 and 10 are not among the classic
   * numbers (contract 1.4): what cannot be routed is 999 there, what was seen is no error.
   */
  public static String err(int err) {
    return switch (err) {
      case 9 -> "999";
      case 10 -> "000";
      default -> "%03d".formatted(err);
    };
  }
}
