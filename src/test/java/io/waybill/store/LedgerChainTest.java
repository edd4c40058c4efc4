package io.waybill.store;

import static io.waybill.store.LedgerRig.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Acceptance;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Receipt.Word;
import io.waybill.message.State;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Chains on PostgreSQL: what ends one message starts or spares the next in the same commit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerChainTest {
  private LedgerRig rig;

  @BeforeAll
  void open() throws SQLException {
    rig = new LedgerRig(2);
  }

  @AfterAll
  void close() throws SQLException {
    rig.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    rig.empty();
    rig.steps.seats.set(0);
    rig.steps.queued.clear();
  }

  /** Three messages on the route `default`, each valid for an hour. */
  private List<UUID> chain() {
    NewMessage one = rig.message(1, "http://customer.example/dlr", "plaintext", "Hello");
    UUID omni = Ids.omniOf(one.envelope().id());
    List<NewMessage> messages = new ArrayList<>();
    for (int place = 1; place <= 3; place++) {
      UUID id = Ids.message(omni, place);
      Acceptance a = one.acceptance();
      Instant validUntil = a.at().plus(Duration.ofHours(1));
      messages.add(
          new NewMessage(
              envelope(one.envelope(), id),
              "Hello",
              new Acceptance(
                  id,
                  a.at(),
                  1,
                  null,
                  validUntil,
                  validUntil.plus(Duration.ofHours(24)),
                  true,
                  null,
                  new Acceptance.Place(place == 1, place == 3),
                  Map.of())));
    }
    assertThat(outcome(rig.ledger.accept(messages, null))).isInstanceOf(Outcome.Recorded.class);
    return messages.stream().map(m -> m.envelope().id()).toList();
  }

  private static Envelope envelope(Envelope e, UUID id) {
    return new Envelope(
        id,
        e.accountId(),
        e.keyName(),
        e.carrier(),
        e.priority(),
        e.sender(),
        e.recipient(),
        e.country(),
        e.network(),
        e.reference(),
        e.dlrUrl(),
        e.textStore(),
        e.purgeDay(),
        e.concatReference(),
        e.udh(),
        e.acceptedAt(),
        e.channel(),
        e.format(),
        e.extras());
  }

  private void send(UUID id) {
    rig.record(id, new Event.Claimed(rig.clock.instant(), "link-a"));
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, "c-" + id));
  }

  private List<State> states(List<UUID> chain) {
    return chain.stream().map(id -> rig.row(id).message().state()).toList();
  }

  @Test
  void onlyTheFirstOfAChainIsQueued() throws SQLException {
    List<UUID> chain = chain();
    assertThat(states(chain)).containsExactly(State.QUEUED, State.PLANNED, State.PLANNED);
    assertThat(new DueReader(rig.database, rig.vault).one(chain.get(1)).getFirst().text())
        .isEqualTo("Hello");
  }

  @Test
  void afterANegativeReceiptTheNextIsQueuedInTheSameCommit() {
    List<UUID> chain = chain();
    send(chain.getFirst());
    rig.steps.queued.clear();
    rig.record(chain.getFirst(), rig.receipt(Word.UNDELIV));
    assertThat(states(chain)).containsExactly(State.UNDELIVERED, State.QUEUED, State.PLANNED);
    assertThat(
            rig.text("SELECT count(DISTINCT xmin::text)::text FROM live WHERE state <> 'PLANNED'"))
        .isEqualTo("1");
    assertThat(rig.steps.queued).containsExactly("default");
    chain.forEach(rig::checkTimeline);
  }

  @Test
  void afterADeliveryTheOthersAreNotNeededAndBelongToHistory() {
    List<UUID> chain = chain();
    send(chain.getFirst());
    rig.record(chain.getFirst(), rig.receipt(Word.DELIVRD));
    assertThat(states(chain)).containsExactly(State.DELIVERED, State.UNUSED, State.UNUSED);
    assertThat(rig.row(chain.get(1)).isLive()).isFalse();
    assertThat(rig.row(chain.get(2)).isLive()).isFalse();
    chain.forEach(rig::checkTimeline);
  }

  @Test
  void theChainRunsToItsEndAndEachHasItsOwnOutcome() {
    List<UUID> chain = chain();
    Instant now = rig.clock.instant();
    rig.record(chain.getFirst(), new Event.CannotSend(now, 9, "no adapter"));
    rig.record(chain.get(1), new Event.Claimed(rig.clock.instant(), "link-a"));
    rig.record(chain.get(1), new Event.Declined(now, 1, 1, 3, "unknown number"));
    send(chain.get(2));
    rig.record(chain.get(2), rig.receipt(Word.DELIVRD));
    assertThat(states(chain)).containsExactly(State.FAILED, State.REFUSED, State.DELIVERED);
    assertThat(rig.row(chain.get(1)).message().err()).isEqualTo(3);
    chain.forEach(rig::checkTimeline);
  }

  @Test
  void aChannelsValidityRunsOutFromItsTurnOn() {
    List<UUID> chain = chain();
    send(chain.getFirst());
    Instant later = rig.clock.instant().plus(Duration.ofMinutes(61));
    rig.record(chain.getFirst(), new Event.TimePassed(later));
    assertThat(states(chain)).containsExactly(State.EXPIRED, State.QUEUED, State.PLANNED);
    Instant accepted = rig.row(chain.get(1)).envelope().acceptedAt();
    assertThat(rig.row(chain.get(1)).message().validUntil())
        .isEqualTo(later.plus(Duration.between(accepted, accepted.plus(Duration.ofHours(1)))));
  }

  @Test
  void aLateDeliveryCorrectsTheFirstAndTheSecondGoesOn() {
    List<UUID> chain = chain();
    send(chain.getFirst());
    Instant later = rig.clock.instant().plus(Duration.ofMinutes(61));
    rig.record(chain.getFirst(), new Event.TimePassed(later));
    rig.record(chain.getFirst(), rig.receipt(Word.DELIVRD));
    assertThat(states(chain)).containsExactly(State.DELIVERED, State.QUEUED, State.PLANNED);
  }

  @Test
  void cancellingBeforeTheFirstWasSentEndsAll() {
    List<UUID> chain = chain();
    rig.record(chain.getFirst(), new Event.CancelAsked(rig.clock.instant()));
    assertThat(states(chain)).containsExactly(State.CANCELLED, State.UNUSED, State.UNUSED);
  }
}
