package io.waybill.simulator;

import io.waybill.simulator.Dice.Throw;
import io.waybill.simulator.Reporting.Envelope;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a personality does with one message, by dice. Pure.
final class Choices {
  private final Personality who;
  private final Dice dice;

  private Choices(Personality who, Dice dice) {
    this.who = who;
    this.dice = dice;
  }

  static Plan plan(Personality who, Submit submit, Dice dice) {
    return new Choices(who, dice).plan(submit);
  }

  /// The plan for a message that came too soon, or when too much is owed.
  static Plan refused(Personality who, int status, Dice dice) {
    return new Choices(who, dice).refused(status);
  }

  private Plan refused(int status) {
    return Plan.refused(status).answeredAfter(answerDelay());
  }

  private Plan plan(Submit submit) {
    Answering answers = who.answers();
    if (dice.hits(Throw.ANSWER_LOST, answers.lostPercent())) {
      return Plan.unanswered();
    }
    String digits = who.outcomes().byLastDigits() ? lastTwo(submit.message().dest()) : "";
    if (digits.equals("07")) {
      return refused(Status.ESME_RINVDSTADR);
    }
    Optional<List<Receipt>> forced = byDigits(digits);
    if (forced.isEmpty()) {
      int refusal = who.refusals().choose(dice.roll(Throw.REFUSAL));
      if (refusal != Status.ESME_ROK) {
        return refused(refusal);
      }
      if (dice.hits(Throw.ANSWER_NACK, answers.nackPercent())) {
        return refused(answers.nackStatus()).answered(Plan.Manner.GENERIC_NACK);
      }
    }
    List<Receipt> receipts = forced.orElseGet(this::byChance).stream().map(this::styled).toList();
    Plan taken = Plan.accepted(receipts.toArray(Receipt[]::new)).with(who.ids());
    return answered(taken);
  }

  private Plan answered(Plan plan) {
    Answering answers = who.answers();
    if (dice.hits(Throw.ANSWER_NEVER, answers.neverPercent())) {
      return plan.neverAnswered();
    }
    Plan.Manner manner = Plan.Manner.ONCE;
    if (dice.hits(Throw.ANSWER_WRONG_SEQUENCE, answers.wrongSequencePercent())) {
      manner = Plan.Manner.WRONG_SEQUENCE;
    } else if (dice.hits(Throw.ANSWER_DOUBLED, answers.doubledPercent())) {
      manner = Plan.Manner.TWICE;
    }
    return plan.answeredAfter(answerDelay()).answered(manner);
  }

  private Duration answerDelay() {
    Answering answers = who.answers();
    Duration delay = answers.delay().drawn(dice, Throw.ANSWER_DELAY, Throw.ANSWER_DELAY_TOO);
    if (dice.hits(Throw.ANSWER_LATE, answers.latePercent())) {
      delay = delay.plus(answers.lateBy());
    }
    if (dice.hits(Throw.ANSWER_OUT_OF_ORDER, answers.outOfOrderPercent())) {
      delay = delay.plus(answers.outOfOrderBy());
    }
    return delay;
  }

  /// Empty if the digits leave it to chance. 07 is no matter of receipts.
  private Optional<List<Receipt>> byDigits(String digits) {
    return switch (digits) {
      case "01" -> Optional.of(told("DELIVRD", 0));
      case "02" -> Optional.of(told("UNDELIV", 1));
      case "03" -> Optional.of(told("EXPIRED", 2));
      case "04" -> Optional.of(told("REJECTD", 3));
      case "05" -> Optional.of(List.of());
      case "06" ->
          Optional.of(
              List.of(
                  Receipt.after(Duration.ZERO, "ACCEPTD", 0),
                  Receipt.after(who.outcomes().lateAfter(), "DELIVRD", 0)));
      default -> Optional.empty();
    };
  }

  private List<Receipt> byChance() {
    Fates.Share share = who.outcomes().choose(dice.roll(Throw.OUTCOME));
    return share.stat().equals(Fates.NONE) ? List.of() : told(share.stat(), share.err());
  }

  /// All receipts of a message that ends so.
  private List<Receipt> told(String stat, int err) {
    Reporting how = who.receipts();
    if (dice.hits(Throw.RECEIPT_NEVER, how.neverPercent())) {
      return List.of();
    }
    Duration delay = how.delay().drawn(dice, Throw.RECEIPT_DELAY, Throw.RECEIPT_DELAY_TOO);
    List<Receipt> all = new ArrayList<>();
    String news = how.intermediateStat().name();
    if (dice.hits(Throw.RECEIPT_INTERMEDIATE, how.intermediatePercent())) {
      all.add(Receipt.after(Duration.ZERO, news, 0));
    }
    Receipt last = Receipt.after(delay, stat, err);
    if (stat.equals("DELIVRD") && dice.hits(Throw.RECEIPT_CORRECTED, how.correctedPercent())) {
      all.add(Receipt.after(delay, "EXPIRED", 2));
      last = Receipt.after(delay.plus(how.correctionAfter()), stat, err);
    } else if (dice.hits(Throw.RECEIPT_EARLY, how.earlyPercent())) {
      last = Receipt.early(stat, err);
    }
    all.add(last);
    if (dice.hits(Throw.RECEIPT_DOUBLED, how.doubledPercent())) {
      all.add(last);
    }
    if (dice.hits(Throw.RECEIPT_STALE, how.stalePercent())) {
      all.add(Receipt.after(last.delay(), news, 0));
    }
    return all;
  }

  private Receipt styled(Receipt receipt) {
    Reporting how = who.receipts();
    return receipt
        .written(who.format())
        .carried(
            new Receipt.Carriage(
                how.pdu() == Envelope.DATA_SM,
                dice.hits(Throw.RECEIPT_ELSEWHERE, how.elsewherePercent()),
                how.held()));
  }

  private static String lastTwo(String recipient) {
    return recipient.substring(Math.max(0, recipient.length() - 2));
  }
}
