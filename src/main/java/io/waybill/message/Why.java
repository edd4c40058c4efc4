package io.waybill.message;

import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.ErrorDictionary.Whose;
import org.jspecify.annotations.Nullable;

/**
 * Why a message stands where it does, in words that are true: by its state and by whose verdict
 * that is, and only then by the contract's err, whose 1 stands for four different ends (contract
 * 1.4). The one place for status answers, lists and callbacks.
 */
public final class Why {
  private static final int UNSPECIFIED = 1;
  private static final int NO_CHARGE = 4;

  private Why() {}

  /**
   * The explanation.
   *
   * @param err the contract's number, as told with the state
   * @return null where nothing went wrong, or the contract has no word yet
   */
  public static @Nullable Meaning of(State state, By by, int err) {
    boolean ours = by == By.US;
    return switch (state) {
      case PLANNED, SCHEDULED, QUEUED, SUBMITTING, UNUSED, SENT, ACCEPTED, DELIVERED, READ -> null;
      case UNCLEAR ->
          new Meaning(
              err,
              "The operator does not know yet what has become of it",
              "Wait: a final receipt may still come.",
              false,
              Whose.OPERATOR);
      case UNKNOWN ->
          new Meaning(
              err,
              "No final receipt came in time",
              "It may have arrived; a late receipt still corrects this. Send again if it matters.",
              false,
              Whose.OPERATOR);
      case CANCELLED -> ours ? cancelled(err) : deleted(err);
      case EXPIRED -> ours ? expired(err) : outOfReach(err);
      case REJECTED -> ours ? own(err) : refused(err, "rejected it");
      case REFUSED -> refused(err, "refused it when it was handed over");
      case FAILED -> own(err);
      case UNDELIVERED -> refused(err, null);
    };
  }

  private static Meaning cancelled(int err) {
    return new Meaning(
        err, "It was cancelled before it was sent", "Nothing to do.", true, Whose.NOBODY);
  }

  private static Meaning deleted(int err) {
    return new Meaning(
        err,
        "The operator deleted it before it was delivered",
        "Ask the platform's operator why; send again if it matters.",
        false,
        Whose.OPERATOR);
  }

  /** Nothing says that the phone was off: it may have waited here for a link. */
  private static Meaning expired(int err) {
    return new Meaning(
        err,
        "Its validity ended here before a delivery was known",
        "Send again with a longer validity; the timeline shows what it waited for.",
        false,
        Whose.SENDER);
  }

  private static Meaning outOfReach(int err) {
    if (err != UNSPECIFIED) {
      return ErrorDictionary.ofErr(err);
    }
    Meaning usual = ErrorDictionary.ofErr(State.EXPIRED.usualErr());
    return new Meaning(err, usual.cause(), usual.remedy(), usual.permanent(), usual.whose());
  }

  private static Meaning own(int err) {
    return err == UNSPECIFIED
        ? new Meaning(
            err,
            "It could not be sent from here",
            "Ask the platform's operator: the timeline says why.",
            true,
            Whose.US)
        : ErrorDictionary.ofErr(err);
  }

  /**
   * @param unspecified what the operator did if its err says nothing more; null for the usual
   */
  private static Meaning refused(int err, @Nullable String unspecified) {
    if (err == NO_CHARGE) {
      // The provider's bill is the platform's, not the customer's credit.
      return new Meaning(
          err,
          "The operator could not charge for it",
          "Ask the platform's operator to see to the account there.",
          false,
          Whose.US);
    }
    return err == UNSPECIFIED && unspecified != null
        ? new Meaning(
            err,
            "The operator " + unspecified,
            "Check number and sender; ask the platform's operator why.",
            true,
            Whose.OPERATOR)
        : ErrorDictionary.ofErr(err);
  }
}
