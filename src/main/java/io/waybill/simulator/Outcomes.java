package io.waybill.simulator;

import io.waybill.smpp.Status;
import java.time.Duration;

/// Behaviours ready to use.
public final class Outcomes {
  private static final Duration LATE = Duration.ofSeconds(10);

  private Outcomes() {}

  /// [#byLastDigits(Duration, Duration)] with a late delivery after 10 seconds.
  public static Behaviour byLastDigits(Duration receiptDelay) {
    return byLastDigits(receiptDelay, LATE);
  }

  /// Lets the sender choose by the recipient's last two digits:
  ///
  /// | digits | outcome |
  /// | --- | --- |
  /// | 01 | delivered |
  /// | 02 | UNDELIV, err 1 |
  /// | 03 | EXPIRED, err 2 |
  /// | 04 | REJECTD, err 3 |
  /// | 05 | taken, never a receipt |
  /// | 06 | ACCEPTD at once, DELIVRD `lateDelay` later |
  /// | 07 | refused at submit with ESME_RINVDSTADR |
  /// | other | delivered |
  ///
  /// @param receiptDelay from the answer to the receipt, where the table does not say otherwise
  public static Behaviour byLastDigits(Duration receiptDelay, Duration lateDelay) {
    return submit -> {
      String recipient = submit.message().dest();
      return switch (recipient.substring(Math.max(0, recipient.length() - 2))) {
        case "02" -> Plan.accepted(Receipt.after(receiptDelay, "UNDELIV", 1));
        case "03" -> Plan.accepted(Receipt.after(receiptDelay, "EXPIRED", 2));
        case "04" -> Plan.accepted(Receipt.after(receiptDelay, "REJECTD", 3));
        case "05" -> Plan.accepted();
        case "06" ->
            Plan.accepted(
                Receipt.after(Duration.ZERO, "ACCEPTD", 0), Receipt.after(lateDelay, "DELIVRD", 0));
        case "07" -> Plan.refused(Status.ESME_RINVDSTADR);
        default -> Plan.accepted(Receipt.after(receiptDelay, "DELIVRD", 0));
      };
    };
  }
}
