package io.waybill.message;

import org.jspecify.annotations.Nullable;

/**
 * One SMS of a message: one submit_sm, one carrier id, one receipt.
 *
 * @param number from 1
 * @param carrierId the id in the last submit_sm_resp; null before
 * @param code the carrier's own error code for it (command_status or the receipt's err); 0 if none
 */
public record Part(int number, Phase phase, @Nullable String carrierId, int code) {

  /** How far a part has come. */
  public enum Phase {
    /** To be submitted. */
    WAITING,
    /** In a link's hands: written or about to be, not yet answered. */
    CLAIMED,
    /** Perhaps taken by the carrier, perhaps not; held until a receipt or the deadline. */
    UNCERTAIN,
    SENT,
    ACCEPTED,
    UNCLEAR,
    DELIVERED,
    UNDELIVERED,
    EXPIRED,
    REJECTED,
    DELETED,
    /** A permanent error in submit_sm_resp. */
    REFUSED,
    /** Never submitted, because another part of the message failed first. */
    SKIPPED;

    /** The carrier has, or had, this part. */
    boolean isTaken() {
      return switch (this) {
        case SENT, ACCEPTED, UNCLEAR -> true;
        case DELIVERED,
            UNDELIVERED,
            EXPIRED,
            REJECTED,
            DELETED,
            WAITING,
            CLAIMED,
            UNCERTAIN,
            REFUSED,
            SKIPPED ->
            isTakenFinal();
      };
    }

    /** A receipt with this word ends the part. */
    boolean isTakenFinal() {
      return this == DELIVERED || isNegative();
    }

    boolean isNegative() {
      return switch (this) {
        case UNDELIVERED, EXPIRED, REJECTED, DELETED -> true;
        case WAITING, CLAIMED, UNCERTAIN, SENT, ACCEPTED, UNCLEAR, DELIVERED, REFUSED, SKIPPED ->
            false;
      };
    }

    /**
     * As {@link State#rank}, for one part. A skipped one may have gone out under an earlier claim,
     * so whatever the carrier says of it is news.
     */
    int rank() {
      return switch (this) {
        case WAITING, CLAIMED, UNCERTAIN, SKIPPED -> 0;
        case SENT -> State.SENT.rank(By.CARRIER);
        case ACCEPTED, UNCLEAR -> State.ACCEPTED.rank(By.CARRIER);
        case UNDELIVERED, EXPIRED, REJECTED, DELETED -> State.UNDELIVERED.rank(By.CARRIER);
        case DELIVERED -> State.DELIVERED.rank(By.CARRIER);
        case REFUSED -> State.REFUSED.rank(By.CARRIER);
      };
    }
  }

  static Part waiting(int number) {
    return new Part(number, Phase.WAITING, null, 0);
  }

  Part in(Phase next) {
    return new Part(number, next, carrierId, code);
  }

  Part in(Phase next, int newCode) {
    return new Part(number, next, carrierId, newCode);
  }

  Part sentAs(String id) {
    return new Part(number, Phase.SENT, id, 0);
  }

  Part knownAs(String id) {
    return new Part(number, phase, id, code);
  }
}
