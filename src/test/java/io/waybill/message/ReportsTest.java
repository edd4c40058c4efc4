package io.waybill.message;

import static io.waybill.message.Samples.NOW;
import static io.waybill.message.Samples.givenUp;
import static io.waybill.message.Samples.receipt;
import static io.waybill.message.Samples.taken;
import static io.waybill.message.Samples.told;
import static io.waybill.message.Samples.toldInVain;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Entry.Report;
import io.waybill.message.Receipt.Word;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the customer is told, in which order (design 4), and how repeated receipts are kept. */
class ReportsTest {
  private static final Effect.Tell TELL_SENT =
      new Effect.Tell(new Report(1, Status.ACK, 0, NOW, false));
  private static final Effect.Tell TELL_DELIVERED =
      new Effect.Tell(new Report(2, Status.DELIVRD, 0, NOW, true));

  @Test
  void everyChangeThatHasAStatusIsOneReport() {
    Story story = Samples.scheduled();
    story.on(new Event.Claimed(Samples.DUE, "link-a"), taken(1), receipt(1, Word.ENROUTE));
    story.on(receipt(1, Word.ACCEPTD), receipt(1, Word.UNKNOWN), receipt(1, Word.DELIVRD));
    assertThat(story.reports()).containsExactly("ACK 0", "ACCEPTD 0", "UNKNOWN 999", "DELIVRD 0");
    assertThat(story.numbers()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void oneReportIsOutstandingAtATime() {
    Story story = Samples.submitting(1).on(taken(1));
    assertThat(story.lastEffects()).contains(TELL_SENT);
    story.on(receipt(1, Word.DELIVRD));
    assertThat(story.lastEffects()).noneMatch(Effect.Tell.class::isInstance);
    assertThat(story.on(told(1, 1)).lastEffects()).containsExactly(TELL_DELIVERED);
    assertThat(story.message().isOver()).isFalse();
    assertThat(story.on(told(2, 1)).message().isOver()).isTrue();
  }

  @Test
  void onlyTheFirstThatWaitsCanBeTold() {
    Story story = Samples.sent(1).on(receipt(1, Word.DELIVRD));
    Message before = story.message();
    assertThat(story.on(told(2, 1), told(3, 1), told(0, 1)).message()).isSameAs(before);
    Message after = story.on(told(1, 1)).message();
    assertThat(story.on(told(1, 1)).message()).isSameAs(after);
  }

  @Test
  void whatWaitsForAnotherTryIsTriedAtOnceWhenAskedFor() {
    Story story = Samples.sent(1).on(toldInVain(1, 1));
    story.on(new Event.TellAgainAsked(NOW, List.of(TELL_SENT.report())));
    assertThat(story.lastEffects()).containsExactly(new Effect.HurryTelling(NOW));
    assertThat(story.message().waiting()).containsExactly(TELL_SENT.report());
  }

  @Test
  void whatFailsIsToldAgainAtTheGivenTime() {
    Story story = Samples.sent(1).on(toldInVain(1, 1));
    assertThat(story.lastEffects())
        .containsExactly(new Effect.TellAgain(TELL_SENT.report(), 2, NOW.plusSeconds(5)));
    assertThat(story.message().tries()).isEqualTo(1);
    story.on(told(1, 2));
    assertThat(story.lastEffects()).containsExactly(new Effect.ToldAfterAll());
    assertThat(story.message().tries()).isZero();
  }

  @Test
  void aNewReportHurriesTheOneThatFailedBeforeIt() {
    Story story = Samples.sent(1).on(toldInVain(1, 1), receipt(1, Word.DELIVRD));
    assertThat(story.lastEffects()).containsExactly(new Effect.HurryTelling(NOW));
    story.on(told(1, 2));
    assertThat(story.lastEffects()).containsExactly(new Effect.ToldAfterAll(), TELL_DELIVERED);
  }

  @Test
  void whatIsGivenUpIsCountedAndMakesRoomForTheNext() {
    Story story = Samples.sent(1).on(receipt(1, Word.DELIVRD), givenUp(1, 9));
    assertThat(story.lastEffects())
        .containsExactly(
            new Effect.ToldAfterAll(),
            new Effect.Count(Effect.What.REPORT_GIVEN_UP),
            TELL_DELIVERED);
    assertThat(story.entries().getLast().details()).containsEntry("outcome", "given_up");
    assertThat(story.on(givenUp(2, 1)).message().isOver()).isTrue();
  }

  @Test
  void whatWasToldIsToldOnceMoreUnderItsNumberWhenAsked() {
    Story story = Samples.sent(1).on(receipt(1, Word.DELIVRD), told(1, 1), told(2, 1));
    assertThat(story.message().isOver()).isTrue();
    story.on(new Event.TellAgainAsked(NOW, List.of(TELL_DELIVERED.report(), TELL_SENT.report())));
    assertThat(story.lastEffects()).containsExactly(TELL_SENT);
    assertThat(story.message().isOver()).isFalse();
    assertThat(story.on(told(1, 1)).lastEffects()).containsExactly(TELL_DELIVERED);
    assertThat(story.on(told(2, 1)).message().isOver()).isTrue();
    assertThat(story.reports()).as("no new report is made").hasSize(2);
  }

  @Test
  void whatIsToldAgainComesBehindWhatIsBeingTold() {
    Story story = Samples.sent(1).on(told(1, 1), receipt(1, Word.DELIVRD));
    story.on(new Event.TellAgainAsked(NOW, List.of(TELL_SENT.report(), TELL_DELIVERED.report())));
    assertThat(story.lastEffects()).isEmpty();
    assertThat(story.message().waiting())
        .containsExactly(TELL_DELIVERED.report(), TELL_SENT.report());
    assertThat(story.on(told(2, 1)).lastEffects()).containsExactly(TELL_SENT);
  }

  @Test
  void aReportThatTheMessageNeverMadeIsNotTold() {
    Story story = Samples.sent(1).on(told(1, 1));
    Message before = story.message();
    Event.TellAgainAsked odd =
        new Event.TellAgainAsked(NOW, List.of(new Report(7, Status.DELIVRD, 0, NOW, true)));
    assertThat(story.on(odd, new Event.TellAgainAsked(NOW, List.of())).message()).isSameAs(before);
  }

  @Test
  void aReportThatIsHeldIsNeitherGivenUpNorHasATimeToBeTriedAt() {
    Event.Answer gone = new Event.Answer(false, 410, "gone", 3, NOW, true, "<h1>");
    Story story = Samples.sent(1).on(new Event.Told(NOW, 1, 1, false, gone));
    assertThat(story.entries().getLast().details())
        .containsEntry("outcome", "held")
        .containsEntry("answer", "<h1>")
        .doesNotContainKey("retry_at");
    assertThat(story.lastEffects()).hasAtLeastOneElementOfType(Effect.TellAgain.class);
  }

  @Test
  void withoutACallbackUrlReportsAreMadeButNothingWaits() {
    Acceptance a = Samples.acceptance(1, null, "link-a");
    Acceptance silent =
        new Acceptance(
            a.id(),
            a.at(),
            1,
            null,
            a.validUntil(),
            a.finalBy(),
            false,
            "link-a",
            Acceptance.Place.ALONE,
            Map.of());
    Story story = Story.of(silent).on(taken(1), receipt(1, Word.DELIVRD));
    assertThat(story.reports()).containsExactly("ACK 0", "DELIVRD 0");
    assertThat(story.message().waiting()).isEmpty();
    assertThat(story.message().isOver()).isTrue();
    assertThat(story.lastEffects()).isEmpty();
  }

  @Test
  void anUnknownOutcomeIsToldEvenIfTheCarrierSaidTheSameBefore() {
    Story story = Samples.sent(1).on(receipt(1, Word.UNKNOWN));
    story.on(new Event.TimePassed(Samples.FINAL_BY));
    assertThat(story.reports()).containsExactly("ACK 0", "UNKNOWN 999", "UNKNOWN 999");
  }

  @Test
  void aCorrectionOfWhatWasOverIsToldUnderANewNumber() {
    Story story = Samples.sent(1).on(receipt(1, Word.EXPIRED), told(1, 1), told(2, 1));
    assertThat(story.message().isOver()).isTrue();
    story.on(receipt(1, Word.DELIVRD));
    assertThat(story.message().isOver()).isFalse();
    assertThat(story.lastEffects())
        .contains(new Effect.Tell(new Report(3, Status.DELIVRD, 0, NOW, true)));
  }

  @Test
  void identicalReceiptsBeyondTheThirdAreOnlyCounted() {
    Story story = Samples.sent(1);
    for (int i = 0; i < 10; i++) {
      story.on(receipt(1, Word.ACCEPTD));
    }
    assertThat(story.entries().stream().filter(e -> e.what().equals("receipt"))).hasSize(3);
    assertThat(story.message().lastReceiptCount()).isEqualTo(10);
    assertThat(story.counted(Effect.What.RECEIPT_LATE)).isEqualTo(9);
    assertThat(story.reports()).containsExactly("ACK 0", "ACCEPTD 0");
  }

  @Test
  void noFloodOfReceiptsMakesTheTimelineLongerThanItsBound() {
    Story changing = Samples.sent(2);
    Story repeating = Samples.sent(2).on(receipt(1, Word.UNDELIV), receipt(2, Word.UNDELIV));
    for (int i = 0; i < 1_000; i++) {
      changing.on(receipt(i % 2 + 1, Word.ACCEPTD), receipt(i % 2 + 1, Word.UNKNOWN));
      repeating.on(receipt(i % 2 + 1, Word.UNDELIV), new Event.Seen(NOW));
    }
    assertThat(changing.message().seq()).isEqualTo(Lifecycle.ENTRIES_MAX);
    assertThat(repeating.message().seq()).isEqualTo(Lifecycle.ENTRIES_MAX);
    changing.on(receipt(1, Word.DELIVRD), receipt(2, Word.DELIVRD));
    assertThat(changing.state()).isEqualTo(State.DELIVERED);
    assertThat(changing.entries()).hasSize(Lifecycle.ENTRIES_MAX + 1);
    assertThat(changing.reports().getLast()).isEqualTo("DELIVRD 0");
  }
}
