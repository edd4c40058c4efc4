package io.waybill.message;

import org.jspecify.annotations.Nullable;

/**
 * What a carrier says about one part, in our words (SMPP 3.4 Appendix B; TLV message_state
 * §5.2.28).
 *
 * @param word what it means
 * @param err the carrier's own error code, as written; null if none
 * @param raw the receipt as it came, the {@code text:} blanked; bounded
 * @param assignedBy who said by hand which part it is about; null if it was found by its id
 */
public record Receipt(
    Word word, @Nullable String err, String carrierId, String raw, @Nullable String assignedBy) {

  /** One that finds its part by its id. */
  public Receipt(Word word, @Nullable String err, String carrierId, String raw) {
    this(word, err, carrierId, raw, null);
  }

  /** The same, its part said by somebody. */
  public Receipt assignedBy(String who) {
    return new Receipt(word, err, carrierId, raw, who);
  }

  /** What begins an error number that is the contract's, not a carrier's. */
  private static final String CONTRACT = "contract ";

  /**
   * What the provider of a channel reports.
   *
   * @param contractErr the contract's number for why it failed
   */
  public static Receipt ofProvider(Word word, int contractErr, String providerId, String raw) {
    return new Receipt(word, CONTRACT + contractErr, providerId, raw);
  }

  /** The error as a part's code: 0 if there is none, or one that is no number. */
  int code() {
    if (err == null) {
      return 0;
    }
    if (err.startsWith(CONTRACT)) {
      return ErrorDictionary.codeOfErr(Integer.parseInt(err.substring(CONTRACT.length())));
    }
    return err.matches("\\d{1,9}") ? Integer.parseInt(err) : 0;
  }

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
