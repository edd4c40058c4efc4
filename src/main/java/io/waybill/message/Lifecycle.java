package io.waybill.message;

import io.waybill.message.Event.OnUncertain;
import io.waybill.message.Part.Phase;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says how a message's state may change (design 3 and 4): pure, total,
 * exhaustive. The graph in docs/message-lifecycle.md is made from this code.
 */
public final class Lifecycle {
  /** Stored with each timeline entry: which rules made it. */
  public static final int VERSION = 2;

  /** Lines a timeline may have before events that change nothing are only counted. */
  static final int ENTRIES_MAX = 200;

  /** Identical receipts in a row that get a line each; further ones are counted. */
  static final int SAME_RECEIPTS_MAX = 3;

  private Lifecycle() {}

  /** A new message: scheduled, queued, claimed at once where a link has room, or rejected. */
  public static Decision accept(Acceptance a) {
    boolean first = a.place().isFirst();
    State start = !first ? State.PLANNED : a.isForLater() ? State.SCHEDULED : State.QUEUED;
    Instant due = a.isForLater() ? a.timeToSend() : a.at();
    List<Part> parts = IntStream.rangeClosed(1, a.parts()).mapToObj(Part::waiting).toList();
    Message fresh =
        new Message(
            a.id(),
            0,
            start,
            By.US,
            0,
            0,
            parts,
            0,
            false,
            null,
            a.validUntil(),
            a.finalBy(),
            first ? due : null,
            first ? a.validUntil() : null,
            a.wantsReports(),
            0,
            List.of(),
            0,
            null,
            0,
            !a.place().isLast());
    Draft draft = new Draft(fresh);
    draft.entry(a.at(), "accepted", a.details());
    if (first && a.objection() != null) {
      object(draft, a.at(), a.objection());
    } else if (a.link() != null && start == State.QUEUED) {
      claim(draft, a.at(), a.link());
    }
    return draft.decision();
  }

  /** What becomes of a message by an event. An event that changes nothing returns the message. */
  public static Decision decide(Message message, Event event) {
    Draft draft = new Draft(message);
    boolean changed =
        switch (event) {
          case Event.Claimed(var at, var link) -> claimed(draft, at, link);
          case Event.Taken taken -> taken(draft, taken);
          case Event.PutOff putOff -> putOff(draft, putOff);
          case Event.Refused refused -> refused(draft, refused);
          case Event.Uncertain uncertain -> uncertain(draft, uncertain);
          case Event.Returned returned -> returned(draft, returned);
          case Event.OwnerDied(var at, var policy) -> ownerDied(draft, at, policy);
          case Event.ReceiptCame(var at, var part, var receipt) ->
              Receipts.came(draft, at, part, receipt);
          case Event.Seen(var at) -> Receipts.seen(draft, at);
          case Event.TimePassed(var at) -> timePassed(draft, at);
          case Event.CancelAsked(var at) -> Waiting.cancel(draft, at);
          case Event.TurnCame turn -> Waiting.turnCame(draft, turn);
          case Event.NotNeeded(var at) -> Waiting.notNeeded(draft, at);
          case Event.Declined declined -> declined(draft, declined);
          case Event.Rerouted rerouted -> Waiting.rerouted(draft, rerouted);
          case Event.RejectedByUs(var at, var err, var why) ->
              stop(draft, at, State.REJECTED, err, "rejected", why);
          case Event.CannotSend(var at, var err, var why) ->
              stop(draft, at, State.FAILED, err, "failed", why);
          case Event.Told told -> Reports.told(draft, told);
          case Event.TellAgainAsked(var at, var reports) -> Reports.again(draft, at, reports);
        };
    return changed ? draft.decision() : new Decision(message, List.of(), List.of());
  }

  private static boolean claimed(Draft draft, Instant at, String link) {
    boolean waits = draft.state == State.SCHEDULED || draft.state == State.QUEUED;
    if (!waits || draft.dueAt == null || draft.dueAt.isAfter(at)) {
      return false;
    }
    if (!at.isBefore(draft.validUntil)) {
      return timePassed(draft, at);
    }
    claim(draft, at, link);
    return true;
  }

  private static void claim(Draft draft, Instant at, String link) {
    List<Integer> parts =
        draft.parts.stream().filter(p -> p.phase() == Phase.WAITING).map(Part::number).toList();
    parts.forEach(n -> draft.set(draft.parts.get(n - 1).in(Phase.CLAIMED)));
    draft.attempt++;
    draft.link = link;
    draft.dueAt = null;
    draft.move(State.SUBMITTING, By.US, 0, at);
    draft.effect(new Effect.Submit(link, draft.attempt, parts));
    draft.entry(at, "claimed", Map.of("link", link, "attempt", draft.attempt));
  }

  private static boolean taken(Draft draft, Event.Taken e) {
    Part part = draft.was().part(e.part());
    boolean outstanding = part.phase() == Phase.WAITING || part.phase() == Phase.UNCERTAIN;
    boolean open = outstanding || part.phase() == Phase.CLAIMED;
    if (e.carrierId().equals(part.carrierId()) && !open) {
      return false;
    }
    boolean late = e.attempt() != draft.attempt || part.phase() != Phase.CLAIMED;
    if (!e.carrierId().isEmpty() && !isOnAir(draft, e.carrierId())) {
      draft.effect(new Effect.OnAir(e.part(), e.carrierId()));
    }
    draft.set(!late || outstanding ? part.sentAs(e.carrierId()) : part.knownAs(e.carrierId()));
    if (late) {
      draft.count(Effect.What.ANSWER_LATE);
    }
    settle(draft, e.at());
    Map<String, Object> details = details(e.part(), e.attempt());
    details.put("carrier_id", e.carrierId());
    if (late) {
      details.put("late", true);
    }
    draft.entry(e.at(), "submitted", details);
    return true;
  }

  /** Whether another part has this id already: one receipt tells of all parts with the same id. */
  private static boolean isOnAir(Draft draft, String carrierId) {
    return draft.was().parts().stream().anyMatch(p -> carrierId.equals(p.carrierId()));
  }

  private static boolean putOff(Draft draft, Event.PutOff e) {
    if (!holds(draft, e.part(), e.attempt())) {
      return false;
    }
    if (!isKnownTaken(draft, e.part())) {
      draft.set(draft.was().part(e.part()).in(Phase.WAITING, e.commandStatus()));
      draft.dueAt = later(draft.dueAt, e.retryAt());
    }
    settle(draft, e.at());
    Map<String, Object> details = details(e.part(), e.attempt());
    details.put("command_status", e.commandStatus());
    details.put("retry_at", e.retryAt().toString());
    draft.entry(e.at(), "put_off", details);
    return true;
  }

  private static boolean refused(Draft draft, Event.Refused e) {
    if (!refuse(draft, e.at(), e.part(), e.attempt(), e.commandStatus())) {
      return false;
    }
    Map<String, Object> details = details(e.part(), e.attempt());
    details.put("command_status", e.commandStatus());
    draft.entry(e.at(), "refused", details);
    return true;
  }

  private static boolean declined(Draft draft, Event.Declined e) {
    if (!refuse(draft, e.at(), e.part(), e.attempt(), ErrorDictionary.codeOfErr(e.err()))) {
      return false;
    }
    Map<String, Object> details = details(e.part(), e.attempt());
    details.put("err", e.err());
    details.put("why", e.why());
    draft.entry(e.at(), "refused", details);
    return true;
  }

  private static boolean refuse(Draft draft, Instant at, int part, int attempt, int code) {
    boolean lateButHeld = draft.was().part(part).phase() == Phase.UNCERTAIN;
    if (!holds(draft, part, attempt) && !lateButHeld) {
      return false;
    }
    if (!isKnownTaken(draft, part)) {
      draft.set(draft.was().part(part).in(Phase.REFUSED, code));
    }
    settle(draft, at);
    return true;
  }

  private static boolean uncertain(Draft draft, Event.Uncertain e) {
    if (!holds(draft, e.part(), e.attempt())) {
      return false;
    }
    if (!isKnownTaken(draft, e.part())) {
      unsure(draft, draft.was().part(e.part()), e.policy());
      draft.dueAt = later(draft.dueAt, e.retryAt());
    }
    settle(draft, e.at());
    Map<String, Object> details = details(e.part(), e.attempt());
    details.put("why", e.why());
    details.put("policy", e.policy().name().toLowerCase(java.util.Locale.ROOT));
    draft.entry(e.at(), "uncertain", details);
    return true;
  }

  private static void unsure(Draft draft, Part part, OnUncertain policy) {
    draft.risked = true;
    switch (policy) {
      case RESEND -> {
        draft.set(part.in(Phase.WAITING));
        draft.count(Effect.What.DUPLICATE_RISKED);
      }
      case HOLD -> {
        draft.set(part.in(Phase.UNCERTAIN));
        draft.count(Effect.What.HELD_UNCERTAIN);
      }
    }
  }

  private static boolean returned(Draft draft, Event.Returned e) {
    if (!holds(draft, e.part(), e.attempt())) {
      return false;
    }
    if (!isKnownTaken(draft, e.part())) {
      draft.set(draft.was().part(e.part()).in(Phase.WAITING));
      draft.dueAt = later(draft.dueAt, e.retryAt());
    }
    settle(draft, e.at());
    Map<String, Object> details = details(e.part(), e.attempt());
    details.put("why", e.why());
    draft.entry(e.at(), "returned", details);
    return true;
  }

  private static boolean ownerDied(Draft draft, Instant at, OnUncertain policy) {
    List<Part> open = draft.was().parts().stream().filter(p -> p.phase() == Phase.CLAIMED).toList();
    if (open.isEmpty()) {
      return false;
    }
    for (Part part : open) {
      if (!isKnownTaken(draft, part.number())) {
        unsure(draft, part, policy);
      }
    }
    draft.dueAt = later(draft.dueAt, at);
    settle(draft, at);
    draft.entry(
        at,
        "owner_died",
        Map.of(
            "parts_uncertain",
            open.size(),
            "policy",
            policy.name().toLowerCase(java.util.Locale.ROOT)));
    return true;
  }

  private static boolean timePassed(Draft draft, Instant at) {
    if (draft.state.isFinal()) {
      boolean silenced = draft.deadline != null && !at.isBefore(draft.deadline);
      draft.deadline = silenced ? null : draft.deadline;
      return silenced;
    }
    boolean waits = draft.state == State.SCHEDULED || draft.state == State.QUEUED;
    if (waits && !at.isBefore(draft.validUntil)) {
      draft.move(State.EXPIRED, By.US, State.EXPIRED.usualErr(), at);
      draft.entry(at, "expired", Map.of("why", "the validity ended before it could be submitted"));
      return true;
    }
    if (draft.state == State.SCHEDULED && draft.dueAt != null && !at.isBefore(draft.dueAt)) {
      draft.move(State.QUEUED, By.US, 0, at);
      draft.entry(at, "due", Map.of());
      return true;
    }
    boolean planned = draft.state == State.PLANNED;
    if (!waits && !planned && draft.was().hasNext() && !at.isBefore(draft.validUntil)) {
      draft.move(State.EXPIRED, By.US, State.EXPIRED.usualErr(), at);
      draft.parts.replaceAll(p -> p.phase() == Phase.WAITING ? p.in(Phase.SKIPPED) : p);
      draft.entry(at, "expired", Map.of("why", "no delivery within the channel's validity"));
      return true;
    }
    if (!waits && !planned && !at.isBefore(draft.finalBy)) {
      draft.move(State.UNKNOWN, By.US, State.UNKNOWN.usualErr(), at);
      draft.entry(at, "given_up", Map.of("why", "no final receipt came by the deadline"));
      return true;
    }
    return false;
  }

  static boolean object(Draft draft, Instant at, Objection o) {
    return stop(draft, at, State.REJECTED, o.err(), "rejected", o.why());
  }

  private static boolean stop(Draft draft, Instant at, State to, int err, String what, String why) {
    if (!draft.state.isBeforeSent() || !draft.move(to, By.US, err, at)) {
      return false;
    }
    draft.parts.replaceAll(
        p -> p.phase() == Phase.WAITING || p.phase() == Phase.CLAIMED ? p.in(Phase.SKIPPED) : p);
    draft.entry(at, what, Map.of("why", why));
    return true;
  }

  /** The message's state as a fold of its parts' (design 4, Parts). */
  static void settle(Draft draft, Instant at) {
    Fold.Verdict verdict = Fold.of(draft.parts);
    if (verdict.stopsTheRest()) {
      draft.parts.replaceAll(p -> p.phase() == Phase.WAITING ? p.in(Phase.SKIPPED) : p);
      verdict = Fold.of(draft.parts);
    }
    if (verdict.state() == State.QUEUED && draft.dueAt == null && !draft.state.isFinal()) {
      draft.dueAt = at;
    }
    boolean willRetry =
        draft.parts.stream()
            .anyMatch(p -> p.phase() == Phase.WAITING || p.phase() == Phase.CLAIMED);
    if (!willRetry && draft.state.isBeforeSent() && verdict.state().isBeforeSent()) {
      draft.dueAt = null;
    }
    if (verdict.state() != draft.state || verdict.state().isFinal()) {
      draft.move(verdict.state(), By.CARRIER, verdict.err(), at);
    }
  }

  /**
   * Whether an earlier try of the part was answered after all, with an id: then the carrier has it,
   * whatever became of the later try.
   */
  private static boolean isKnownTaken(Draft draft, int number) {
    Part part = draft.was().part(number);
    if (part.carrierId() == null) {
      return false;
    }
    draft.set(part.sentAs(part.carrierId()));
    return true;
  }

  private static boolean holds(Draft draft, int part, int attempt) {
    return draft.was().part(part).phase() == Phase.CLAIMED && attempt == draft.attempt;
  }

  private static Instant later(@Nullable Instant a, Instant b) {
    return a == null || b.isAfter(a) ? b : a;
  }

  private static Map<String, Object> details(int part, int attempt) {
    Map<String, Object> details = new HashMap<>();
    details.put("part", part);
    details.put("attempt", attempt);
    return details;
  }
}
