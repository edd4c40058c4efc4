package io.waybill.message;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to a message after it was accepted. Each event carries its own time. */
public sealed interface Event {

  Instant at();

  /** Dispatch took it for a link; committed before the first octet leaves. */
  record Claimed(Instant at, String link) implements Event {}

  /**
   * The carrier took a part (submit_sm_resp with ESME_ROK).
   *
   * @param attempt the claim under which it was written, from 1
   */
  record Taken(Instant at, int part, int attempt, String carrierId) implements Event {}

  /** A temporary error in submit_sm_resp: try the part again at {@code retryAt}. */
  record PutOff(Instant at, int part, int attempt, int commandStatus, Instant retryAt)
      implements Event {}

  /** A permanent error in submit_sm_resp. */
  record Refused(Instant at, int part, int attempt, int commandStatus) implements Event {}

  /** Written, but no answer will come: the carrier has it or has it not. */
  record Uncertain(
      Instant at, int part, int attempt, String why, OnUncertain policy, Instant retryAt)
      implements Event {}

  /** Claimed but surely not written. */
  record Returned(Instant at, int part, int attempt, String why, Instant retryAt)
      implements Event {}

  /** The process that held the claim has died; parts without an answer are uncertain. */
  record OwnerDied(Instant at, OnUncertain policy) implements Event {}

  /** A receipt about one part, from the carrier. */
  record ReceiptCame(Instant at, int part, Receipt receipt) implements Event {}

  /** The recipient has seen it; only some channels can tell. */
  record Seen(Instant at) implements Event {}

  /** The clock: it is {@code at} now, see what has run out or become due. */
  record TimePassed(Instant at) implements Event {}

  /** The customer wants it not to be sent. */
  record CancelAsked(Instant at) implements Event {}

  /**
   * The channel before it did not reach the recipient.
   *
   * @param waited from acceptance to its time to send: there its validity begins
   * @param due its time to send: now, or when the chain was to begin
   * @param objection what our own rules have against sending it; null for nothing
   */
  record TurnCame(Instant at, java.time.Duration waited, Instant due, @Nullable Objection objection)
      implements Event {
    /** It may be sent at once. */
    public TurnCame(Instant at, java.time.Duration waited) {
      this(at, waited, at, null);
    }

    /** The same, with what our rules have against the message. */
    public TurnCame against(@Nullable Objection found) {
      return new TurnCame(at, waited, due, found);
    }
  }

  /** A channel before it reached the recipient, or the customer has cancelled the chain. */
  record NotNeeded(Instant at) implements Event {}

  /**
   * A channel's provider refuses it for good.
   *
   * @param err the contract's number
   */
  record Declined(Instant at, int part, int attempt, int err, String why) implements Event {}

  /** Our own rules refuse it after acceptance (contract err 4, 6, 7, 8). */
  record RejectedByUs(Instant at, int err, String why) implements Event {}

  /** It can never be sent from here: no route, no adapter, content gone. */
  record CannotSend(Instant at, int err, String why) implements Event {}

  /**
   * One try to tell the customer one report has ended.
   *
   * @param waited whether the report waited in the ledger for this try
   */
  record Told(Instant at, int report, int attempt, boolean waited, Answer answer)
      implements Event {}

  /**
   * These reports are to be told once more, although they were told or given up. What does not fit
   * the message (a number it never had, one that still waits) is left out.
   *
   * @param reports as the timeline has them
   */
  record TellAgainAsked(Instant at, List<Entry.Report> reports) implements Event {
    public TellAgainAsked {
      reports = List.copyOf(reports);
    }
  }

  /**
   * How a callback ended.
   *
   * @param httpStatus 0 if there was no answer
   * @param cause why there was none, or none was needed; null if there was an answer
   * @param millis how long it took
   * @param retryAt the next try; null if it succeeded or is given up
   * @param held the endpoint takes none for now: there is no try before it is resumed
   * @param body the beginning of what was answered, safe to show; null if that is of no interest
   */
  record Answer(
      boolean succeeded,
      int httpStatus,
      @Nullable String cause,
      int millis,
      @Nullable Instant retryAt,
      boolean held,
      @Nullable String body) {

    /** An answer whose words are of no interest, from an endpoint that is not stopped. */
    public Answer(
        boolean succeeded,
        int httpStatus,
        @Nullable String cause,
        int millis,
        @Nullable Instant retryAt) {
      this(succeeded, httpStatus, cause, millis, retryAt, false, null);
    }
  }

  /** What to do with a part whose outcome cannot be known. */
  enum OnUncertain {
    /** Submit it again: may reach the handset twice, never gets lost. */
    RESEND,
    /** Wait for a receipt until the deadline: may get lost, never comes twice. */
    HOLD
  }
}
