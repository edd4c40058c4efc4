package io.waybill.message;

import java.time.Instant;
import java.util.List;

/** What must be done because of a decision. Data only: the steps carry it out after the commit. */
public sealed interface Effect {

  /** Write these parts to the link, under this claim. */
  record Submit(String link, int attempt, List<Integer> parts) implements Effect {
    public Submit {
      parts = List.copyOf(parts);
    }
  }

  /** From now on the carrier's id stands for this part: receipts are matched by it. */
  record OnAir(int part, String carrierId) implements Effect {}

  /** Tell the customer this report now, for the first time. */
  record Tell(Entry.Report report) implements Effect {}

  /** Telling this report failed: try again then. */
  record TellAgain(Entry.Report report, int attempt, Instant at) implements Effect {}

  /** A newer report waits behind one that failed: try that one at once. */
  record HurryTelling(Instant at) implements Effect {}

  /** No report waits for another try any more. */
  record ToldAfterAll() implements Effect {}

  /**
   * This channel did not reach the recipient: the next one of the chain starts.
   *
   * @param due not before this time: later than {@code at} if the chain was to begin later
   */
  record NextTurn(Instant at, Instant due) implements Effect {
    /** It starts at once. */
    public NextTurn(Instant at) {
      this(at, at);
    }
  }

  /** The chain needs no further channel. */
  record ChainOver(Instant at) implements Effect {}

  /** Something worth a counter. */
  record Count(What what) implements Effect {}

  /** What is counted. */
  enum What {
    /** A part may reach the handset twice. */
    DUPLICATE_RISKED,
    /** A part is held because its outcome is not known. */
    HELD_UNCERTAIN,
    /** A final status was corrected by a later receipt. */
    CORRECTED,
    /** A receipt that changed nothing: late or repeated. */
    RECEIPT_LATE,
    /** A report was given up after three days, or cannot be told. */
    REPORT_GIVEN_UP,
    /** A submit answer came after we had stopped waiting for it. */
    ANSWER_LATE
  }
}
