package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Acceptance;
import io.waybill.message.Decision;
import io.waybill.message.Effect;
import io.waybill.message.Event;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import io.waybill.message.Objection;
import io.waybill.message.State;
import io.waybill.store.Steps.Telling;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to commit what is waiting, as one transaction (design 3, steps 1 to 5). Reserves room at
 * the steps before the commit; {@link #undo} gives it back if the commit fails, {@link #carryOut}
 * uses it if it succeeds.
 */
final class Group {
  private static final Logger LOG = LoggerFactory.getLogger(Group.class);

  private final Connection db;
  private final Steps steps;
  private final Objections objections;
  private final Vault vault;
  private final String owner;
  private final Instant now;
  private final Seen seen;
  private final List<Job.Accept> newJobs = new ArrayList<>();
  private final List<NewRows.Accepted> accepted = new ArrayList<>();
  private final List<Job> losers = new ArrayList<>();
  private final List<Job.Happened> strangers = new ArrayList<>();
  private final List<Change> won = new ArrayList<>();
  private final List<Change> still = new ArrayList<>();
  private final Counters counters = new Counters();
  private final int writer;
  private final List<Telling> tellings = new ArrayList<>();

  Group(
      Connection db,
      Recent recent,
      Steps steps,
      Objections objections,
      Vault vault,
      String owner,
      int writer,
      Instant now) {
    this.db = db;
    this.seen = new Seen(db, recent);
    this.steps = steps;
    this.objections = objections;
    this.vault = vault;
    this.owner = owner;
    this.writer = writer;
    this.now = now;
  }

  /** Does everything up to, but without, the commit. */
  void write(List<Job> jobs) throws SQLException {
    Map<UUID, List<Job.Happened>> events = new LinkedHashMap<>();
    List<Job.Accept> fresh = new ArrayList<>();
    for (Job job : jobs) {
      switch (job) {
        case Job.Accept a -> fresh.add(a);
        case Job.Happened h -> events.computeIfAbsent(h.id(), _ -> new ArrayList<>(2)).add(h);
      }
    }
    if (!events.isEmpty()) {
      change(events);
    }
    if (!fresh.isEmpty()) {
      accept(fresh);
    }
    sideRows();
  }

  private void accept(List<Job.Accept> fresh) throws SQLException {
    List<Ledger.Once> kept = new ArrayList<>();
    for (Job.Accept job : fresh) {
      newJobs.add(job);
      for (Ledger.NewMessage message : job.messages()) {
        Decision decision = Lifecycle.accept(looked(message.acceptance(), message.envelope()));
        accepted.add(new NewRows.Accepted(message, decision));
      }
      if (job.once() != null) {
        kept.add(job.once());
      }
    }
    NewRows.messages(db, accepted, vault, owner);
    accepted.forEach(seen::accepted);
    NewRows.answers(db, kept, now);
    change(Chain.ofNew(accepted));
  }

  /** With what our rules have against it; else, if it is to go at once, with a link for it. */
  private Acceptance looked(Acceptance acceptance, Envelope envelope) {
    if (!acceptance.place().isFirst()) {
      return acceptance;
    }
    Objection objection = objections.to(envelope);
    if (objection != null) {
      return acceptance.against(objection);
    }
    return acceptance.timeToSend() == null
        ? steps.seat(envelope.carrier(), acceptance.parts()).map(acceptance::on).orElse(acceptance)
        : acceptance;
  }

  /** What ends one channel of a chain starts or spares the next: in the same commit. */
  private void change(Map<UUID, List<Job.Happened>> events) throws SQLException {
    Map<UUID, List<Job.Happened>> round = events;
    while (!round.isEmpty()) {
      int before = won.size();
      changeRound(round);
      round = Chain.next(won.subList(before, won.size()));
    }
  }

  private void changeRound(Map<UUID, List<Job.Happened>> events) throws SQLException {
    Map<UUID, Row> rows = seen.rows(events.keySet());
    List<Change> updates = new ArrayList<>();
    List<Change> finished = new ArrayList<>();
    List<Change> old = new ArrayList<>();
    List<Change> told = new ArrayList<>();
    for (var e : events.entrySet()) {
      Row row = rows.get(e.getKey());
      if (row == null) {
        strangers.addAll(e.getValue());
        continue;
      }
      Change change = fold(row, e.getValue());
      if (!change.isChanged()) {
        still.add(change);
      } else if (change.isOfTelling()) {
        told.add(change);
      } else if (!row.isLive()) {
        old.add(change);
      } else {
        (change.next.state().isFinal() ? finished : updates).add(change);
      }
    }
    Set<UUID> winners = new HashSet<>();
    for (Change c : old) {
      if (HistoryTable.update(db, c)) {
        winners.add(c.next.id());
      }
    }
    winners.addAll(LiveTable.update(db, updates, owner));
    winners.addAll(LiveTable.finish(db, finished));
    ToldTable.add(db, told);
    told.forEach(c -> winners.add(c.next.id()));
    sort(updates, winners);
    sort(finished, winners);
    sort(old, winners);
    sort(told, winners);
  }

  private Change fold(Row row, List<Job.Happened> jobs) {
    Change change = new Change(row);
    for (Job.Happened job : jobs) {
      Event event =
          job.event() instanceof Event.TurnCame turn
              ? turn.against(objections.to(row.envelope()))
              : job.event();
      Decision decision = Lifecycle.decide(change.next, event);
      boolean changed = decision.next().version() != change.next.version();
      change.next = decision.next();
      change.effects.addAll(decision.effects());
      change.entries.addAll(decision.entries());
      change.jobs.add(job);
      change.outcomes.add(new Ledger.Outcome.Recorded(change.next, changed));
    }
    return change;
  }

  private void sort(List<Change> changes, Set<UUID> winners) {
    for (Change c : changes) {
      boolean isWinner = winners.contains(c.next.id());
      seen.changed(c, isWinner);
      if (isWinner) {
        won.add(c);
      } else {
        losers.addAll(c.jobs);
      }
    }
  }

  /** What the effects of new and of changed messages want stored beside them. */
  private void sideRows() throws SQLException {
    SideRows rows = new SideRows(steps, now);
    UntoldTable untold = new UntoldTable();
    for (NewRows.Accepted a : accepted) {
      rows.add(a.message().envelope(), a.decision().next(), a.decision().effects());
      untold.accepted(a);
      counters.accepted(a);
    }
    for (Change c : won) {
      rows.add(c.was.envelope(), c.next, c.effects);
      untold.changed(c);
      counters.changed(c);
    }
    tellings.addAll(rows.tellings());
    rows.write(db, vault);
    untold.write(db);
    counters.write(db, writer);
  }

  /** Those whose row had changed since it was read: for the next group. */
  List<Job> losers() {
    return losers;
  }

  /** Gives back what was reserved. */
  void undo() {
    for (NewRows.Accepted a : accepted) {
      String link = a.decision().next().link();
      if (link != null) {
        steps.unseat(link, a.decision().next().parts().size());
      }
    }
    tellings.forEach(t -> steps.noTell(t.envelope()));
  }

  /** After the commit, before anything else. */
  void keep(Latencies latencies) {
    seen.keep();
    won.forEach(latencies::committed);
  }

  /** After the commit: hands effects to the steps, then answers the callers. */
  void carryOut() {
    Set<String> waitingCarriers = new HashSet<>();
    for (NewRows.Accepted a : accepted) {
      var message = a.message();
      for (Effect effect : a.decision().effects()) {
        handOver(effect, message.envelope(), message.text(), a.decision().next());
      }
      if (a.decision().next().dueAt() != null) {
        waitingCarriers.add(message.envelope().carrier());
      }
    }
    for (Change c : won) {
      for (Effect effect : c.effects) {
        handOver(effect, c.was.envelope(), null, c.next);
      }
      if (c.next.state() == State.QUEUED || c.next.state() == State.SCHEDULED) {
        waitingCarriers.add(c.carrier());
      }
    }
    tellings.forEach(t -> carefully(() -> steps.tell(t)));
    waitingCarriers.forEach(carrier -> carefully(() -> steps.queued(carrier)));
    answerAll();
    if (steps.isWatched()) {
      carefully(this::hint);
    }
  }

  private void answerAll() {
    int first = 0;
    for (Job.Accept job : newJobs) {
      job.future()
          .complete(new Ledger.Outcome.Recorded(accepted.get(first).decision().next(), true));
      first += job.messages().size();
    }
    won.forEach(Group::answer);
    still.forEach(Group::answer);
    strangers.forEach(job -> job.future().complete(new Ledger.Outcome.NotFound()));
  }

  /** Last, and only for those who look on: nobody's message waits for it. */
  private void hint() {
    for (NewRows.Accepted a : accepted) {
      steps.changed(a.message().envelope().accountId(), a.message().envelope().id());
    }
    for (Change c : won) {
      steps.changed(c.was.envelope().accountId(), c.was.envelope().id());
    }
  }

  /** It is committed: one effect that fails must not keep the others from being carried out. */
  private static void carefully(Runnable effect) {
    try {
      effect.run();
    } catch (RuntimeException e) {
      LOG.error("an effect could not be handed over; it is found again at the next start", e);
    }
  }

  private void handOver(
      Effect effect,
      Envelope envelope,
      @org.jspecify.annotations.Nullable String text,
      Message next) {
    switch (effect) {
      case Effect.Submit submit ->
          carefully(() ->
              steps.submit(
                  new Steps.Submission(
                      envelope, text, submit, next.validUntil(), next.parts().size())));
      case Effect.Count(var what) -> steps.count(what);
      case Effect.OnAir _,
          Effect.Tell _,
          Effect.TellAgain _,
          Effect.HurryTelling _,
          Effect.MoveTo _,
          Effect.NextTurn _,
          Effect.ChainOver _,
          Effect.ToldAfterAll _ -> {}
    }
  }

  private static void answer(Change c) {
    for (int i = 0; i < c.jobs.size(); i++) {
      c.jobs.get(i).future().complete(c.outcomes.get(i));
    }
  }
}
