package io.waybill.message;

import io.waybill.message.Part.Phase;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;

/** What can happen to a message of which no carrier can have anything yet. */
final class Waiting {
  private Waiting() {}

  static boolean turnCame(Draft draft, Event.TurnCame e) {
    if (draft.state != State.PLANNED) {
      return false;
    }
    draft.validUntil = draft.validUntil.plus(e.waited());
    draft.finalBy = draft.finalBy.plus(e.waited());
    draft.dueAt = e.due();
    draft.move(e.due().isAfter(e.at()) ? State.SCHEDULED : State.QUEUED, By.US, 0, e.at());
    draft.entry(e.at(), "turn", Map.of("valid_until", draft.validUntil.toString()));
    return e.objection() == null || Lifecycle.object(draft, e.at(), e.objection());
  }

  static boolean notNeeded(Draft draft, Instant at) {
    if (draft.state != State.PLANNED) {
      return false;
    }
    draft.parts.replaceAll(p -> p.in(Phase.SKIPPED));
    draft.move(State.UNUSED, By.US, 0, at);
    draft.entry(at, "not_needed", Map.of());
    return true;
  }

  static boolean cancel(Draft draft, Instant at) {
    if (!isUntouched(draft)) {
      return false;
    }
    draft.move(State.CANCELLED, By.US, State.CANCELLED.usualErr(), at);
    draft.entry(at, "cancelled", Map.of());
    return true;
  }

  /** Only while no carrier can have any of it (design 4, Parts). */
  static boolean rerouted(Draft draft, Event.Rerouted e) {
    if (!isUntouched(draft)) {
      return false;
    }
    if (e.parts() != draft.parts.size()) {
      draft.parts.clear();
      IntStream.rangeClosed(1, e.parts()).mapToObj(Part::waiting).forEach(draft.parts::add);
    }
    if (draft.state == State.QUEUED) {
      draft.dueAt = e.at();
    }
    draft.effect(new Effect.MoveTo(e.to()));
    draft.entry(e.at(), "rerouted", Map.of("from", e.from(), "to", e.to(), "why", e.why()));
    return true;
  }

  private static boolean isUntouched(Draft draft) {
    boolean waits = draft.state == State.SCHEDULED || draft.state == State.QUEUED;
    return waits
        && !draft.risked
        && draft.parts.stream().allMatch(p -> p.phase() == Phase.WAITING && p.carrierId() == null);
  }
}
