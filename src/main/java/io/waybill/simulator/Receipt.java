package io.waybill.simulator;

import io.waybill.smpp.ShortMessage;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// A receipt to be sent about a message.
///
/// @param stat the word behind `stat:`, such as DELIVRD (SMPP 3.4 appendix B)
/// @param err the number behind `err:`, 0 to 999
/// @param delay from the answer to the submit, or from the submit if that is never answered
/// @param beforeAnswer to be sent before the answer, on the same session if that receives; the
///   delay does not count then. Real operators do this when the network is faster than their answer
/// @param alteration changes the finished deliver_sm, to imitate an operator's peculiarities
public record Receipt(
    String stat,
    int err,
    Duration delay,
    boolean beforeAnswer,
    UnaryOperator<ShortMessage> alteration) {
  public Receipt {
    if (err < 0 || err > 999 || delay.isNegative()) {
      throw new IllegalArgumentException("no such receipt: err " + err + " after " + delay);
    }
  }

  /// A receipt that follows the answer after a while.
  public static Receipt after(Duration delay, String stat, int err) {
    return new Receipt(stat, err, delay, false, UnaryOperator.identity());
  }

  /// A receipt that arrives before the answer.
  public static Receipt early(String stat, int err) {
    return new Receipt(stat, err, Duration.ZERO, true, UnaryOperator.identity());
  }

  /// The same receipt, its deliver_sm changed before it is sent.
  public Receipt altered(UnaryOperator<ShortMessage> change) {
    return new Receipt(stat, err, delay, beforeAnswer, change);
  }

  /// Whether a sender who asked for failures only wants this one.
  boolean tellsFailure() {
    return !stat.equals("DELIVRD") && !stat.equals("ACCEPTD") && !stat.equals("ENROUTE");
  }
}
