package io.waybill.store;

import io.waybill.message.Effect;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the end of one channel means for the next of its chain (design 4, Chains). */
final class Chain {
  private Chain() {}

  /** The events of the next messages that follow from these changes. */
  static Map<UUID, List<Job.Happened>> next(List<Change> changes) {
    Map<UUID, List<Job.Happened>> events = new LinkedHashMap<>();
    for (Change change : changes) {
      add(events, change.was.envelope(), change.effects);
    }
    return events;
  }

  /** The same of messages that are only being accepted: our own rules may end one at once. */
  static Map<UUID, List<Job.Happened>> ofNew(List<NewRows.Accepted> accepted) {
    Map<UUID, List<Job.Happened>> events = new LinkedHashMap<>();
    accepted.forEach(a -> add(events, a.message().envelope(), a.decision().effects()));
    return events;
  }

  private static void add(
      Map<UUID, List<Job.Happened>> events, Envelope envelope, List<Effect> effects) {
    for (Effect effect : effects) {
      Event event = event(effect, envelope.acceptedAt());
      if (event != null) {
        UUID id = envelope.id();
        UUID next = Ids.message(Ids.omniOf(id), Ids.placeOf(id) + 1);
        events.put(next, List.of(new Job.Happened(next, event, new CompletableFuture<>())));
      }
    }
  }

  private static @Nullable Event event(Effect effect, Instant acceptedAt) {
    return switch (effect) {
      case Effect.NextTurn(var at, var due) ->
          new Event.TurnCame(at, Duration.between(acceptedAt, due), due, null);
      case Effect.ChainOver(var at) -> new Event.NotNeeded(at);
      case Effect.Submit _,
          Effect.OnAir _,
          Effect.Tell _,
          Effect.TellAgain _,
          Effect.HurryTelling _,
          Effect.ToldAfterAll _,
          Effect.Count _ ->
          null;
    };
  }
}
