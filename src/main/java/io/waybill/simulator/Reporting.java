package io.waybill.simulator;

import io.waybill.settings.Fields;
import java.time.Duration;

/// When and how receipts are sent: `receipts` of a personality. Percentages are of the messages
/// that get a receipt.
///
/// @param delay from the answer to the receipt
/// @param neverPercent none at all
/// @param earlyPercent before the answer
/// @param doubledPercent the final one twice
/// @param intermediatePercent `intermediateStat` at once, the final one after the delay
/// @param stalePercent `intermediateStat` once more after the final one
/// @param correctedPercent EXPIRED, and after `correctionAfter` DELIVRD
/// @param elsewherePercent over another session of the same system_id, if one is bound
/// @param pdu in which they are sent
/// @param held kept back until they are released
/// @param window most receipts of one session that wait for their answer; 0: the simulator's own
record Reporting(
    Delay delay,
    double neverPercent,
    double earlyPercent,
    double doubledPercent,
    double intermediatePercent,
    Intermediate intermediateStat,
    double stalePercent,
    double correctedPercent,
    Duration correctionAfter,
    double elsewherePercent,
    Envelope pdu,
    boolean held,
    int window) {
  private static final Duration CORRECTION = Duration.ofSeconds(2);

  /// How long after the submit a receipt comes when nothing is said.
  static final Duration USUAL = Duration.ofMillis(500);

  /// What is not final.
  enum Intermediate {
    ENROUTE,
    ACCEPTD
  }

  /// The PDU that carries a receipt.
  enum Envelope {
    DELIVER_SM,
    DATA_SM
  }

  static Reporting read(Fields f) {
    return new Reporting(
        Reading.delay(f, "delay", Delay.of(USUAL)),
        Reading.percent(f, "never_percent", 0),
        Reading.percent(f, "before_answer_percent", 0),
        Reading.percent(f, "doubled_percent", 0),
        Reading.percent(f, "intermediate_percent", 0),
        f.word("intermediate_stat", Intermediate.ENROUTE),
        Reading.percent(f, "stale_percent", 0),
        Reading.percent(f, "corrected_percent", 0),
        Reading.time(f, "correction_after", CORRECTION, Duration.ofMillis(1)),
        Reading.percent(f, "elsewhere_percent", 0),
        f.word("pdu", Envelope.DELIVER_SM),
        f.flag("held", false),
        f.number("window", 0, 0, 10_000));
  }
}
