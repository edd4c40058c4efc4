package io.waybill.message;

import org.jspecify.annotations.Nullable;

/**
 * Where a message stands (design 4). Each state knows the contract's words for it, the people's
 * word and group, and whether it is final. How states follow each other is {@link Lifecycle}'s.
 */
public enum State {
  /** In a chain, behind a channel that is still being tried. */
  PLANNED(0, false, null, 0, Group.SENT, "Queued"),
  /** Accepted, to be sent at a later time. */
  SCHEDULED(0, false, null, 0, Group.SENT, "Queued"),
  /** Accepted, waits for a link. */
  QUEUED(1, false, null, 0, Group.SENT, "Queued"),
  /** Claimed for a link: from here on its first octet may have left. */
  SUBMITTING(2, false, null, 0, Group.SENT, "Queued"),
  /** The carrier took every part. */
  SENT(3, false, Status.ACK, 0, Group.SENT, "Sent"),
  /** The carrier reported ACCEPTD or ENROUTE. */
  ACCEPTED(4, false, Status.ACCEPTD, 0, Group.SENT, "Accepted"),
  /** The carrier reported UNKNOWN, or a word that nobody knows: not final. */
  UNCLEAR(4, false, Status.UNKNOWN, 999, Group.SENT, "Unknown"),
  DELIVERED(7, true, Status.DELIVRD, 0, Group.DELIVERED, "Delivered"),
  READ(8, true, Status.SEEN, 10, Group.DELIVERED, "Read"),
  UNDELIVERED(6, true, Status.UNDELIV, 1, Group.FAILED, "Undelivered"),
  /** Waybill could not send it: no route, no adapter, link refused for good. */
  FAILED(5, true, Status.FAILED, 9, Group.FAILED, "Failed"),
  /** Refused by the carrier in a receipt, or by our own rules after acceptance. */
  REJECTED(6, true, Status.REJECTD, 1, Group.REJECTED, "Rejected"),
  /** A permanent error in submit_sm_resp, no part taken. */
  REFUSED(9, true, Status.NACK, 1, Group.REJECTED, "Rejected"),
  EXPIRED(6, true, Status.EXPIRED, 2, Group.FAILED, "Expired"),
  CANCELLED(6, true, Status.DELETED, 1, Group.FAILED, "Failed"),
  /** No final receipt by the deadline. A late one still corrects this. */
  UNKNOWN(5, true, Status.UNKNOWN, 999, Group.FAILED, "Unknown"),
  /** In a chain, never tried: an earlier channel reached the recipient. No status, no report. */
  UNUSED(9, true, null, 0, Group.SENT, "Not needed");

  /** The dashboard's four groups. */
  public enum Group {
    DELIVERED,
    SENT,
    FAILED,
    REJECTED
  }

  private static final int OURS = 5;
  private static final int ABSORBING = 9;

  private final int rank;
  private final boolean isFinal;
  private final @Nullable Status status;
  private final int err;
  private final Group group;
  private final String word;

  State(int rank, boolean isFinal, @Nullable Status status, int err, Group group, String word) {
    this.rank = rank;
    this.isFinal = isFinal;
    this.status = status;
    this.err = err;
    this.group = group;
    this.word = word;
  }

  /** How much this state says, by whose word: what ranks lower arrives late and moves nothing. */
  int rank(By by) {
    return switch (this) {
      case CANCELLED, REJECTED -> by == By.US ? ABSORBING : rank;
      case EXPIRED -> by == By.US ? OURS : rank;
      case PLANNED,
          SCHEDULED,
          QUEUED,
          SUBMITTING,
          SENT,
          ACCEPTED,
          UNCLEAR,
          DELIVERED,
          READ,
          UNDELIVERED,
          FAILED,
          REFUSED,
          UNKNOWN,
          UNUSED ->
          rank;
    };
  }

  /** Whether the customer may rely on it: no more is expected. */
  public boolean isFinal() {
    return isFinal;
  }

  /** Still wholly ours: nothing has been answered by a carrier for good. */
  boolean isBeforeSent() {
    return rank < SENT.rank;
  }

  /** The contract's word; null while the contract has none. */
  public @Nullable Status status() {
    return status;
  }

  /** The contract's error number where nothing more exact is known. */
  public int usualErr() {
    return err;
  }

  /** One of the four groups of the dashboard. */
  public Group group() {
    return group;
  }

  /** One of the ten words for people. */
  public String word() {
    return word;
  }
}
