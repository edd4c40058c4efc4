package io.waybill.message;

import io.waybill.message.Entry.Report;
import io.waybill.message.Part.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One message's way through the lifecycle, with all that was decided on it. */
final class Story {
  private Message message;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private List<Effect> lastEffects = List.of();

  private Story(Decision start) {
    message = start.next();
    take(start);
  }

  static Story of(Acceptance acceptance) {
    return new Story(Lifecycle.accept(acceptance));
  }

  Story on(Event... events) {
    for (Event event : events) {
      take(Lifecycle.decide(message, event));
    }
    return this;
  }

  private void take(Decision decision) {
    message = decision.next();
    lastEffects = decision.effects();
    effects.addAll(decision.effects());
    entries.addAll(decision.entries());
  }

  Message message() {
    return message;
  }

  State state() {
    return message.state();
  }

  List<Phase> phases() {
    return message.parts().stream().map(Part::phase).toList();
  }

  /** Of the last event. */
  List<Effect> lastEffects() {
    return lastEffects;
  }

  List<Entry> entries() {
    return entries;
  }

  /** What the customer is told, as "status err", in order. */
  List<String> reports() {
    return entries.stream()
        .map(Entry::report)
        .filter(Objects::nonNull)
        .map(r -> r.status() + " " + r.err())
        .toList();
  }

  List<Integer> numbers() {
    return entries.stream()
        .map(Entry::report)
        .filter(Objects::nonNull)
        .map(Report::number)
        .toList();
  }

  long counted(Effect.What what) {
    return effects.stream().filter(new Effect.Count(what)::equals).count();
  }
}
