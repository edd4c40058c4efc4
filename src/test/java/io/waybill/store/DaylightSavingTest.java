package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Acceptance;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A message scheduled about a change of clocks leaves at its instant, wherever the server stands.
 */
class DaylightSavingTest {
  private static final Instant FROM = Instant.parse("2026-11-22T00:00:00Z");
  private static final List<Duration> ABOUT =
      List.of(
          Duration.ofMinutes(-90),
          Duration.ofMinutes(-30),
          Duration.ZERO,
          Duration.ofMinutes(30),
          Duration.ofMinutes(90));

  @ParameterizedTest
  @ValueSource(
      strings = {"Europe/Tallinn", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo"})
  void whatIsScheduledIsDueAtItsInstantAndNotAMillisecondSooner(String zone) throws SQLException {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone(zone));
    try (LedgerRig rig = new LedgerRig(1)) {
      DueReader due = new DueReader(rig.database, rig.vault);
      for (Instant at : times(ZoneId.of(zone).getRules())) {
        UUID id = schedule(rig, at);
        assertThat(ids(due, at.minusMillis(1))).as("before " + at).doesNotContain(id);
        assertThat(ids(due, at)).as("at " + at).contains(id);
        assertThat(rig.row(id).message().dueAt()).isEqualTo(at);
        rig.empty();
      }
    } finally {
      TimeZone.setDefault(before);
    }
  }

  /** About both of the next changes: the hour that is missing, and the one that comes twice. */
  private static List<Instant> times(ZoneRules rules) {
    ZoneOffsetTransition first = rules.nextTransition(FROM);
    ZoneOffsetTransition second = rules.nextTransition(first.getInstant());
    List<Instant> times = new ArrayList<>();
    for (ZoneOffsetTransition change : List.of(first, second)) {
      ABOUT.forEach(d -> times.add(change.getInstant().plus(d)));
    }
    return times;
  }

  private static UUID schedule(LedgerRig rig, Instant at) {
    NewMessage usual = rig.message(1, null, "plaintext", "Hello");
    Acceptance now = usual.acceptance();
    Acceptance later =
        new Acceptance(
            now.id(),
            now.at(),
            now.parts(),
            at,
            at.plus(Duration.ofHours(6)),
            at.plus(Duration.ofHours(30)),
            now.wantsReports(),
            now.link(),
            now.place(),
            now.details());
    NewMessage scheduled = new NewMessage(usual.envelope(), usual.text(), later);
    assertThat(LedgerRig.outcome(rig.ledger.accept(scheduled, null)))
        .isInstanceOf(Outcome.Recorded.class);
    return now.id();
  }

  private static List<UUID> ids(DueReader due, Instant now) throws SQLException {
    return due.due("default", 1, now, 10, 0).stream().map(d -> d.envelope().id()).toList();
  }
}
