package io.waybill.message;

import static io.waybill.message.Samples.NOW;
import static io.waybill.message.Samples.receipt;
import static io.waybill.message.Samples.taken;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event.OnUncertain;
import io.waybill.message.Part.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A message's state as a fold of its parts' (design 4, Parts). */
class PartsTest {
  private static Event refused(int part) {
    return new Event.Refused(NOW, part, 1, 0x0B);
  }

  private static Event putOff(int part) {
    return new Event.PutOff(NOW, part, 1, 0x14, NOW.plusSeconds(1));
  }

  private static Event uncertain(int part, OnUncertain policy) {
    return new Event.Uncertain(NOW, part, 1, "no answer", policy, NOW.plusSeconds(1));
  }

  @Test
  void aMessageIsSentWhenItsLastPartIsTaken() {
    Story story = Samples.submitting(3).on(taken(1), taken(2));
    assertThat(story.state()).isEqualTo(State.SUBMITTING);
    assertThat(story.reports()).isEmpty();
    assertThat(story.on(taken(3)).state()).isEqualTo(State.SENT);
    assertThat(story.reports()).containsExactly("ACK 0");
  }

  @Test
  void aMessageIsDeliveredWhenAllItsPartsAre() {
    Story story = Samples.sent(2).on(receipt(2, Receipt.Word.DELIVRD));
    assertThat(story.state()).isEqualTo(State.SENT);
    assertThat(story.on(receipt(1, Receipt.Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("ACK 0", "DELIVRD 0");
  }

  /** A carrier took the first two whole, or gives one id for several parts. */
  @Test
  void oneReceiptTellsOfAllPartsThatHaveItsId() {
    Story story = Samples.submitting(3).on(new Event.Taken(NOW, 1, 1, "same"));
    assertThat(story.lastEffects()).contains(new Effect.OnAir(1, "same"));
    story.on(new Event.Taken(NOW, 2, 1, "same"));
    assertThat(story.lastEffects()).noneMatch(Effect.OnAir.class::isInstance);
    story.on(new Event.Taken(NOW, 3, 1, "other"), receipt(1, Receipt.Word.DELIVRD));
    assertThat(story.phases()).containsExactly(Phase.DELIVERED, Phase.DELIVERED, Phase.SENT);
    assertThat(story.on(receipt(3, Receipt.Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("ACK 0", "DELIVRD 0");
  }

  @Test
  void aMessageHasFailedAsSoonAsOnePartHas() {
    Story story =
        Samples.sent(3).on(receipt(1, Receipt.Word.DELIVRD), receipt(3, Receipt.Word.UNDELIV));
    assertThat(story.state()).isEqualTo(State.UNDELIVERED);
    assertThat(story.on(receipt(2, Receipt.Word.DELIVRD)).state()).isEqualTo(State.UNDELIVERED);
    assertThat(story.on(receipt(3, Receipt.Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("ACK 0", "UNDELIV 1", "DELIVRD 0");
  }

  @Test
  void aPartRefusedForGoodStopsTheRemainingOnes() {
    Story story = Samples.submitting(3).on(refused(1));
    assertThat(story.state()).isEqualTo(State.SUBMITTING);
    story.on(putOff(2));
    assertThat(story.phases()).containsExactly(Phase.REFUSED, Phase.SKIPPED, Phase.CLAIMED);
    assertThat(story.on(putOff(3)).state()).isEqualTo(State.REFUSED);
    assertThat(story.phases()).containsExactly(Phase.REFUSED, Phase.SKIPPED, Phase.SKIPPED);
    assertThat(story.reports()).containsExactly("NACK 3");
  }

  @Test
  void aRefusedPartMakesItUndeliveredWhereTheCarrierHasAnother() {
    Story story = Samples.submitting(3).on(taken(1), refused(2), putOff(3));
    assertThat(story.state()).isEqualTo(State.UNDELIVERED);
    assertThat(story.phases()).containsExactly(Phase.SENT, Phase.REFUSED, Phase.SKIPPED);
    assertThat(story.reports()).containsExactly("UNDELIV 3");
    assertThat(story.on(receipt(1, Receipt.Word.DELIVRD)).state()).isEqualTo(State.UNDELIVERED);
  }

  @Test
  void aPartTakenAfterAnotherWasRefusedMakesItUndelivered() {
    Story story = Samples.submitting(2).on(refused(1), taken(2));
    assertThat(story.state()).isEqualTo(State.UNDELIVERED);
    assertThat(story.reports()).containsExactly("UNDELIV 3");
  }

  @Test
  void aPartThatMayBeWithTheCarrierCountsAsTaken() {
    Story story = Samples.submitting(2).on(uncertain(1, OnUncertain.HOLD), refused(2));
    assertThat(story.state()).isEqualTo(State.UNDELIVERED);
  }

  @Test
  void onlyThePartsThatWaitAreSubmittedAgain() {
    Story story = Samples.submitting(3).on(taken(1), putOff(2), taken(3));
    assertThat(story.state()).isEqualTo(State.QUEUED);
    assertThat(story.message().dueAt()).isEqualTo(NOW.plusSeconds(1));
    assertThat(story.on(new Event.Claimed(NOW, "link-a")).state()).isEqualTo(State.QUEUED);
    story.on(new Event.Claimed(NOW.plusSeconds(1), "link-a"));
    assertThat(story.lastEffects()).containsExactly(new Effect.Submit("link-a", 2, List.of(2)));
    assertThat(story.on(new Event.Taken(NOW, 2, 2, "id-2")).state()).isEqualTo(State.SENT);
  }

  @Test
  void anAnswerToAnEarlierClaimIsLateButCounts() {
    Story story = Samples.submitting(1).on(uncertain(1, OnUncertain.RESEND));
    assertThat(story.state()).isEqualTo(State.QUEUED);
    assertThat(story.on(taken(1)).state()).isEqualTo(State.SENT);
    assertThat(story.lastEffects())
        .contains(new Effect.OnAir(1, "id-1"), new Effect.Count(Effect.What.ANSWER_LATE));
    assertThat(story.message().dueAt()).isNull();
  }

  @Test
  void aPartThatIsClaimedAgainStaysSoWhenTheEarlierAnswerComesAndBothIdsAreOnAir() {
    Story story =
        Samples.submitting(1)
            .on(uncertain(1, OnUncertain.RESEND), new Event.Claimed(NOW.plusSeconds(1), "link-a"));
    story.on(taken(1));
    assertThat(story.lastEffects()).contains(new Effect.OnAir(1, "id-1"));
    assertThat(story.phases()).containsExactly(Phase.CLAIMED);
    assertThat(story.on(new Event.Taken(NOW, 1, 2, "id-9")).state()).isEqualTo(State.SENT);
    assertThat(story.lastEffects()).contains(new Effect.OnAir(1, "id-9"));
  }

  @Test
  void theSameAnswerTwiceIsNothing() {
    Story story = Samples.sent(1);
    Message before = story.message();
    assertThat(story.on(taken(1)).message()).isSameAs(before);
  }

  @Test
  void anEarlierClaimsFailureSaysNothingAboutTheClaimThatHolds() {
    Story story =
        Samples.submitting(1).on(putOff(1), new Event.Claimed(NOW.plusSeconds(1), "link-a"));
    Message before = story.message();
    story.on(putOff(1), refused(1), uncertain(1, OnUncertain.HOLD));
    story.on(new Event.Returned(NOW, 1, 1, "closed", NOW));
    assertThat(story.message()).isSameAs(before);
  }

  @Test
  void anUnknownOutcomeIsSentAgainWhereTheCarriersPolicyIsResend() {
    Story story = Samples.submitting(2).on(uncertain(1, OnUncertain.RESEND), taken(2));
    assertThat(story.phases()).containsExactly(Phase.WAITING, Phase.SENT);
    assertThat(story.message().risked()).isTrue();
    assertThat(story.counted(Effect.What.DUPLICATE_RISKED)).isEqualTo(1);
    assertThat(story.entries().stream().map(Entry::what)).contains("uncertain");
  }

  @Test
  void anUnknownOutcomeIsHeldForAReceiptWhereTheCarriersPolicyIsHold() {
    Story story = Samples.submitting(1).on(uncertain(1, OnUncertain.HOLD));
    assertThat(story.state()).isEqualTo(State.SUBMITTING);
    assertThat(story.phases()).containsExactly(Phase.UNCERTAIN);
    assertThat(story.counted(Effect.What.HELD_UNCERTAIN)).isEqualTo(1);
    assertThat(story.on(receipt(1, Receipt.Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
  }

  @Test
  void theOtherPartsGoOnWhileOneIsHeld() {
    Story story = Samples.submitting(2).on(uncertain(1, OnUncertain.HOLD), putOff(2));
    assertThat(story.state()).isEqualTo(State.QUEUED);
    story.on(new Event.Claimed(NOW.plusSeconds(1), "link-a"));
    assertThat(story.lastEffects()).containsExactly(new Effect.Submit("link-a", 2, List.of(2)));
    assertThat(story.on(new Event.Taken(NOW, 2, 2, "id-2")).state()).isEqualTo(State.SUBMITTING);
    assertThat(story.message().dueAt()).isNull();
  }

  @Test
  void whatAnEarlierClaimGotThroughIsNotSentOnceMore() {
    for (Event failure :
        List.of(
            new Event.PutOff(NOW, 1, 2, 0x58, NOW),
            new Event.Refused(NOW, 1, 2, 0x45),
            new Event.Uncertain(NOW, 1, 2, "no answer", OnUncertain.RESEND, NOW),
            new Event.Returned(NOW, 1, 2, "closed", NOW),
            new Event.OwnerDied(NOW, OnUncertain.RESEND))) {
      Story story = Samples.submitting(1).on(uncertain(1, OnUncertain.RESEND));
      story.on(new Event.Claimed(NOW.plusSeconds(1), "link-a"), taken(1), failure);
      assertThat(story.state()).as(failure.toString()).isEqualTo(State.SENT);
      assertThat(story.on(receipt(1, Receipt.Word.DELIVRD)).state()).isEqualTo(State.DELIVERED);
    }
  }

  @Test
  void aHeldPartIsUnknownAtTheDeadlineAndALateRefusalStillCounts() {
    Story held = Samples.submitting(1).on(uncertain(1, OnUncertain.HOLD));
    assertThat(held.on(refused(1)).state()).isEqualTo(State.REFUSED);
    Story silent = Samples.submitting(1).on(uncertain(1, OnUncertain.HOLD));
    assertThat(silent.on(new Event.TimePassed(Samples.FINAL_BY)).state()).isEqualTo(State.UNKNOWN);
    assertThat(silent.reports()).containsExactly("UNKNOWN 999");
  }

  @Test
  void afterTheOwnersDeathOnlyPartsWithoutAnAnswerAreUncertain() {
    Story resent = Samples.submitting(3).on(taken(1));
    resent.on(new Event.OwnerDied(NOW, OnUncertain.RESEND));
    assertThat(resent.phases()).containsExactly(Phase.SENT, Phase.WAITING, Phase.WAITING);
    assertThat(resent.state()).isEqualTo(State.QUEUED);
    assertThat(resent.counted(Effect.What.DUPLICATE_RISKED)).isEqualTo(2);
    Story held = Samples.submitting(3).on(taken(1));
    held.on(new Event.OwnerDied(NOW, OnUncertain.HOLD));
    assertThat(held.phases()).containsExactly(Phase.SENT, Phase.UNCERTAIN, Phase.UNCERTAIN);
    assertThat(held.state()).isEqualTo(State.SUBMITTING);
    assertThat(held.counted(Effect.What.HELD_UNCERTAIN)).isEqualTo(2);
  }

  @Test
  void aReceiptBeforeTheAnswerIsBelieved() {
    Story story = Samples.submitting(2).on(receipt(1, Receipt.Word.DELIVRD));
    assertThat(story.state()).isEqualTo(State.SUBMITTING);
    story.on(taken(1), receipt(2, Receipt.Word.DELIVRD), taken(2));
    assertThat(story.state()).isEqualTo(State.DELIVERED);
    assertThat(story.phases()).containsExactly(Phase.DELIVERED, Phase.DELIVERED);
    assertThat(story.reports()).containsExactly("DELIVRD 0");
  }
}
