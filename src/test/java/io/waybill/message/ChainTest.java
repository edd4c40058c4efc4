package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Receipt.Word;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What one message of a chain means for the next (design 4, Chains). */
class ChainTest {
  private static final Instant NOW = Samples.NOW;

  private static Story sent() {
    return Samples.inChain(true, false, "link-a").on(Samples.taken(1));
  }

  @Test
  void deliveryEndsTheChain() {
    assertThat(sent().on(Samples.receipt(1, Word.DELIVRD)).lastEffects())
        .contains(new Effect.ChainOver(NOW))
        .doesNotContain(new Effect.NextTurn(NOW));
  }

  @Test
  void beingReadEndsTheChain() {
    assertThat(sent().on(new Event.Seen(NOW)).lastEffects()).contains(new Effect.ChainOver(NOW));
  }

  @Test
  void aCancelledChainTriesNothingMore() {
    Story story = Samples.inChain(true, false, null).on(new Event.CancelAsked(NOW));
    assertThat(story.lastEffects()).contains(new Effect.ChainOver(NOW));
  }

  @Test
  void everyNegativeEndStartsTheNextChannel() {
    for (Word word : new Word[] {Word.UNDELIV, Word.EXPIRED, Word.REJECTD, Word.DELETED}) {
      assertThat(sent().on(Samples.receipt(1, word)).lastEffects())
          .as(word.name())
          .contains(new Effect.NextTurn(NOW));
    }
    Story claimed = Samples.inChain(true, false, "link-a");
    assertThat(claimed.on(new Event.Declined(NOW, 1, 1, 3, "unknown number")).lastEffects())
        .contains(new Effect.NextTurn(NOW));
    assertThat(claimed.message().err()).isEqualTo(3);
    assertThat(claimed.reports()).containsExactly("NACK 3");
    Story noAdapter = Samples.inChain(true, false, null);
    assertThat(noAdapter.on(new Event.CannotSend(NOW, 9, "no adapter")).lastEffects())
        .contains(new Effect.NextTurn(NOW));
  }

  @Test
  void withoutDeliveryInItsValidityAChannelExpiresAndTheNextStarts() {
    Story story = sent();
    assertThat(story.message().deadline()).isEqualTo(Samples.VALID_UNTIL);
    story.on(new Event.TimePassed(Samples.VALID_UNTIL));
    assertThat(story.state()).isEqualTo(State.EXPIRED);
    assertThat(story.reports()).containsExactly("ACK 0", "EXPIRED 2");
    assertThat(story.lastEffects()).contains(new Effect.NextTurn(Samples.VALID_UNTIL));
  }

  @Test
  void theLastChannelIsWaitedForUntilTheUsualDeadline() {
    Story story = Samples.inChain(false, true, null).on(new Event.TurnCame(NOW, Duration.ZERO));
    story.on(new Event.Claimed(NOW, "link-a"), Samples.taken(1));
    story.on(new Event.TimePassed(Samples.VALID_UNTIL));
    assertThat(story.state()).isEqualTo(State.SENT);
  }

  @Test
  void aLateDeliveryIsToldAsACorrectionAndStartsOrSparesNothing() {
    Story story = sent().on(new Event.TimePassed(Samples.VALID_UNTIL));
    story.on(Samples.receipt(1, Word.DELIVRD));
    assertThat(story.state()).isEqualTo(State.DELIVERED);
    assertThat(story.reports()).containsExactly("ACK 0", "EXPIRED 2", "DELIVRD 0");
    assertThat(story.lastEffects())
        .noneMatch(e -> e instanceof Effect.ChainOver || e instanceof Effect.NextTurn);
  }

  @Test
  void theValidityOfALaterChannelBeginsWithItsTurn() {
    Duration waited = Duration.ofMinutes(90);
    Story story =
        Samples.inChain(false, false, null)
            .on(new Event.TurnCame(Samples.START.plus(waited), waited));
    assertThat(story.state()).isEqualTo(State.QUEUED);
    assertThat(story.message().validUntil()).isEqualTo(Samples.VALID_UNTIL.plus(waited));
    assertThat(story.message().finalBy()).isEqualTo(Samples.FINAL_BY.plus(waited));
    assertThat(story.message().deadline()).isEqualTo(Samples.VALID_UNTIL.plus(waited));
    assertThat(story.message().dueAt()).isEqualTo(Samples.START.plus(waited));
  }

  @Test
  void whatIsNotNeededHasNoStatusAndPassesTheWordOn() {
    Story story = Samples.inChain(false, false, null).on(new Event.NotNeeded(NOW));
    assertThat(story.state()).isEqualTo(State.UNUSED);
    assertThat(story.reports()).isEmpty();
    assertThat(story.message().isOver()).isTrue();
    assertThat(story.lastEffects()).containsExactly(new Effect.ChainOver(NOW));
  }

  @Test
  void timeDoesNothingToWhatWaitsForItsTurn() {
    Story story = Samples.planned().on(new Event.TimePassed(Samples.FINAL_BY.plusSeconds(1)));
    assertThat(story.state()).isEqualTo(State.PLANNED);
    assertThat(story.message().deadline()).isNull();
  }
}
