package io.waybill.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of a message's timeline.
 *
 * @param seq from 1, without gaps within a message
 * @param what the kind of event, snake_case, as the API shows it
 * @param stateAfter the message's state when this entry had been made
 * @param report the report that this change made; null if it made none
 * @param details what else is known, values are strings, integers or booleans
 */
public record Entry(
    int seq,
    Instant at,
    String what,
    State stateAfter,
    @Nullable Report report,
    Map<String, Object> details) {

  public Entry {
    details = Map.copyOf(details);
  }

  /**
   * A status change that the customer is told, in the contract's words.
   *
   * @param number from 1, without gaps within a message
   * @param at when the status changed
   * @param isFinal whether the state behind it was final: of the words, UNKNOWN alone can be both
   * @param by whose verdict it is
   */
  public record Report(int number, Status status, int err, Instant at, boolean isFinal, By by) {

    /** One of which is not known whose verdict it is: whose it usually is. */
    public Report(int number, Status status, int err, Instant at, boolean isFinal) {
      this(number, status, err, at, isFinal, usually(status, err));
    }

    private static By usually(Status status, int err) {
      return switch (status) {
        case DELETED, FAILED -> By.US;
        case REJECTD -> Objection.isFree(status, err) ? By.US : By.CARRIER;
        case ACK, ACCEPTD, UNKNOWN, DELIVRD, SEEN, UNDELIV, EXPIRED, NACK -> By.CARRIER;
      };
    }

    /** As it is read again from a row: its time in whole milliseconds. */
    Report stored() {
      return new Report(number, status, err, at.truncatedTo(ChronoUnit.MILLIS), isFinal, by);
    }

    /** The same, by that one's verdict. */
    public Report by(By whose) {
      return new Report(number, status, err, at, isFinal, whose);
    }

    /** The state that the message had then. */
    public State state() {
      return switch (status) {
        case ACK -> State.SENT;
        case ACCEPTD -> State.ACCEPTED;
        case UNKNOWN -> isFinal ? State.UNKNOWN : State.UNCLEAR;
        case DELIVRD -> State.DELIVERED;
        case SEEN -> State.READ;
        case UNDELIV -> State.UNDELIVERED;
        case FAILED -> State.FAILED;
        case EXPIRED -> State.EXPIRED;
        case DELETED -> State.CANCELLED;
        case REJECTD -> State.REJECTED;
        case NACK -> State.REFUSED;
      };
    }
  }
}
