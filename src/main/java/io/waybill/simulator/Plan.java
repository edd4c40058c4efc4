package io.waybill.simulator;

import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What to do with one submitted message.
///
/// @param status the answer; anything but ESME_ROK refuses the message, and no receipt follows
/// @param answerDelay from the arrival, on top of [Options#answerDelay]; empty: never answered
/// @param manner of the answer
/// @param ids how the message's id is written
/// @param receipts sent only if the message asked for them (registered_delivery, section 5.2.17)
/// @param dropConnectionInstead close the connection, and do nothing of the above
public record Plan(
    int status,
    Optional<Duration> answerDelay,
    Manner manner,
    IdStyle ids,
    List<Receipt> receipts,
    boolean dropConnectionInstead) {
  /// What the answer looks like.
  public enum Manner {
    /// As it should be.
    ONCE,
    /// The same answer two times.
    TWICE,
    /// Under a sequence number that is not the request's.
    WRONG_SEQUENCE,
    /// generic_nack with the status; one of ESME_ROK makes no sense but is sent.
    GENERIC_NACK
  }

  public Plan {
    receipts = List.copyOf(receipts);
    if (answerDelay.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("an answer cannot precede its request");
    }
  }

  private static Plan of(int status, Optional<Duration> answerDelay, List<Receipt> receipts) {
    return new Plan(status, answerDelay, Manner.ONCE, IdStyle.PLAIN, receipts, false);
  }

  /// Taken at once, and these receipts later.
  public static Plan accepted(Receipt... receipts) {
    return of(Status.ESME_ROK, Optional.of(Duration.ZERO), List.of(receipts));
  }

  /// Refused at once.
  public static Plan refused(int status) {
    return of(status, Optional.of(Duration.ZERO), List.of());
  }

  /// Taken, but the submitter is never told; the receipts come all the same.
  public static Plan unanswered(Receipt... receipts) {
    return of(Status.ESME_ROK, Optional.empty(), List.of(receipts));
  }

  /// The line goes dead; the message is lost.
  public static Plan dropped() {
    return new Plan(Status.ESME_ROK, Optional.empty(), Manner.ONCE, IdStyle.PLAIN, List.of(), true);
  }

  /// The same, answered only after a while.
  public Plan answeredAfter(Duration delay) {
    return new Plan(status, Optional.of(delay), manner, ids, receipts, dropConnectionInstead);
  }

  /// The same, answered in another manner.
  public Plan answered(Manner otherManner) {
    return new Plan(status, answerDelay, otherManner, ids, receipts, dropConnectionInstead);
  }

  /// The same without an answer.
  Plan neverAnswered() {
    return new Plan(status, Optional.empty(), manner, ids, receipts, dropConnectionInstead);
  }

  /// The same with ids written so.
  Plan with(IdStyle style) {
    return new Plan(status, answerDelay, manner, style, receipts, dropConnectionInstead);
  }
}
