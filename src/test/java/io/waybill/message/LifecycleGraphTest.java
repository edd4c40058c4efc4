package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The graphs in docs/message-lifecycle.md are made from the code, by walking every event from every
 * state that a message can reach. {@code -Dwaybill.write=true} writes them anew.
 */
class LifecycleGraphTest {
  private static final Path DOCUMENT = Path.of("docs/message-lifecycle.md");
  private static final String BEGIN = "<!-- made by LifecycleGraphTest: begin -->";
  private static final String END = "<!-- made by LifecycleGraphTest: end -->";

  private record Step(State from, State to) {}

  /** What a message may become, and by which events, in the order of the states. */
  private final Map<Step, Set<String>> usual = new TreeMap<>(ORDER);

  private final Map<Step, Set<String>> overtaking = new TreeMap<>(ORDER);
  private final Map<Step, Set<String>> corrections = new TreeMap<>(ORDER);

  private static final java.util.Comparator<Step> ORDER =
      java.util.Comparator.comparing(Step::from).thenComparing(Step::to);

  @Test
  void theDocumentShowsTheGraphOfTheCode() throws IOException {
    walk();
    String block = BEGIN + "\n" + block() + END;
    String document = Files.readString(DOCUMENT);
    if (Boolean.getBoolean("waybill.write")) {
      document = written(document, block);
      Files.writeString(DOCUMENT, document);
    }
    assertThat(document)
        .as("run with -Dwaybill.write=true and look at what has changed")
        .contains(block);
  }

  @Test
  void theDocumentNamesEveryStateWithItsWords() throws IOException {
    String document = Files.readString(DOCUMENT);
    for (State state : State.values()) {
      String status = state.status() == null ? "–" : "`" + state.status() + "`";
      assertThat(
              document.lines().filter(l -> l.matches("\\| " + state.name() + " \\| (yes|no) .*")))
          .as(state.name())
          .singleElement()
          .asString()
          .contains("| " + (state.isFinal() ? "yes" : "no") + " | " + status)
          .contains("| " + state.word() + " |");
    }
  }

  /** Receipts come only to what was claimed at least once. */
  private void walk() {
    Deque<Message> toVisit = new ArrayDeque<>();
    Map<String, Message> seen = new HashMap<>();
    toVisit.add(Samples.planned().message());
    toVisit.add(Samples.scheduled().message());
    toVisit.add(Samples.queued(1).message());
    while (!toVisit.isEmpty()) {
      Message message = toVisit.removeFirst();
      if (seen.putIfAbsent(kind(message), message) != null) {
        continue;
      }
      Samples.events()
          .forEach((name, event) -> {
            Message next = Lifecycle.decide(message, event).next();
            boolean impossible = message.attempt() == 0 && isOfCarrier(event);
            if (!impossible && !next.equals(message)) {
              note(message, next, name, event);
              toVisit.add(next);
            }
          });
    }
  }

  private static boolean isOfCarrier(Event event) {
    return event instanceof Event.ReceiptCame
        || event instanceof Event.Seen
        || event instanceof Event.Declined
        || event instanceof Event.Taken;
  }

  private static String kind(Message m) {
    return m.state()
        + " "
        + m.by()
        + " "
        + m.parts().getFirst().phase()
        + " "
        + m.risked()
        + " "
        + (m.attempt() > 0);
  }

  private void note(Message was, Message next, String name, Event event) {
    if (was.state() == next.state()) {
      return;
    }
    boolean early = was.state().isBeforeSent() && isOfCarrier(event);
    boolean answered = was.state() == State.SUBMITTING && event instanceof Event.Taken;
    Map<Step, Set<String>> where =
        was.state().isFinal() ? corrections : early && !answered ? overtaking : usual;
    where
        .computeIfAbsent(new Step(was.state(), next.state()), _ -> new LinkedHashSet<>())
        .add(label(name));
  }

  private static String label(String name) {
    String plain = name.startsWith("receipt ") ? name.substring("receipt ".length()) : name;
    int comma = plain.indexOf(',');
    return comma < 0 ? plain : plain.substring(0, comma);
  }

  private String block() {
    StringBuilder out = new StringBuilder("The usual way:\n\n```mermaid\nstateDiagram-v2\n");
    out.append(
        """
          [*] --> PLANNED: accepted behind another channel
          [*] --> SCHEDULED: accepted for later
          [*] --> QUEUED: accepted
          [*] --> REJECTED: accepted against our rules
        """);
    usual.forEach((step, events) -> out.append(edge(step, events)));
    out.append("```\n\nCorrections of a final state:\n\n```mermaid\nstateDiagram-v2\n");
    corrections.forEach((step, events) -> out.append(edge(step, events)));
    out.append(
        "```\n\nA carrier's word may overtake the answer to the submit, or follow an answer");
    out.append(" that never came:\n\n| from | by | to |\n| --- | --- | --- |\n");
    rows(overtaking)
        .forEach((row, from) ->
            out.append("| ")
                .append(String.join(", ", from))
                .append(" | ")
                .append(row)
                .append(" |\n"));
    return out.toString();
  }

  private static String edge(Step step, Collection<String> events) {
    return "  " + step.from() + " --> " + step.to() + ": " + String.join(", ", events) + "\n";
  }

  /** Rows that differ only in where they begin are one. */
  private static Map<String, Set<String>> rows(Map<Step, Set<String>> steps) {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    steps.forEach((step, events) ->
        rows.computeIfAbsent(
                events.stream().collect(Collectors.joining(", ")) + " | " + step.to(),
                _ -> new LinkedHashSet<>())
            .add(step.from().name()));
    return rows;
  }

  private static String written(String document, String block) {
    List<String> parts = List.of(document.split(BEGIN + "|" + END, -1));
    assertThat(parts).as("a begin and an end in " + DOCUMENT).hasSize(3);
    return parts.getFirst() + block + parts.getLast();
  }
}
