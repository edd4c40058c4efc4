package io.waybill.message;

import io.waybill.message.Part.Phase;
import java.util.List;

/** From the parts' phases to the message's state. */
final class Fold {
  private Fold() {}

  /**
   * What the parts make of the message.
   *
   * @param stopsTheRest whether parts that still wait must not be submitted any more
   */
  record Verdict(State state, int err, boolean stopsTheRest) {
    static Verdict of(State state) {
      return new Verdict(state, state.usualErr(), false);
    }
  }

  static Verdict of(List<Part> parts) {
    for (Part part : parts) {
      if (part.phase().isNegative()) {
        return negative(part);
      }
    }
    for (Part part : parts) {
      if (part.phase() == Phase.REFUSED) {
        return refused(parts, part);
      }
    }
    if (parts.stream().allMatch(p -> p.phase() == Phase.DELIVERED)) {
      return Verdict.of(State.DELIVERED);
    }
    if (any(parts, Phase.CLAIMED)) {
      return Verdict.of(State.SUBMITTING);
    }
    if (any(parts, Phase.WAITING)) {
      return Verdict.of(State.QUEUED);
    }
    if (any(parts, Phase.UNCERTAIN)) {
      return Verdict.of(State.SUBMITTING);
    }
    if (any(parts, Phase.ACCEPTED)) {
      return Verdict.of(State.ACCEPTED);
    }
    return Verdict.of(any(parts, Phase.UNCLEAR) ? State.UNCLEAR : State.SENT);
  }

  /** A channel's provider says why in the contract's numbers, carriers in numbers of their own. */
  private static Verdict negative(Part part) {
    State state =
        switch (part.phase()) {
          case EXPIRED -> State.EXPIRED;
          case REJECTED -> State.REJECTED;
          case DELETED -> State.CANCELLED;
          case UNDELIVERED,
              WAITING,
              CLAIMED,
              UNCERTAIN,
              SENT,
              ACCEPTED,
              UNCLEAR,
              DELIVERED,
              REFUSED,
              SKIPPED ->
              State.UNDELIVERED;
        };
    int err =
        ErrorDictionary.isChannelCode(part.code())
            ? ErrorDictionary.ofCommandStatus(part.code()).err()
            : state.usualErr();
    return new Verdict(state, err, true);
  }

  /** Refused for good: REFUSED if the carrier has no other part of it, else UNDELIVERED. */
  private static Verdict refused(List<Part> parts, Part part) {
    if (any(parts, Phase.CLAIMED)) {
      return new Verdict(State.SUBMITTING, 0, true);
    }
    boolean mayHaveOne =
        parts.stream().anyMatch(p -> p.phase().isTaken() || p.phase() == Phase.UNCERTAIN);
    int err = ErrorDictionary.ofCommandStatus(part.code()).err();
    return new Verdict(mayHaveOne ? State.UNDELIVERED : State.REFUSED, err, true);
  }

  private static boolean any(List<Part> parts, Phase phase) {
    return parts.stream().anyMatch(p -> p.phase() == phase);
  }
}
