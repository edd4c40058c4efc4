package io.waybill.store;

import io.waybill.message.Effect;
import io.waybill.message.Entry.Report;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger needs of the steps: room before a commit, and somewhere to hand effects after it.
 * All methods return at once.
 */
public interface Steps {

  /** Reserves room for a new message on a link of this carrier; empty if it must wait. */
  Optional<String> seat(String carrier, int parts);

  /** Gives back a seat that was not used. */
  void unseat(String link, int parts);

  /** Committed: these parts are to be written. */
  void submit(Submission submission);

  /** Messages were committed as QUEUED or are due for it: dispatch should look for them. */
  void queued(String carrier);

  /** Reserves room for one callback to this URL; false if it must wait in the ledger. */
  boolean roomToTell(Envelope envelope);

  /** Gives back room that was not used. */
  void noTell(Envelope envelope);

  /** Committed: this report is to be told; room for it was reserved. */
  void tell(Telling telling);

  /** Whether anybody wants to hear of {@link #changed}; asked once for each commit. */
  default boolean isWatched() {
    return false;
  }

  /** Committed: this message is new, or something about it has changed. */
  default void changed(int accountId, java.util.UUID id) {}

  /** Something to count. */
  void count(Effect.What what);

  /**
   * Parts to be written to a link.
   *
   * @param text null if it must be fetched
   * @param parts how many the message has in all
   */
  record Submission(
      Envelope envelope,
      @Nullable String text,
      Effect.Submit submit,
      java.time.Instant validUntil,
      int parts) {}

  /**
   * A report to be told.
   *
   * @param parts how many SMS the message is made of
   * @param attempt from 1
   * @param waited whether a row in the ledger waits for it
   */
  record Telling(Envelope envelope, int parts, Report report, int attempt, boolean waited) {}
}
