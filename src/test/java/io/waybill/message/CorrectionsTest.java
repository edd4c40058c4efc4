package io.waybill.message;

import static io.waybill.message.Samples.FINAL_BY;
import static io.waybill.message.Samples.NOW;
import static io.waybill.message.Samples.VALID_UNTIL;
import static io.waybill.message.Samples.receipt;
import static io.waybill.message.Samples.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event.OnUncertain;
import io.waybill.message.Receipt.Word;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who may take back whose word (design 4, Ranks), what can be cancelled, and what the clock does.
 */
class CorrectionsTest {
  @Test
  void theCarriersVerdictCorrectsOurClocks() {
    Story story = Samples.sent(1).on(new Event.TimePassed(FINAL_BY));
    assertThat(story.state()).isEqualTo(State.UNKNOWN);
    assertThat(story.on(receipt(1, Word.UNDELIV)).state()).isEqualTo(State.UNDELIVERED);
    assertThat(story.reports()).containsExactly("ACK 0", "UNKNOWN 999", "UNDELIV 1");
    assertThat(story.counted(Effect.What.CORRECTED)).isEqualTo(1);
    assertThat(story.entries().getLast().details()).containsEntry("corrected", true);
  }

  @Test
  void expiredHereIsCorrectedByADeliveryOfAnEarlierClaim() {
    Story story =
        Samples.submitting(1)
            .on(new Event.Uncertain(NOW, 1, 1, "no answer", OnUncertain.RESEND, NOW));
    story.on(new Event.TimePassed(VALID_UNTIL), taken(1));
    assertThat(story.state()).isEqualTo(State.EXPIRED);
    assertThat(story.on(receipt(1, Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("EXPIRED 2", "DELIVRD 0");
  }

  @Test
  void whatCouldNotBeSentAgainIsCorrectedByADeliveryOfAnEarlierClaim() {
    Story story =
        Samples.submitting(1)
            .on(new Event.Uncertain(NOW, 1, 1, "no answer", OnUncertain.RESEND, NOW));
    story.on(new Event.CannotSend(NOW, 9, "no route any more"), taken(1));
    assertThat(story.state()).isEqualTo(State.FAILED);
    assertThat(story.on(receipt(1, Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("FAILED 9", "DELIVRD 0");
  }

  @ParameterizedTest
  @EnumSource(names = {"EXPIRED", "DELETED", "UNDELIV", "REJECTD"})
  void aDeliveryCorrectsEveryNegativeOfTheCarriers(Word negative) {
    Story story = Samples.sent(1).on(receipt(1, negative), receipt(1, Word.DELIVRD));
    assertThat(story.state()).isEqualTo(State.DELIVERED);
    assertThat(story.numbers()).containsExactly(1, 2, 3);
  }

  @ParameterizedTest
  @EnumSource(Word.class)
  void noReceiptTakesDeliveredAway(Word word) {
    Story story = Samples.sent(1).on(receipt(1, Word.DELIVRD), receipt(1, word));
    assertThat(story.state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("ACK 0", "DELIVRD 0");
    assertThat(story.entries().getLast().details()).containsEntry("late", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CANCELLED*", "REFUSED", "REJECTED*"})
  void whatWasEndedForGoodAbsorbsEverything(String name) {
    Message ended = Objects.requireNonNull(Samples.messages().get(name));
    for (Event event : Samples.events().values()) {
      Decision decision = Lifecycle.decide(ended, event);
      assertThat(decision.next().state()).isEqualTo(ended.state());
      assertThat(decision.next().reports()).isEqualTo(ended.reports());
    }
  }

  @Test
  void anotherNegativeOfTheCarriersMovesNothing() {
    Story story = Samples.sent(1).on(receipt(1, Word.UNDELIV), receipt(1, Word.EXPIRED));
    assertThat(story.state()).isEqualTo(State.UNDELIVERED);
    assertThat(story.counted(Effect.What.RECEIPT_LATE)).isEqualTo(1);
  }

  @Test
  void acceptedAndUnclearMayFollowEachOther() {
    Story story = Samples.sent(1).on(receipt(1, Word.UNKNOWN), receipt(1, Word.ENROUTE));
    assertThat(story.state()).isEqualTo(State.ACCEPTED);
    assertThat(story.reports()).containsExactly("ACK 0", "UNKNOWN 999", "ACCEPTD 0");
  }

  @Test
  void cancellingIsExact() {
    Message queued = Samples.queued(2).on(new Event.CancelAsked(NOW)).message();
    assertThat(queued.state()).isEqualTo(State.CANCELLED);
    assertThat(queued.dueAt()).isNull();
    Story partly = Samples.submitting(2).on(taken(1));
    partly.on(new Event.PutOff(NOW, 2, 1, 0x58, NOW), new Event.CancelAsked(NOW));
    assertThat(partly.state()).isEqualTo(State.QUEUED);
    Story risked = Samples.submitting(1).on(new Event.OwnerDied(NOW, OnUncertain.RESEND));
    assertThat(risked.on(new Event.CancelAsked(NOW)).state()).isEqualTo(State.QUEUED);
    Story returned = Samples.submitting(1).on(new Event.Returned(NOW, 1, 1, "closed", NOW));
    assertThat(returned.on(new Event.CancelAsked(NOW)).state()).isEqualTo(State.CANCELLED);
  }

  @Test
  void whatIsCancelledIsNotClaimedAnyMore() {
    Story story = Samples.scheduled().on(new Event.CancelAsked(NOW));
    Message cancelled = story.message();
    assertThat(story.on(new Event.Claimed(Samples.DUE, "link-a")).message()).isSameAs(cancelled);
    assertThat(story.reports()).containsExactly("DELETED 1");
  }

  @Test
  void nothingIsClaimedAtOrAfterItsValidity() {
    Story early = Samples.queued(1).on(new Event.Claimed(VALID_UNTIL.minusMillis(1), "link-a"));
    assertThat(early.state()).isEqualTo(State.SUBMITTING);
    Story late = Samples.queued(1).on(new Event.Claimed(VALID_UNTIL, "link-a"));
    assertThat(late.state()).isEqualTo(State.EXPIRED);
    assertThat(late.lastEffects()).noneMatch(Effect.Submit.class::isInstance);
  }

  @Test
  void theClockActsOnTheInstantAndNotBefore() {
    Story waits = Samples.scheduled().on(new Event.TimePassed(Samples.DUE.minusMillis(1)));
    assertThat(waits.state()).isEqualTo(State.SCHEDULED);
    assertThat(waits.on(new Event.TimePassed(Samples.DUE)).state()).isEqualTo(State.QUEUED);
    assertThat(waits.on(new Event.TimePassed(VALID_UNTIL.minusMillis(1))).state())
        .isEqualTo(State.QUEUED);
    assertThat(waits.on(new Event.TimePassed(VALID_UNTIL)).state()).isEqualTo(State.EXPIRED);
    Story sent = Samples.sent(1).on(new Event.TimePassed(FINAL_BY.minusMillis(1)));
    assertThat(sent.state()).isEqualTo(State.SENT);
    assertThat(sent.on(new Event.TimePassed(FINAL_BY)).state()).isEqualTo(State.UNKNOWN);
  }

  @Test
  void theDeadlineIsTheValidityWhileItWaitsAndTheFinalReceiptsAfterwards() {
    assertThat(Samples.scheduled().message().deadline()).isEqualTo(VALID_UNTIL);
    assertThat(Samples.queued(1).message().deadline()).isEqualTo(VALID_UNTIL);
    assertThat(Samples.submitting(1).message().deadline()).isEqualTo(FINAL_BY);
    assertThat(Samples.sent(1).message().deadline()).isEqualTo(FINAL_BY);
    Story again = Samples.submitting(1).on(new Event.Returned(NOW, 1, 1, "closed", NOW));
    assertThat(again.message().deadline()).isEqualTo(VALID_UNTIL);
  }

  @Test
  void aTimeToSendThatIsNotAheadMeansNow() {
    Acceptance past = Samples.acceptance(1, Samples.START, "link-a");
    assertThat(Lifecycle.accept(past).next().state()).isEqualTo(State.SUBMITTING);
    Acceptance ahead = Samples.acceptance(1, Samples.DUE, "link-a");
    assertThat(Lifecycle.accept(ahead).next().state()).isEqualTo(State.SCHEDULED);
  }
}
