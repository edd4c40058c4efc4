package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every state × every event, written by hand from the design (section 4). A new state, event,
 * receipt word or policy fails here until somebody has thought about its cells.
 */
class LifecycleTest {
  /**
   * {@code .} is nothing at all, {@code +} something that leaves the state as it is, and three
   * letters the state that follows. A star marks our own verdict where carriers have one as well.
   */
  private static final String TABLE =
      """
                           | PLA SCH QUE SUB SEN ACC UNC DEL REA UND FAI REJ RE* REF EXP EX* CAN CA* UNK UNU
      claimed              |  .   .  SUB  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      claimed when due     |  .  SUB SUB  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      claimed too late     |  .  EXP EXP  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      taken                | SEN SEN SEN SEN  +   +   +   +   +   +   +   +   +   +   +   +   +   +   +  +
      put off              |  .   .   .  QUE  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      refused              |  .   .   .  REF  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      declined             |  .   .   .  REF  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
      uncertain, RESEND    |  .   .   .  QUE  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      uncertain, HOLD      |  .   .   .   +   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      returned             |  .   .   .  QUE  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      owner died, RESEND   |  .   .   .  QUE  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      owner died, HOLD     |  .   .   .   +   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      receipt ENROUTE      | ACC ACC ACC ACC ACC  +  ACC  +   +   +   +   +   +   +   +   +   +   +   +  +
      receipt ACCEPTD      | ACC ACC ACC ACC ACC  +  ACC  +   +   +   +   +   +   +   +   +   +   +   +  +
      receipt UNKNOWN      | UNC UNC UNC UNC UNC UNC  +   +   +   +   +   +   +   +   +   +   +   +   +  +
      receipt DELIVRD      | DEL DEL DEL DEL DEL DEL DEL  +   +  DEL DEL DEL  +   +  DEL DEL DEL  +  DEL  +
      receipt EXPIRED      | EXP EXP EXP EXP EXP EXP EXP  +   +   +  EXP  +   +   +   +   +   +   +  EXP  +
      receipt DELETED      | CAN CAN CAN CAN CAN CAN CAN  +   +   +  CAN  +   +   +   +  CAN  +   +  CAN  +
      receipt UNDELIV      | UND UND UND UND UND UND UND  +   +   +  UND  +   +   +   +  UND  +   +  UND  +
      receipt REJECTD      | REJ REJ REJ REJ REJ REJ REJ  +   +   +  REJ  +   +   +   +  REJ  +   +  REJ  +
      seen                 | REA REA REA REA REA REA REA REA  +  REA REA REA  +   +  REA REA REA  +  REA  +
      clock: nothing due   |  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      clock: time to send  |  .  QUE  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      clock: validity over |  .  EXP EXP  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      clock: deadline over |  .  EXP EXP UNK UNK UNK UNK  +   +   +   .   +   .   +   +   .   +   .   +  .
      turn came            | QUE  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
      turn came without credit | REJ  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
      turn came too early  | SCH  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
      not needed           | UNU  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
      cancel asked         |  .  CAN CAN  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      rejected by us       | REJ REJ REJ REJ  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      cannot send          | FAI FAI FAI FAI  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .  .
      told                 |  .   .   .   .   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +  .
      told in vain         |  .   .   .   .   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +  .
      telling given up     |  .   .   .   .   +   +   +   +   +   +   +   +   +   +   +   +   +   +   +  .
      told again           |  .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .   .
      """;

  @Test
  void everyStateMeetsEveryEventAsTheTableSays() {
    Map<String, Map<String, String>> actual = new TreeMap<>();
    Samples.events()
        .forEach((name, event) -> {
          Map<String, String> row = new LinkedHashMap<>();
          Samples.messages()
              .forEach((state, message) -> row.put(code(state), cell(message, event)));
          actual.put(name, row);
        });
    Map<String, Map<String, String>> expected = expected();
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((event, row) -> assertThat(actual.get(event)).as(event).isEqualTo(row));
  }

  @Test
  void theTableLeavesOutNoState() {
    Map<String, Message> samples = Samples.messages();
    samples.forEach(
        (name, message) -> assertThat(message.state().name()).isEqualTo(name.replace("*", "")));
    samples.forEach((name, message) ->
        assertThat(message.by() == By.US && isDoubtful(message))
            .as(name)
            .isEqualTo(name.endsWith("*")));
    assertThat(samples.values().stream().map(Message::state).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(State.values());
  }

  private static boolean isDoubtful(Message message) {
    return Set.of(State.REJECTED, State.EXPIRED, State.CANCELLED).contains(message.state());
  }

  @Test
  void theTableLeavesOutNoEvent() {
    assertThat(Samples.events().values().stream().map(Object::getClass))
        .contains(Event.class.getPermittedSubclasses());
    assertThat(Samples.events().values().stream().map(Object::getClass).distinct().count())
        .isEqualTo(18L);
    assertThat(State.values()).hasSize(17);
  }

  @Test
  void anEventThatChangesNothingReturnsTheMessageItself() {
    for (Message message : Samples.messages().values()) {
      for (Event event : Samples.events().values()) {
        Decision decision = Lifecycle.decide(message, event);
        if (decision.next().version() == message.version()) {
          assertThat(decision.next()).isSameAs(message);
          assertThat(decision.effects()).isEmpty();
          assertThat(decision.entries()).isEmpty();
        } else {
          assertThat(decision.next().version()).isEqualTo(message.version() + 1);
        }
      }
    }
  }

  private static String cell(Message message, Event event) {
    Decision decision = Lifecycle.decide(message, event);
    if (decision.next().equals(message)) {
      return ".";
    }
    return decision.next().state() == message.state() ? "+" : code(decision.next().state().name());
  }

  private static String code(String name) {
    return name.endsWith("*") ? name.substring(0, 2) + "*" : name.substring(0, 3);
  }

  private static Map<String, Map<String, String>> expected() {
    List<String> lines = TABLE.lines().toList();
    List<String> columns = cells(lines.getFirst());
    assertThat(columns)
        .containsExactlyElementsOf(
            Samples.messages().keySet().stream().map(LifecycleTest::code).toList());
    Map<String, Map<String, String>> table = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = cells(line);
      assertThat(cells).as(line).hasSameSizeAs(columns);
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < columns.size(); i++) {
        row.put(columns.get(i), cells.get(i));
      }
      table.put(line.substring(0, line.indexOf('|')).strip(), row);
    }
    return table;
  }

  private static List<String> cells(String line) {
    return Arrays.asList(line.substring(line.indexOf('|') + 1).strip().split("\\s+"));
  }
}
