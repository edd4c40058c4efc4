package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.message.Part.Phase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What our own rules have against a message ends it in the decision that would begin it. */
class ObjectionTest {
  private static final Objection IDENTICAL = new Objection(6, "the same text an hour ago");

  @Test
  void aMessageThatRulesAreAgainstIsAcceptedAndRejectedInOneDecision() {
    Story story = Story.of(Samples.acceptance(2, null, "link-a").against(Objection.NO_CREDIT));
    assertThat(story.state()).isEqualTo(State.REJECTED);
    assertThat(story.message().by()).isEqualTo(By.US);
    assertThat(story.message().version()).isEqualTo(1);
    assertThat(story.message().link()).as("no link is claimed for it").isNull();
    assertThat(story.message().dueAt()).isNull();
    assertThat(story.message().deadline()).isNull();
    assertThat(story.phases()).containsOnly(Phase.SKIPPED);
    assertThat(story.reports()).containsExactly("REJECTD 4");
    assertThat(story.entries().stream().map(Entry::what)).containsExactly("accepted", "rejected");
    assertThat(story.entries().getLast().details())
        .containsEntry("why", "no credit is left on the account");
    assertThat(story.lastEffects())
        .singleElement()
        .isInstanceOfSatisfying(Effect.Tell.class, t -> assertThat(t.report().err()).isEqualTo(4));
  }

  @Test
  void everyRuleHasItsOwnErr() {
    for (int err : List.of(4, 6, 7, 8)) {
      Story story = Story.of(Samples.acceptance(1, null, null).against(new Objection(err, "why")));
      assertThat(story.reports()).containsExactly("REJECTD " + err);
    }
    assertThatThrownBy(() -> new Objection(9, "unroutable"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsForLaterIsRejectedAtOnceButTheNextChannelWaitsForTheTime() {
    Acceptance later =
        new Acceptance(
            Samples.ID,
            Samples.START,
            1,
            Samples.DUE,
            Samples.VALID_UNTIL,
            Samples.FINAL_BY,
            true,
            null,
            new Acceptance.Place(true, false),
            IDENTICAL,
            java.util.Map.of());
    Story story = Story.of(later);
    assertThat(story.reports()).containsExactly("REJECTD 6");
    assertThat(story.lastEffects()).contains(new Effect.NextTurn(Samples.START, Samples.DUE));

    Duration waited = Duration.between(Samples.START, Samples.DUE);
    Story next = Samples.planned().on(new Event.TurnCame(Samples.START, waited, Samples.DUE, null));
    assertThat(next.state()).isEqualTo(State.SCHEDULED);
    assertThat(next.message().dueAt()).isEqualTo(Samples.DUE);
    assertThat(next.message().validUntil()).isEqualTo(Samples.VALID_UNTIL.plus(waited));
    next.on(new Event.TimePassed(Samples.DUE));
    assertThat(next.state()).isEqualTo(State.QUEUED);
  }

  @Test
  void whatWaitsForItsTurnIsNotRejectedBeforeIt() {
    Acceptance planned =
        new Acceptance(
            Samples.ID,
            Samples.START,
            1,
            null,
            Samples.VALID_UNTIL,
            Samples.FINAL_BY,
            true,
            null,
            new Acceptance.Place(false, false),
            Objection.NO_CREDIT,
            java.util.Map.of());
    Story story = Story.of(planned);
    assertThat(story.state()).isEqualTo(State.PLANNED);
    assertThat(story.reports()).isEmpty();
    story.on(new Event.TurnCame(Samples.NOW, Duration.ofMinutes(10)).against(Objection.NO_CREDIT));
    assertThat(story.reports()).containsExactly("REJECTD 4");
    assertThat(story.entries().stream().map(Entry::what))
        .containsExactly("accepted", "turn", "rejected");
    assertThat(story.lastEffects()).contains(new Effect.NextTurn(Samples.NOW));
  }

  @Test
  void noCarriersWordChangesWhatRulesHaveEnded() {
    Story story = Story.of(Samples.acceptance(1, null, null).against(Objection.NO_CREDIT));
    story.on(Samples.receipt(1, Receipt.Word.DELIVRD), new Event.Claimed(Samples.NOW, "link-a"));
    assertThat(story.state()).isEqualTo(State.REJECTED);
    assertThat(story.reports()).containsExactly("REJECTD 4");
  }

  @Test
  void onlyWhatRulesHaveEndedIsFree() {
    assertThat(Objection.isFree(Status.REJECTD, 4)).isTrue();
    assertThat(Objection.isFree(Status.REJECTD, 1)).isFalse();
    assertThat(Objection.isFree(Status.NACK, 7)).isFalse();
  }
}
