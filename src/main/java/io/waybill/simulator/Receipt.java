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
/// @param style what it looks like
/// @param carriage how it travels
/// @param alteration changes the finished deliver_sm, to imitate an operator's peculiarities
public record Receipt(
    String stat,
    int err,
    Duration delay,
    boolean beforeAnswer,
    ReceiptStyle style,
    Carriage carriage,
    UnaryOperator<ShortMessage> alteration) {
  /// How a receipt travels.
  ///
  /// @param asData in data_sm instead of deliver_sm
  /// @param elsewhere over another session of the same name than the message came by, if there is
  ///   one
  /// @param held kept back until [Simulator#release]
  record Carriage(boolean asData, boolean elsewhere, boolean held) {
    static final Carriage PLAIN = new Carriage(false, false, false);
  }

  public Receipt {
    if (err < 0 || err > 999 || delay.isNegative()) {
      throw new IllegalArgumentException("no such receipt: err " + err + " after " + delay);
    }
  }

  private static Receipt plain(String stat, int err, Duration delay, boolean early) {
    return new Receipt(
        stat, err, delay, early, ReceiptStyle.PLAIN, Carriage.PLAIN, UnaryOperator.identity());
  }

  /// A receipt that follows the answer after a while.
  public static Receipt after(Duration delay, String stat, int err) {
    return plain(stat, err, delay, false);
  }

  /// A receipt that arrives before the answer.
  public static Receipt early(String stat, int err) {
    return plain(stat, err, Duration.ZERO, true);
  }

  /// The same receipt, its deliver_sm changed before it is sent.
  public Receipt altered(UnaryOperator<ShortMessage> change) {
    return new Receipt(stat, err, delay, beforeAnswer, style, carriage, change);
  }

  /// The same receipt, looking otherwise.
  Receipt written(ReceiptStyle other) {
    return new Receipt(stat, err, delay, beforeAnswer, other, carriage, alteration);
  }

  /// The same receipt, travelling otherwise.
  Receipt carried(Carriage other) {
    return new Receipt(stat, err, delay, beforeAnswer, style, other, alteration);
  }

  /// Whether a sender who asked for failures only wants this one.
  boolean tellsFailure() {
    return !stat.equals("DELIVRD") && !stat.equals("ACCEPTD") && !stat.equals("ENROUTE");
  }
}
