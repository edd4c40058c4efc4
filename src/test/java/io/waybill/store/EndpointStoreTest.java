package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Event;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Endpoints' entries, and what waits for them, in a real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndpointStoreTest {
  private static final String URL = "http://customer.example/dlr";
  private static final String KEY = "1 " + URL;

  private LedgerRig rig;
  private PgEndpointStore store;
  private PgTellingReader reader;
  private Instant now;

  @BeforeAll
  void start() throws SQLException {
    rig = new LedgerRig(1);
    store = new PgEndpointStore(rig.database);
    reader = new PgTellingReader(rig.database);
    now = rig.clock.instant();
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute("INSERT INTO account (id, name) VALUES (1, 'one'), (2, 'two')");
    }
  }

  @BeforeEach
  void empty() throws SQLException {
    rig.empty();
    try (var db = rig.connect();
        var s = db.createStatement()) {
      s.execute("TRUNCATE endpoint");
    }
  }

  @AfterAll
  void stop() throws SQLException {
    rig.close();
  }

  private Noted down(Instant nextProbe) {
    return new Noted(
        KEY, 1, URL, Standing.DOWN, null, now, 3, nextProbe, "HTTP status 500", null, now, null, 0);
  }

  private Noted stored() {
    return store.find(1, EndpointStore.id(KEY)).orElseThrow();
  }

  @Test
  void whatWasFoundIsReadBackAndChangesAreSeenOnce() {
    store.found(down(now.plusSeconds(30)));
    Noted read = stored();
    assertThat(read.probes()).isEqualTo(3);
    assertThat(read.nextProbeAt()).isEqualTo(now.plusSeconds(30));
    assertThat(read.cause()).isEqualTo("HTTP status 500");
    assertThat(store.changedAfter(0, 10)).containsExactly(read);
    assertThat(store.changedAfter(read.revision(), 10)).isEmpty();
    assertThat(store.find(2, read.id())).as("another account").isEmpty();
    assertThat(store.page(1, "", 10)).containsExactly(read);
    assertThat(store.page(1, read.id(), 10)).isEmpty();
  }

  @Test
  void whatAPersonStoppedStaysStoppedWhateverIsFound() {
    store.stop(1, URL + "?query=left-out", StoppedBy.CUSTOMER, "by hand", now);
    store.found(down(now));
    assertThat(stored().standing()).isEqualTo(Standing.STOPPED);
    store.stop(1, URL, null, null, now);
    assertThat(stored().standing()).isEqualTo(Standing.UP);
    assertThat(stored().cause()).isEqualTo("by hand");
    store.found(down(now));
    assertThat(stored().standing()).isEqualTo(Standing.DOWN);
  }

  @Test
  void whatAPersonAllowsOutlastsWhatIsFound() {
    store.allowPrivate(1, URL, true, now);
    store.found(down(now));
    assertThat(stored().allowPrivate()).isTrue();
    store.name(1, URL, now);
    assertThat(stored().standing()).as("naming changes nothing").isEqualTo(Standing.DOWN);
    store.allowPrivate(1, URL, null, now);
    assertThat(stored().allowPrivate()).isNull();
  }

  @Test
  void entriesWithNothingToSayAreDeletedInTheEnd() {
    store.found(down(now));
    assertThat(store.prune(now.minusSeconds(1))).isZero();
    assertThat(store.prune(now.plusSeconds(1))).isEqualTo(1);
    store.stop(1, URL, StoppedBy.OPERATOR, null, now);
    assertThat(store.prune(now.plus(Duration.ofDays(365)))).isZero();
  }

  @Test
  void reportsOfAnEndpointThatIsLeftAloneAreNotDue() {
    UUID id = waiting();
    Instant later = now.plusSeconds(60);
    assertThat(reader.endpointsDue(later, "", 10)).containsExactly(KEY);
    assertThat(reader.endpointsDue(later, KEY, 10)).as("the page after it").isEmpty();
    store.found(down(later.plusSeconds(1)));
    assertThat(reader.endpointsDue(later, "", 10)).isEmpty();
    assertThat(reader.endpointsDue(later.plusSeconds(1), "", 10)).containsExactly(KEY);
    store.stop(1, URL, StoppedBy.OPERATOR, null, now);
    assertThat(reader.endpointsDue(later.plusSeconds(1), "", 10)).isEmpty();
    assertThat(reader.waitingAt(KEY, 10)).isEqualTo(1);
    assertThat(reader.backlogs(1)).containsEntry(KEY, 1);
    assertThat(reader.backlogs(2)).isEmpty();
    assertThat(reader.due(KEY, later, Set.of(id), 10)).isEmpty();
  }

  @Test
  void whatIsHurriedComesInTheOrderInWhichItWasMade() {
    UUID first = waiting();
    UUID second = waiting();
    Event.Answer later =
        new Event.Answer(false, 500, null, 3, rig.clock.instant().plusSeconds(3_600));
    rig.record(first, new Event.Told(rig.clock.instant(), 1, 1, true, later));
    Instant soon = rig.clock.instant().plusSeconds(60);
    assertThat(ids(soon)).containsExactly(second);
    assertThat(reader.hurry(KEY, soon, 10)).isEqualTo(1);
    assertThat(reader.hurry(KEY, soon, 10)).isZero();
    assertThat(ids(soon)).containsExactly(first, second);
  }

  @Test
  void whatWasInMemoryIsHeldOnceAndARowThatIsThereStays() {
    rig.steps.roomToTell = true;
    UUID id = sent();
    var telling = rig.steps.tellings.stream().filter(t -> t.envelope().id().equals(id)).findFirst();
    reader.hold(List.of(telling.orElseThrow()));
    reader.hold(List.of(telling.orElseThrow()));
    assertThat(ids(rig.clock.instant().plusSeconds(1))).containsExactly(id);
  }

  @Test
  void whatIsOverIsToldAgainAndIsOverAgain() {
    rig.steps.roomToTell = true;
    UUID id = rig.over(io.waybill.message.Receipt.Word.DELIVRD);
    var report =
        new io.waybill.message.Entry.Report(
            2, io.waybill.message.Status.DELIVRD, 0, rig.clock.instant(), true);
    rig.record(id, new Event.TellAgainAsked(rig.clock.instant(), List.of(report)));
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.row(id).message().isOver()).isFalse();
    rig.record(id, rig.told(2));
    assertThat(rig.row(id).isLive()).isFalse();
    assertThat(rig.row(id).message().isOver()).isTrue();
    rig.checkTimeline(id);
  }

  private List<UUID> ids(Instant at) {
    return reader.due(KEY, at, Set.of(), 10).stream().map(t -> t.envelope().id()).toList();
  }

  private UUID sent() {
    rig.steps.seats.incrementAndGet();
    UUID id = rig.accepted();
    rig.record(id, new Event.Taken(rig.clock.instant(), 1, 1, "c-" + id));
    return id;
  }

  /** A message whose first report found no room. */
  private UUID waiting() {
    rig.steps.roomToTell = false;
    return sent();
  }
}
