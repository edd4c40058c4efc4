package io.waybill.message;

import io.waybill.message.Entry.Report;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the lifecycle knows of one attempt on one channel. Who sends what to whom is the ledger's.
 *
 * @param version grows with every recorded change; a stale one is refused by the ledger
 * @param by whose word the state is
 * @param err the contract's error number
 * @param seq entries in the timeline so far
 * @param attempt claims so far
 * @param risked a part may have reached the carrier without an answer: no exact cancel any more
 * @param link the link that holds or held the last claim
 * @param validUntil nothing is submitted after it
 * @param finalBy without a final receipt by then, the outcome is UNKNOWN
 * @param dueAt when dispatch should take it; null while it is not waiting for that
 * @param deadline when the clock must look at it again; null for never
 * @param wantsReports whether there is a callback URL
 * @param reports reports made so far
 * @param waiting the last of them: those not yet told or given up, in order
 * @param tries failed tries of the first that waits
 * @param lastReceipt what the last receipt said, and how often in a row
 * @param hasNext whether the chain goes on with another channel if this message ends badly
 */
public record Message(
    UUID id,
    int version,
    State state,
    By by,
    int err,
    int seq,
    List<Part> parts,
    int attempt,
    boolean risked,
    @Nullable String link,
    Instant validUntil,
    Instant finalBy,
    @Nullable Instant dueAt,
    @Nullable Instant deadline,
    boolean wantsReports,
    int reports,
    List<Report> waiting,
    int tries,
    @Nullable String lastReceipt,
    int lastReceiptCount,
    boolean hasNext) {

  public Message {
    parts = List.copyOf(parts);
    waiting = List.copyOf(waiting);
    if (waiting.size() > reports) {
      throw new IllegalArgumentException(waiting.size() + " reports wait of " + reports + " made");
    }
  }

  /** Final and told: nothing is left to do. */
  public boolean isOver() {
    return state.isFinal() && waiting.isEmpty();
  }

  /**
   * As it is read again from a row: with this version, and times in whole milliseconds. What is
   * final is not waiting for any time.
   *
   * @param version the row's; a row counts the events of one commit as one
   */
  public Message stored(int version) {
    return new Message(
        id,
        version,
        state,
        by,
        err,
        seq,
        parts,
        attempt,
        risked,
        link,
        whole(validUntil),
        whole(finalBy),
        dueAt == null || state.isFinal() ? null : whole(dueAt),
        deadline == null || state.isFinal() ? null : whole(deadline),
        wantsReports,
        reports,
        waiting.stream().map(Report::stored).toList(),
        tries,
        lastReceipt,
        lastReceiptCount,
        hasNext);
  }

  /** The same, further on with what is told of it. */
  public Message telling(int newVersion, int newSeq, List<Report> newWaiting, int newTries) {
    return new Message(
        id,
        newVersion,
        state,
        by,
        err,
        newSeq,
        parts,
        attempt,
        risked,
        link,
        validUntil,
        finalBy,
        dueAt,
        deadline,
        wantsReports,
        reports,
        newWaiting,
        newTries,
        lastReceipt,
        lastReceiptCount,
        hasNext);
  }

  /** Whether the other one differs in nothing but what is told of it, and in its version. */
  public boolean isSameButForTelling(Message other) {
    return equals(other.telling(version, seq, waiting, tries));
  }

  private static Instant whole(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  /** The part with that number, from 1. */
  public Part part(int number) {
    if (number < 1 || number > parts.size()) {
      throw new IllegalArgumentException("no part " + number + " of " + parts.size() + " in " + id);
    }
    return parts.get(number - 1);
  }
}
