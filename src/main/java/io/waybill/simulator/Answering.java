package io.waybill.simulator;

import io.waybill.settings.Fields;
import io.waybill.smpp.Status;
import java.time.Duration;

/// How submits are answered: `answers` of a personality. All percentages are of the submits.
///
/// @param delay of every answer
/// @param neverPercent taken, and the receipt comes, but no answer
/// @param lostPercent neither answer nor receipt
/// @param latePercent answered only after `lateBy` more
/// @param outOfOrderPercent held back for `outOfOrderBy`, so that what came later is answered first
/// @param doubledPercent answered twice
/// @param wrongSequencePercent answered under a sequence number that nobody used
/// @param nackPercent refused by generic_nack with `nackStatus` instead of an answer
record Answering(
    Delay delay,
    double neverPercent,
    double lostPercent,
    double latePercent,
    Duration lateBy,
    double outOfOrderPercent,
    Duration outOfOrderBy,
    double doubledPercent,
    double wrongSequencePercent,
    double nackPercent,
    int nackStatus) {
  private static final Duration LATE = Duration.ofSeconds(5);
  private static final Duration HELD_BACK = Duration.ofMillis(100);

  static Answering read(Fields f) {
    return new Answering(
        Reading.delay(f, "delay", Delay.of(Duration.ZERO)),
        Reading.percent(f, "never_percent", 0),
        Reading.percent(f, "lost_percent", 0),
        Reading.percent(f, "late_percent", 0),
        Reading.time(f, "late_by", LATE, Duration.ofMillis(1)),
        Reading.percent(f, "out_of_order_percent", 0),
        Reading.time(f, "out_of_order_by", HELD_BACK, Duration.ofMillis(1)),
        Reading.percent(f, "doubled_percent", 0),
        Reading.percent(f, "wrong_sequence_percent", 0),
        Reading.percent(f, "nack_percent", 0),
        Reading.status(f, "nack_status", Status.ESME_RSYSERR));
  }
}
