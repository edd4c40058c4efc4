package io.waybill.store;

import io.waybill.message.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a person sends by hand.
 *
 * @param person the e-mail of who made it
 * @param text null once it is not kept any more
 * @param changedAt of a draft: what is sent is what was looked at then
 * @param startedAt null for a draft
 * @param isOver all its messages are final, as far as was looked
 * @param lookedAt when it was last looked how they stand; null: never
 */
public record Campaign(
    UUID id,
    int accountId,
    String person,
    Stage stage,
    Content content,
    @Nullable String text,
    @Nullable UUID testOf,
    Instant createdAt,
    Instant changedAt,
    @Nullable Instant startedAt,
    boolean isOver,
    @Nullable Instant lookedAt) {

  /** How far it has come. */
  public enum Stage {
    /** Nothing is sent, nothing is promised. */
    DRAFT,
    /** Its messages are being accepted. */
    FEEDING,
    /** All of them were handed in. */
    FED,
    /** What has not left is being cancelled. */
    CANCELLING,
    /** What had not left is cancelled. */
    CANCELLED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How it is to be sent.
   *
   * @param autoconvert {@code on}, {@code full} or {@code off}
   * @param priority {@code regular}, {@code high} or {@code low}
   * @param timeToSend null: at once
   * @param zone the time zone in which the time was chosen
   * @param country whose numbers those without a country code are; empty: all have one
   * @param column where the numbers of the list stand, from 0; -1: it is found out
   */
  public record Content(
      String name,
      String sender,
      String autoconvert,
      String priority,
      @Nullable Instant timeToSend,
      String zone,
      String country,
      int column) {}

  /** States of a line that no message has. */
  public static final String WAITING = "WAITING";

  static final String HANDED = "HANDED";

  /** It was wrong when the campaign was sent, so it was left out. */
  public static final String SKIPPED = "SKIPPED";

  /** It was not accepted. */
  public static final String REFUSED_HERE = "NOT_ACCEPTED";

  /** The campaign was cancelled before its turn. */
  public static final String NOT_SENT = "NOT_SENT";

  /**
   * A line of its list.
   *
   * @param n its place, from 1
   * @param number as it was written; null where it is not kept here any more
   * @param ownText null: the campaign's
   * @param why it is left out; null: it is to be sent
   */
  public record Line(
      int n, @Nullable String number, @Nullable String ownText, @Nullable String why) {}

  /**
   * A line as it stands.
   *
   * @param state of its message, or one of the words above
   * @param message null without one
   */
  public record Standing(Line line, String state, @Nullable UUID message) {}

  /**
   * How many lines stand in a state.
   *
   * @param price of all their parts, euro; null where none has a price
   * @param unpriced how many have none
   */
  public record Count(int lines, long parts, @Nullable BigDecimal price, int unpriced) {}

  /** How many stand where, by state. */
  public record Counts(Map<String, Count> byState) {
    public Counts {
      byState = Map.copyOf(byState);
    }

    /** How many stand in one state. */
    public int of(String state) {
      Count count = byState.get(state);
      return count == null ? 0 : count.lines;
    }

    /** How many messages stand in one of a group's states; cancelled ones are none of them. */
    public int of(State.Group group) {
      int sum = 0;
      for (State state : EnumSet.allOf(State.class)) {
        boolean isWaiting = BEFORE_SENT.contains(state);
        if (state.group() == group && !isWaiting && state != State.CANCELLED) {
          sum += of(state.name());
        }
      }
      return sum;
    }

    /** How many are still here: waiting to be accepted, for their time, or for a link. */
    public int waiting() {
      int sum = of(WAITING) + of(HANDED);
      for (State state : BEFORE_SENT) {
        sum += of(state.name());
      }
      return sum;
    }

    /** How many will not be sent, because that was asked for. */
    public int cancelled() {
      return of(NOT_SENT) + of(State.CANCELLED.name());
    }

    /** How many were left out, or not accepted. */
    public int leftOut() {
      return of(SKIPPED) + of(REFUSED_HERE);
    }

    /** All that are, or were, to be sent. */
    public int recipients() {
      return byState.values().stream().mapToInt(Count::lines).sum() - leftOut();
    }

    /** How many do not change any more by themselves. */
    public int done() {
      return recipients() - waiting() - of(State.Group.SENT);
    }
  }

  /** States of messages that are still here. */
  static final Set<State> BEFORE_SENT =
      EnumSet.of(State.PLANNED, State.SCHEDULED, State.QUEUED, State.SUBMITTING);
}
