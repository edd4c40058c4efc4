package io.waybill.journey;

import io.waybill.simulator.Behaviour;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.simulator.Submit;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/// An operator whose verdicts hang on a seed and the recipient, so that whoever knows both knows
/// what must become of a message, however often it is submitted; its delays are by chance alone.
final class Chance implements Behaviour {
  private static final int ANSWER_MILLIS_MAX = 20;
  private static final int RECEIPT_MILLIS_MAX = 300;

  private final long seed;
  private final SplittableRandom delays;
  private final Map<Part, Integer> taken = new ConcurrentHashMap<>();

  /// One SMS: what it says to whom; texts are unique, so the same again is a duplicate.
  record Part(String to, Octets words) {}

  /// What becomes of messages to a recipient.
  enum Verdict {
    DELIVERED("DELIVRD 0"),
    DELIVERED_LATER("DELIVRD 0"),
    THROTTLED_FIRST("DELIVRD 0"),
    UNDELIVERED("UNDELIV 1"),
    EXPIRED("EXPIRED 2"),
    REJECTED("REJECTD 1"),
    REFUSED("NACK 3");

    /// The report that the customer is told at last.
    final String words;

    Verdict(String words) {
      this.words = words;
    }

    /// The state in the tables.
    String state() {
      return this == DELIVERED_LATER || this == THROTTLED_FIRST ? DELIVERED.name() : name();
    }
  }

  Chance(long seed) {
    this.seed = seed;
    this.delays = new SplittableRandom(seed);
  }

  /// @param to digits without +
  Verdict verdict(String to) {
    int percent = new SplittableRandom(seed ^ Long.parseLong(to)).nextInt(100);
    if (percent < 70) {
      return Verdict.DELIVERED;
    } else if (percent < 78) {
      return Verdict.DELIVERED_LATER;
    } else if (percent < 82) {
      return Verdict.THROTTLED_FIRST;
    } else if (percent < 90) {
      return Verdict.UNDELIVERED;
    } else if (percent < 93) {
      return Verdict.EXPIRED;
    }
    return percent < 96 ? Verdict.REJECTED : Verdict.REFUSED;
  }

  @Override
  public Plan plan(Submit submit) {
    String to = submit.message().dest();
    Verdict verdict = verdict(to);
    Plan plan =
        switch (verdict) {
          case DELIVERED -> Plan.accepted(later("DELIVRD", 0));
          case DELIVERED_LATER ->
              Plan.accepted(
                  Receipt.after(Duration.ZERO, "ACCEPTD", 0),
                  Receipt.after(
                      Duration.ofMillis(RECEIPT_MILLIS_MAX + millis(RECEIPT_MILLIS_MAX)),
                      "DELIVRD",
                      0));
          case THROTTLED_FIRST ->
              submit.timesSeen() == 1
                  ? Plan.refused(Status.ESME_RTHROTTLED)
                  : Plan.accepted(later("DELIVRD", 0));
          case UNDELIVERED -> Plan.accepted(later("UNDELIV", 1));
          case EXPIRED -> Plan.accepted(later("EXPIRED", 2));
          case REJECTED -> Plan.accepted(later("REJECTD", 3));
          case REFUSED -> Plan.refused(Status.ESME_RINVDSTADR);
        };
    if (plan.status() == Status.ESME_ROK) {
      taken.merge(new Part(to, submit.message().payload()), 1, Integer::sum);
    }
    return plan.answeredAfter(Duration.ofMillis(millis(ANSWER_MILLIS_MAX)));
  }

  private Receipt later(String stat, int err) {
    return Receipt.after(Duration.ofMillis(millis(RECEIPT_MILLIS_MAX)), stat, err);
  }

  private int millis(int max) {
    synchronized (delays) {
      return delays.nextInt(max + 1);
    }
  }

  /// How often each SMS was taken.
  Map<Part, Integer> taken() {
    return Map.copyOf(taken);
  }
}
