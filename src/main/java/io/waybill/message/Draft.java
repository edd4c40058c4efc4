package io.waybill.message;

import io.waybill.message.Entry.Report;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message being changed by one event: never leaves {@link Lifecycle}. */
final class Draft {
  private final Message was;
  State state;
  By by;
  int err;
  final List<Part> parts;
  int attempt;
  boolean risked;
  @Nullable String link;
  @Nullable Instant dueAt;
  @Nullable Instant deadline;
  int reports;
  final List<Report> waiting;
  int tries;
  @Nullable String lastReceipt;
  int lastReceiptCount;
  Instant validUntil;
  Instant finalBy;
  private int seq;
  private @Nullable Report fresh;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();

  Draft(Message message) {
    was = message;
    state = message.state();
    by = message.by();
    err = message.err();
    parts = new ArrayList<>(message.parts());
    attempt = message.attempt();
    risked = message.risked();
    link = message.link();
    dueAt = message.dueAt();
    deadline = message.deadline();
    reports = message.reports();
    waiting = new ArrayList<>(message.waiting());
    tries = message.tries();
    lastReceipt = message.lastReceipt();
    lastReceiptCount = message.lastReceiptCount();
    seq = message.seq();
    validUntil = message.validUntil();
    finalBy = message.finalBy();
  }

  Message was() {
    return was;
  }

  void set(Part part) {
    parts.set(part.number() - 1, part);
  }

  void effect(Effect effect) {
    effects.add(effect);
  }

  void count(Effect.What what) {
    effects.add(new Effect.Count(what));
  }

  /** Moves unless what is known already says more; returns whether it moved. */
  boolean move(State to, By whose, int newErr, Instant at) {
    int from = state.rank(by);
    int rank = to.rank(whose);
    boolean among = state.isBeforeSent() && to.isBeforeSent();
    boolean sideways = rank == from && to != state && !to.isFinal();
    boolean arrived = state == State.DELIVERED || state == State.READ;
    if ((!among && rank <= from && !sideways) || (arrived && to != State.READ)) {
      return false;
    }
    Status before = state.status();
    if (state.isFinal()) {
      count(Effect.What.CORRECTED);
    }
    boolean ends = to.isFinal() && !state.isFinal();
    Instant begin = state == State.SCHEDULED && dueAt != null && dueAt.isAfter(at) ? dueAt : at;
    boolean says = to.status() != null && (to.status() != before || newErr != err || ends);
    state = to;
    by = whose;
    err = newErr;
    switch (to) {
      case PLANNED, UNUSED -> deadline = null;
      case SCHEDULED, QUEUED -> deadline = validUntil;
      case SUBMITTING -> deadline = answerBy();
      case SENT,
          ACCEPTED,
          UNCLEAR,
          DELIVERED,
          READ,
          UNDELIVERED,
          FAILED,
          REJECTED,
          REFUSED,
          EXPIRED,
          CANCELLED,
          UNKNOWN -> {
        if (dueAt != null || deadline == null) {
          deadline = to.isFinal() ? null : answerBy();
          dueAt = null;
        }
      }
    }
    if (says) {
      report(at);
    }
    if (ends && was.hasNext()) {
      effect(endsChain() ? new Effect.ChainOver(at) : new Effect.NextTurn(at, begin));
    }
    return true;
  }

  /** Another channel waits for its turn only as long as this one is valid (design 4, Chains). */
  private Instant answerBy() {
    return was.hasNext() ? validUntil : finalBy;
  }

  private boolean endsChain() {
    boolean arrived = state == State.DELIVERED || state == State.READ;
    return arrived || state == State.UNUSED || (state == State.CANCELLED && by == By.US);
  }

  private void report(Instant at) {
    Status status = state.status();
    if (status == null) {
      throw new IllegalStateException("nothing to report in " + state);
    }
    reports++;
    fresh = new Report(reports, status, err, at, state.isFinal(), by);
    if (!was.wantsReports()) {
      return;
    }
    waiting.add(fresh);
    if (tries > 0) {
      effects.add(new Effect.HurryTelling(at));
    } else if (waiting.size() == 1) {
      effects.add(new Effect.Tell(fresh));
    }
  }

  /** Adds a line to the timeline; a report made since the last line goes with it. */
  void entry(Instant at, String what, Map<String, Object> details) {
    if (seq >= Lifecycle.ENTRIES_MAX && fresh == null && !state.isFinal()) {
      return;
    }
    seq++;
    Map<String, Object> all = new HashMap<>(details);
    if (was.state().isFinal() && fresh != null) {
      all.put("corrected", true);
    }
    entries.add(new Entry(seq, at, what, state, fresh, all));
    fresh = null;
  }

  int seq() {
    return seq;
  }

  Decision decision() {
    if (fresh != null) {
      throw new IllegalStateException("a report without a line in the timeline: " + fresh);
    }
    Message next =
        new Message(
            was.id(),
            was.version() + 1,
            state,
            by,
            err,
            seq,
            parts,
            attempt,
            risked,
            link,
            validUntil,
            finalBy,
            dueAt,
            deadline,
            was.wantsReports(),
            reports,
            waiting,
            tries,
            lastReceipt,
            lastReceiptCount,
            was.hasNext());
    return new Decision(next, effects, entries);
  }
}
