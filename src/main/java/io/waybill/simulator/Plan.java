package io.waybill.simulator;

import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What to do with one submitted message.
///
/// @param status the answer; anything but ESME_ROK refuses the message, and no receipt follows
/// @param answerDelay from the arrival, on top of [Options#answerDelay]; empty: never answered
/// @param receipts sent only if the message asked for them (registered_delivery, section 5.2.17)
/// @param dropConnectionInstead close the connection, and do nothing of the above
public record Plan(
    int status,
    Optional<Duration> answerDelay,
    List<Receipt> receipts,
    boolean dropConnectionInstead) {
  public Plan {
    receipts = List.copyOf(receipts);
    if (answerDelay.filter(Duration::isNegative).isPresent()) {
      throw new IllegalArgumentException("an answer cannot precede its request");
    }
  }

  /// Taken at once, and these receipts later.
  public static Plan accepted(Receipt... receipts) {
    return new Plan(Status.ESME_ROK, Optional.of(Duration.ZERO), List.of(receipts), false);
  }

  /// Refused at once.
  public static Plan refused(int status) {
    return new Plan(status, Optional.of(Duration.ZERO), List.of(), false);
  }

  /// Taken, but the submitter is never told; the receipts come all the same.
  public static Plan unanswered(Receipt... receipts) {
    return new Plan(Status.ESME_ROK, Optional.empty(), List.of(receipts), false);
  }

  /// The line goes dead; the message is lost.
  public static Plan dropped() {
    return new Plan(Status.ESME_ROK, Optional.empty(), List.of(), true);
  }

  /// The same, answered only after a while.
  public Plan answeredAfter(Duration delay) {
    return new Plan(status, Optional.of(delay), receipts, dropConnectionInstead);
  }
}
