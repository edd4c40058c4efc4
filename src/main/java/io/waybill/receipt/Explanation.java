package io.waybill.receipt;

import io.waybill.store.ReceiptTrace.Possible;
import io.waybill.store.ReceiptTrace.Trace;
import io.waybill.store.Unmatched;
import io.waybill.store.UnmatchedReceipts.Decided;
import io.waybill.store.UnmatchedReceipts.One;
import java.util.ArrayList;
import java.util.List;

/** Why a receipt is unmatched and what can be done about it, in sentences. Pure. */
public final class Explanation {
  private Explanation() {}

  /** What was looked for, what was found instead, what can be done. */
  public static List<String> of(One one, Trace trace) {
    List<String> words = new ArrayList<>();
    words.add(lookedFor(one, trace));
    Decided decided = one.decided();
    if (decided == null) {
      words.add(found(one.parked().reason(), trace));
      words.add(when(one));
      words.add(remedy(one.parked().reason(), trace));
    } else {
      words.add(decided(one, decided));
    }
    return words;
  }

  private static String lookedFor(One one, Trace trace) {
    if (trace.forms().isEmpty()) {
      return "It is marked as a receipt, but names no id: there was nothing to look for.";
    }
    String notation =
        trace.learned() == null
            ? trace.notation().word()
            : trace.notation().word() + ", by experience " + trace.learned().word();
    return "It was looked for among the parts that carrier %s took in the last 14 days, under %s (id_notation %s), sent to %s."
        .formatted(
            one.parked().carrier(),
            String.join(" or ", trace.forms()),
            notation,
            trace.number().isEmpty() ? "no number" : trace.number());
  }

  private static String found(Unmatched reason, Trace trace) {
    long same = trace.underThisId().stream().filter(Possible::sameNumber).count();
    return switch (reason) {
      case NO_ID -> "Nothing can match it by itself.";
      case NO_NUMBER ->
          "Its source address is no number, and the id alone is not believed, because carriers use"
              + " ids again.";
      case AMBIGUOUS ->
          "%d parts to this number have this id; which of them is meant cannot be told as long as not exactly one of them is open."
              .formatted(same);
      case NOT_STORED -> "Its message was found, but the receipt could not be recorded there.";
      case BURST -> "It was not looked for yet.";
      case NO_MATCH -> {
        if (same > 0) {
          yield "A part to this number has this id by now: it is matched at the next try.";
        }
        yield trace.underThisId().isEmpty()
            ? "Nothing was found under this id."
            : "Under this id only parts to other numbers were found: see below.";
      }
    };
  }

  private static String when(One one) {
    return one.nextTryAt() == null
        ? "It is not tried again."
        : "It is tried again by itself at " + one.nextTryAt() + ".";
  }

  private static String remedy(Unmatched reason, Trace trace) {
    List<Possible> near = trace.near();
    if (reason == Unmatched.AMBIGUOUS) {
      return "Wait until one of them is final, or assign it to the one that is meant.";
    }
    if (near.stream().anyMatch(p -> p.carrierId() == null)) {
      return "A part to this number waits without an id, because the connection was lost before the"
          + " carrier's answer: if this receipt is about it, assign it there.";
    }
    if (near.stream().anyMatch(Possible::resembles)) {
      return "A part to this number that waits for a receipt has a similar id: if it is meant,"
          + " assign it there, and see whether the carrier's id_notation is right.";
    }
    if (!near.isEmpty()) {
      return "Parts to this number wait for a receipt at this carrier: if one of them is meant,"
          + " assign it there; else discard it.";
    }
    return "No part to this number waits for a receipt at this carrier: it may be about something"
        + " that did not go through this Waybill. If so, discard it.";
  }

  private static String decided(One one, Decided d) {
    String who = d.by() + " via " + d.via() + " at " + d.at();
    String why = d.why().isEmpty() ? "" : ": " + d.why();
    return switch (one.standing()) {
      case "discarded" -> "Discarded by " + who + why + ".";
      case "assigned" ->
          "Assigned to part %d of message %s by %s, and recorded."
              .formatted(d.part(), d.message(), who);
      default ->
          "Assigned to part %d of message %s by %s; recorded within some seconds while a server runs, else at its next start."
              .formatted(d.part(), d.message(), who);
    };
  }
}
