package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event.Answer;
import io.waybill.message.Event.OnUncertain;
import io.waybill.message.Part.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Messages of one to four parts, in whose lives anything may happen at any time: what must always
 * hold is looked at after each step. {@code -Dwaybill.seed=…} repeats a walk.
 */
class LifecycleWalkTest {
  private static final int STEPS = 100_000;
  private static final int STEPS_OF_A_LIFE_MAX = 80;

  private final long seed = Long.getLong("waybill.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private Message message = Lifecycle.accept(Samples.acceptance(1, null, null)).next();
  private Instant now = Samples.START;
  private int told;
  private @Nullable Integer telling;
  private String last = "";

  @Test
  void whateverHappensTheInvariantsHold() {
    LoggerFactory.getLogger(LifecycleWalkTest.class).info("seed {}", seed);
    int left = 0;
    for (int step = 0; step < STEPS; step++) {
      if (left-- == 0) {
        begin();
        left = 1 + random.nextInt(STEPS_OF_A_LIFE_MAX);
      }
      now = now.plus(Duration.ofSeconds(random.nextInt(random.nextInt(50) == 0 ? 40_000 : 60)));
      Event event = anything();
      last = "seed " + seed + ", step " + step + ": " + event + " on " + message;
      Message was = message;
      Decision decision = Lifecycle.decide(was, event);
      message = decision.next();
      if (message.version() == was.version()) {
        assertThat(message).as(last).isSameAs(was);
        assertThat(decision.effects()).as(last).isEmpty();
        assertThat(decision.entries()).as(last).isEmpty();
        continue;
      }
      assertThat(message.version()).as(last).isEqualTo(was.version() + 1);
      checkTimeline(was, decision);
      checkRank(was);
      checkTelling(event, was, decision);
      checkParts(was);
      checkSchema();
    }
  }

  private void begin() {
    boolean later = random.nextInt(3) == 0;
    boolean reports = random.nextInt(4) > 0;
    Acceptance acceptance =
        new Acceptance(
            Samples.ID,
            Samples.START,
            1 + random.nextInt(4),
            later ? Samples.DUE : null,
            Samples.VALID_UNTIL,
            Samples.FINAL_BY,
            reports,
            random.nextBoolean() ? "link-a" : null,
            new Acceptance.Place(random.nextInt(8) != 0, random.nextInt(3) != 0),
            Map.of());
    boolean rules = random.nextInt(8) == 0;
    message = Lifecycle.accept(rules ? acceptance.against(Objection.NO_CREDIT) : acceptance).next();
    now = Samples.START;
    told = 0;
    telling = message.waiting().isEmpty() ? null : 1;
  }

  private Event anything() {
    int part = 1 + random.nextInt(message.parts().size());
    int attempt = random.nextInt(6) == 0 ? 1 : message.attempt();
    OnUncertain policy = random.nextBoolean() ? OnUncertain.RESEND : OnUncertain.HOLD;
    Instant again = now.plusSeconds(random.nextInt(30));
    return switch (random.nextInt(40)) {
      case 0, 1, 2, 3, 4, 5 -> new Event.Claimed(now, "link-a");
      case 6, 7, 8, 9, 10, 11, 12 ->
          new Event.Taken(now, part, attempt, random.nextInt(9) == 0 ? "" : "id" + part + attempt);
      case 13, 14 -> new Event.PutOff(now, part, attempt, 0x58, again);
      case 15 -> new Event.Refused(now, part, attempt, random.nextBoolean() ? 0x0B : 0x45);
      case 16 -> new Event.Uncertain(now, part, attempt, "no answer", policy, again);
      case 17 -> new Event.Returned(now, part, attempt, "closed", again);
      case 18 -> new Event.OwnerDied(now, policy);
      case 19, 20, 21, 22, 23, 24 -> receipt(part);
      case 25 -> random.nextInt(4) == 0 ? new Event.Seen(now) : receipt(part);
      case 26, 27 -> new Event.TimePassed(now);
      case 28 -> random.nextInt(4) == 0 ? new Event.CancelAsked(now) : receipt(part);
      case 29 -> random.nextInt(6) == 0 ? new Event.RejectedByUs(now, 4, "why") : receipt(part);
      case 30 -> random.nextInt(6) == 0 ? new Event.CannotSend(now, 9, "why") : receipt(part);
      case 31 -> {
        Instant due = now.plusSeconds(random.nextInt(3) * 60L);
        Objection objection = random.nextInt(4) == 0 ? Objection.NO_CREDIT : null;
        yield new Event.TurnCame(now, Duration.between(Samples.START, due), due, objection);
      }
      case 32 -> random.nextInt(6) == 0 ? new Event.NotNeeded(now) : receipt(part);
      case 33 -> new Event.Declined(now, part, attempt, 3, "why");
      default -> told();
    };
  }

  private Event receipt(int part) {
    Receipt.Word[] words = Receipt.Word.values();
    Receipt.Word word = words[random.nextInt(words.length)];
    String err = random.nextInt(4) == 0 ? null : random.nextBoolean() ? "042" : "FF1";
    return new Event.ReceiptCame(now, part, new Receipt(word, err, "id", "id:id stat:" + word));
  }

  private Event told() {
    int report = random.nextInt(5) == 0 ? random.nextInt(8) : told + 1;
    int attempt = message.tries() + 1;
    return switch (random.nextInt(5)) {
      case 0, 1, 2 -> told(report, attempt, new Answer(true, 200, null, 3, null));
      case 3 -> told(report, attempt, new Answer(false, 500, null, 3, now.plusSeconds(5)));
      default -> told(report, attempt, new Answer(false, 0, "refused", 3, null));
    };
  }

  private Event told(int report, int attempt, Answer answer) {
    return new Event.Told(now, report, attempt, attempt > 1, answer);
  }

  private void checkTimeline(Message was, Decision decision) {
    int seq = was.seq();
    int reports = was.reports();
    for (Entry entry : decision.entries()) {
      assertThat(entry.seq()).as(last).isEqualTo(++seq);
      if (entry.report() != null) {
        assertThat(entry.report().number()).as(last).isEqualTo(++reports);
        assertThat(entry.report().status()).as(last).isEqualTo(entry.stateAfter().status());
      }
    }
    assertThat(message.seq()).as(last).isEqualTo(seq);
    assertThat(message.reports()).as(last).isEqualTo(reports);
    State after =
        decision.entries().isEmpty() ? was.state() : decision.entries().getLast().stateAfter();
    assertThat(message.state()).as(last).isEqualTo(after);
  }

  private void checkRank(Message was) {
    int before = was.state().rank(was.by());
    int after = message.state().rank(message.by());
    boolean amongTheFirst = was.state().isBeforeSent() && message.state().isBeforeSent();
    boolean sideways = was.state() != message.state() && before == after && !amongTheFirst;
    assertThat(amongTheFirst || after >= before).as(last).isTrue();
    if (was.state() == State.DELIVERED || was.state() == State.READ) {
      assertThat(message.state()).as(last).isIn(was.state(), State.READ);
    }
    if (sideways) {
      assertThat(List.of(was.state(), message.state()))
          .as(last)
          .containsExactlyInAnyOrder(State.ACCEPTED, State.UNCLEAR);
    }
  }

  private void checkTelling(Event event, Message was, Decision decision) {
    if (event instanceof Event.Told t && Integer.valueOf(t.report()).equals(telling)) {
      if (t.answer().succeeded() || t.answer().retryAt() == null) {
        told++;
        telling = null;
      }
    }
    for (Effect effect : decision.effects()) {
      if (effect instanceof Effect.Tell(var report)) {
        assertThat(telling).as(last).isNull();
        telling = report.number();
      }
    }
    if (message.wantsReports()) {
      assertThat(message.reports()).as(last).isEqualTo(told + message.waiting().size());
      assertThat(telling).as(last).isEqualTo(message.waiting().isEmpty() ? null : told + 1);
    }
    for (int i = 0; i < message.waiting().size(); i++) {
      assertThat(message.waiting().get(i).number()).as(last).isEqualTo(told + 1 + i);
    }
    boolean nothingLeft = !message.wantsReports() || told == message.reports();
    assertThat(message.isOver()).as(last).isEqualTo(message.state().isFinal() && nothingLeft);
    if (was.state() != message.state() && message.state().status() != null) {
      assertThat(message.reports() - was.reports())
          .as(last)
          .isEqualTo(isTold(was.state(), message.state()) ? 1 : 0);
    }
  }

  private static boolean isTold(State before, State after) {
    return before.status() != after.status() || (after.isFinal() && !before.isFinal());
  }

  private void checkParts(Message was) {
    List<Phase> phases = message.parts().stream().map(Part::phase).toList();
    boolean open = phases.contains(Phase.CLAIMED) || phases.contains(Phase.UNCERTAIN);
    switch (message.state()) {
      case PLANNED -> assertThat(phases).as(last).containsOnly(Phase.WAITING);
      case SCHEDULED, QUEUED -> {
        assertThat(phases).as(last).contains(Phase.WAITING).doesNotContain(Phase.CLAIMED);
      }
      case SUBMITTING -> assertThat(open).as(last).isTrue();
      case SENT, ACCEPTED, UNCLEAR -> {
        assertThat(open || phases.contains(Phase.WAITING)).as(last).isFalse();
        assertThat(phases.stream().noneMatch(Phase::isNegative)).as(last).isTrue();
      }
      case DELIVERED -> assertThat(phases).as(last).containsOnly(Phase.DELIVERED);
      case UNDELIVERED ->
          assertThat(phases.stream().anyMatch(p -> p.isNegative() || p == Phase.REFUSED))
              .as(last)
              .matches(negative -> negative || was.state() == State.UNDELIVERED);
      case REFUSED -> assertThat(phases).as(last).contains(Phase.REFUSED);
      case READ, FAILED, REJECTED, EXPIRED, CANCELLED, UNKNOWN, UNUSED -> {}
    }
    if (message.state() != was.state() && message.by() == By.CARRIER && message.state().isFinal()) {
      assertThat(message.dueAt()).as(last).isNull();
    }
  }

  /** What the database's constraints on live demand. */
  private void checkSchema() {
    State state = message.state();
    if (state == State.SCHEDULED || state == State.QUEUED) {
      assertThat(message.dueAt()).as(last).isNotNull();
    }
    if (!state.isFinal() && state != State.PLANNED) {
      assertThat(message.deadline()).as(last).isNotNull();
    }
    if (state == State.SUBMITTING) {
      assertThat(message.link()).as(last).isNotNull();
      assertThat(message.attempt()).as(last).isPositive();
    }
    assertThat(message.waiting().isEmpty() || message.wantsReports()).as(last).isTrue();
  }
}
