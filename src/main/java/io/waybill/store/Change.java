package io.waybill.store;

import io.waybill.message.Effect;
import io.waybill.message.Entry;
import io.waybill.message.Message;
import io.waybill.message.State;
import java.util.ArrayList;
import java.util.List;

/** One message's way through a group: what it was, what the group's events made of it. */
final class Change {
  final Row was;
  final List<Job.Happened> jobs = new ArrayList<>(2);
  final List<Ledger.Outcome> outcomes = new ArrayList<>(2);
  final List<Effect> effects = new ArrayList<>(4);
  final List<Entry> entries = new ArrayList<>(2);
  Message next;

  Change(Row was) {
    this.was = was;
    this.next = was.message();
  }

  boolean isChanged() {
    return next.version() != was.message().version();
  }

  /** The carrier that it belongs to now. */
  String carrier() {
    String carrier = was.envelope().carrier();
    for (Effect effect : effects) {
      if (effect instanceof Effect.MoveTo(var other)) {
        carrier = other;
      }
    }
    return carrier;
  }

  /**
   * Whether it is about callbacks and nothing else, so that the message's row stays as it is. One
   * that is still among the living although it is final must move.
   */
  boolean isOfTelling() {
    boolean mustMove = was.isLive() && next.state().isFinal();
    return !mustMove
        && was.message().isSameButForTelling(next)
        && carrier().equals(was.envelope().carrier());
  }

  /** The version that the row will have: the events of a group count once. */
  int version() {
    return was.message().version() + (isOfTelling() ? 0 : 1);
  }

  /** The row when this change is committed. */
  Row row() {
    boolean isLive = was.isLive() && !next.state().isFinal();
    return new Row(
        was.envelope().by(carrier()),
        next.stored(version()),
        isLive,
        Row.whole(changedAt()),
        was.readyAt());
  }

  /** When the state, or what is said of it, changed last. */
  java.time.Instant changedAt() {
    java.time.Instant at = was.changedAt();
    State before = was.message().state();
    for (Entry entry : entries) {
      if (entry.stateAfter() != before || entry.report() != null) {
        at = entry.at();
      }
      before = entry.stateAfter();
    }
    return at;
  }
}
