package io.waybill.store;

import static io.waybill.store.LedgerRig.outcome;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Acceptance;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Message;
import io.waybill.message.Objection;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What our own rules are against is accepted and rejected in one commit, on PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerObjectionTest {
  private static final String URL = "http://customer.example/dlr";
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
    rig.steps.seats.set(10);
    rig.steps.seatsTaken.set(0);
    rig.steps.roomToTell = true;
    rig.steps.submissions.clear();
    rig.steps.tellings.clear();
    rig.steps.queued.clear();
    rig.objections = e -> e.channel().equals(Envelope.SMS) ? Objection.NO_CREDIT : null;
  }

  private Message accept(List<NewMessage> messages) {
    Outcome outcome = outcome(rig.ledger.accept(messages, null));
    assertThat(outcome).isInstanceOf(Outcome.Recorded.class);
    return ((Outcome.Recorded) outcome).message();
  }

  @Test
  void noLinkIsClaimedAndTheReportIsToldAtOnce() {
    NewMessage one = rig.message(2, URL, "plaintext", "Hello");
    Message stored = accept(List.of(one));
    UUID id = one.envelope().id();
    assertThat(stored.state()).isEqualTo(State.REJECTED);
    assertThat(rig.row(id).message().err()).isEqualTo(4);
    assertThat(rig.steps.submissions).isEmpty();
    assertThat(rig.steps.seatsTaken).hasValue(0);
    assertThat(rig.steps.queued).isEmpty();
    assertThat(rig.steps.tellings)
        .singleElement()
        .satisfies(t -> assertThat(t.envelope().id()).isEqualTo(id));
    rig.record(id, rig.told(1));
    assertThat(rig.row(id).isLive()).as("over and told").isFalse();
    rig.checkTimeline(id);
  }

  @Test
  void aReportWithoutRoomInMemoryWaitsInTheLedger() {
    rig.steps.roomToTell = false;
    NewMessage one = rig.message(1, URL, "plaintext", "Hello");
    accept(List.of(one));
    assertThat(rig.steps.tellings).isEmpty();
    assertThat(rig.number("SELECT count(*) FROM callback_due")).isEqualTo(1);
  }

  @Test
  void withoutCallbackItIsInHistoryFromTheStartAndItsTextIsKeptAsUsual() {
    NewMessage one = rig.message(1, null, "plaintext", "Hello");
    accept(List.of(one));
    UUID id = one.envelope().id();
    assertThat(rig.number("SELECT count(*) FROM live")).isZero();
    Row row = rig.row(id);
    assertThat(row.isLive()).isFalse();
    assertThat(row.message().state()).isEqualTo(State.REJECTED);
    assertThat(rig.text("SELECT recipient_masked FROM history")).startsWith("+372").contains("**");
    assertThat(rig.text("SELECT body FROM content")).isEqualTo("Hello");
    rig.checkTimeline(id);
    var found = new PgMessageReader(rig.database, rig.vault, rig.clock).find(1, id);
    assertThat(found)
        .singleElement()
        .satisfies(f -> assertThat(f.envelope().recipient()).isEqualTo(one.envelope().recipient()));
  }

  @Test
  void inAChainTheNextChannelBeginsInTheSameCommit() {
    List<UUID> chain = chain(null, Envelope.SMS, "viber");
    assertThat(states(chain)).containsExactly(State.REJECTED, State.QUEUED);
    assertThat(rig.text("SELECT count(DISTINCT xmin::text)::text FROM live")).isEqualTo("1");
    assertThat(rig.steps.queued).containsExactly("default");
    chain.forEach(rig::checkTimeline);
  }

  @Test
  void aLaterSmsIsRejectedWhenItsTurnComesAndNotBefore() {
    List<UUID> chain = chain(null, "viber", Envelope.SMS, "whatsapp");
    assertThat(states(chain)).containsExactly(State.SUBMITTING, State.PLANNED, State.PLANNED);
    rig.record(chain.getFirst(), new Event.Declined(rig.clock.instant(), 1, 1, 3, "unknown"));
    assertThat(states(chain)).containsExactly(State.REFUSED, State.REJECTED, State.QUEUED);
    assertThat(rig.row(chain.get(1)).message().err()).isEqualTo(4);
    chain.forEach(rig::checkTimeline);
  }

  @Test
  void creditThatCameMeanwhileCountsWhenTheTurnComes() {
    List<UUID> chain = chain(null, "viber", Envelope.SMS);
    rig.objections = Objections.NONE;
    rig.record(chain.getFirst(), new Event.Declined(rig.clock.instant(), 1, 1, 3, "unknown"));
    assertThat(states(chain)).containsExactly(State.REFUSED, State.QUEUED);
  }

  @Test
  void aChainForLaterGoesOnAtItsTimeAndCanStillBeCancelled() {
    Instant due = rig.clock.instant().plus(Duration.ofHours(2));
    List<UUID> chain = chain(due, Envelope.SMS, "viber");
    assertThat(states(chain)).containsExactly(State.REJECTED, State.SCHEDULED);
    Message second = rig.row(chain.get(1)).message();
    assertThat(second.dueAt()).isEqualTo(due);
    assertThat(second.validUntil()).isEqualTo(due.plus(Duration.ofHours(1)));
    rig.record(chain.get(1), new Event.CancelAsked(rig.clock.instant()));
    assertThat(states(chain)).containsExactly(State.REJECTED, State.CANCELLED);
  }

  private List<State> states(List<UUID> chain) {
    return chain.stream().map(id -> rig.row(id).message().state()).toList();
  }

  /** Each channel valid for an hour from its turn on. */
  private List<UUID> chain(@Nullable Instant timeToSend, String... channels) {
    NewMessage one = rig.message(1, URL, "plaintext", "Hello");
    UUID omni = Ids.omniOf(one.envelope().id());
    Instant at = one.acceptance().at();
    List<NewMessage> messages = new ArrayList<>();
    for (int place = 1; place <= channels.length; place++) {
      UUID id = Ids.message(omni, place);
      boolean first = place == 1;
      Instant start = first && timeToSend != null ? timeToSend : at;
      Instant validUntil = start.plus(Duration.ofHours(1));
      messages.add(
          new NewMessage(
              envelope(one.envelope(), id, channels[place - 1]),
              "Hello",
              new Acceptance(
                  id,
                  at,
                  1,
                  first ? timeToSend : null,
                  validUntil,
                  validUntil.plus(Duration.ofHours(24)),
                  true,
                  null,
                  new Acceptance.Place(first, place == channels.length),
                  Map.of())));
    }
    accept(messages);
    return messages.stream().map(m -> m.envelope().id()).toList();
  }

  private static Envelope envelope(Envelope e, UUID id, String channel) {
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
        channel,
        e.format(),
        e.extras());
  }
}
