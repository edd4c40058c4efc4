package io.waybill.message;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier says about one part, in our words (SMPP 3.4 Appendix B; TLV message_state
 * §5.2.28).
 *
 * @param word what it means
 * @param err the carrier's own error code, as written; null if none
 * @param raw the receipt as it came, the {@code text:} blanked; bounded
 */
public record Receipt(Word word, @Nullable String err, String carrierId, String raw) {

  /** The final and intermediate states that receipts can name. */
  public enum Word {
    ENROUTE,
    ACCEPTD,
    UNKNOWN,
    DELIVRD,
    EXPIRED,
    DELETED,
    UNDELIV,
    REJECTD;

    Part.Phase phase() {
      return switch (this) {
        case ENROUTE, ACCEPTD -> Part.Phase.ACCEPTED;
        case UNKNOWN -> Part.Phase.UNCLEAR;
        case DELIVRD -> Part.Phase.DELIVERED;
        case EXPIRED -> Part.Phase.EXPIRED;
        case DELETED -> Part.Phase.DELETED;
        case UNDELIV -> Part.Phase.UNDELIVERED;
        case REJECTD -> Part.Phase.REJECTED;
      };
    }
  }

  /** Two receipts that say the same about the same part. */
  String sameness(int part) {
    return part + " " + word + " " + err;
  }
}
