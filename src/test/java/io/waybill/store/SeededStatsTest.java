package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Vault;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the overview says of a seeded history: every way of summing up gives the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeededStatsTest {
  private static final int MESSAGES = 6_000;

  private final Instant end = Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS);
  private final String url = TestPostgres.freshDatabase();
  private Database database;
  private int account;

  @BeforeAll
  void seed() throws Exception {
    database =
        Database.open(url, TestPostgres.user(), TestPostgres.password(), 4, Clock.systemUTC());
    Seed.run(database, new Vault(new byte[32]), new Seed.Plan(MESSAGES, 20, 3, 5, end), _ -> {});
    account = (int) number("SELECT id FROM account WHERE name = 'seed-1'");
  }

  @AfterAll
  void close() {
    database.close();
  }

  private long number(String sql) throws SQLException {
    try (Connection db = database.connection();
        var s = db.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      assertThat(r.next()).isTrue();
      return r.getLong(1);
    }
  }

  @Test
  void theOverviewAddsUpEveryWay() {
    Stats.Overview all =
        new StatsReader(database, Clock.systemUTC())
            .overview(null, end.minus(Duration.ofDays(20)), end);
    assertThat(all.grain()).isEqualTo(Stats.Grain.DAY);
    assertThat(all.totals().accepted()).isEqualTo(MESSAGES);
    assertThat(all.series().stream().mapToLong(p -> p.totals().accepted()).sum())
        .isEqualTo(MESSAGES);
    for (List<Stats.Part> parts : List.of(all.countries(), all.networks(), all.carriers())) {
      assertThat(parts.stream().mapToLong(p -> p.totals().delivered()).sum())
          .isEqualTo(all.totals().delivered());
      assertThat(parts.stream().mapToLong(p -> p.toDelivered().count()).sum())
          .isEqualTo(all.toDelivered().count());
    }
    assertThat(
            all.heat().stream()
                .flatMap(h -> h.points().stream())
                .mapToLong(Stats.Totals::accepted)
                .sum())
        .isEqualTo(MESSAGES);
    assertThat(all.toDelivered().count()).isEqualTo(all.totals().delivered());
    assertThat(all.errors().stream().mapToLong(Stats.Err::messages).sum())
        .isEqualTo(all.totals().failed() + all.totals().rejected());
    assertThat(all.totals().deliveryRateOfFinal()).isBetween(0.85, 0.98);
    assertThat(all.toDelivered().p50()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
  }

  @ParameterizedTest
  @EnumSource(Stats.By.class)
  void theHeatTableHasTheSameSumsWhateverItsRowsAre(Stats.By by) {
    Stats.Overview all =
        new StatsReader(database, Clock.systemUTC())
            .overview(null, end.minus(Duration.ofDays(7)), end, by);
    List<Stats.Part> parts =
        switch (by) {
          case COUNTRY -> all.countries();
          case NETWORK -> all.networks();
          case CARRIER -> all.carriers();
        };
    assertThat(all.heat()).hasSameSizeAs(parts);
    for (int i = 0; i < parts.size(); i++) {
      assertThat(all.heat().get(i).name()).isEqualTo(parts.get(i).name());
      assertThat(all.heat().get(i).country()).isEqualTo(parts.get(i).country());
      assertThat(all.heat().get(i).points()).hasSameSizeAs(all.series());
      assertThat(Stats.Totals.sum(all.heat().get(i).points()).delivered())
          .isEqualTo(parts.get(i).totals().delivered());
    }
    assertThat(all.accounts()).hasSize(3);
    assertThat(all.accounts().stream().mapToLong(a -> a.totals().accepted()).sum())
        .isEqualTo(all.totals().accepted());
    assertThat(all.series().stream().mapToLong(p -> p.toDelivered().count()).sum())
        .isEqualTo(all.toDelivered().count());
    assertThat(all.totals().sent())
        .isBetween(all.totals().delivered(), all.totals().accepted() - 1);
  }

  @Test
  void theOverviewReadsNothingButCounters() throws SQLException {
    for (Integer of : new Integer[] {account, null}) {
      try (Connection db = database.connection();
          var s = db.prepareStatement("EXPLAIN " + StatsReader.sql(4, Stats.By.NETWORK, of))) {
        db.setAutoCommit(false);
        StatsReader.hashing(db);
        s.setInt(1, CounterKey.bucket(end) - 96);
        s.setInt(2, CounterKey.bucket(end));
        if (of != null) {
          s.setInt(3, of);
        }
        List<String> lines = new ArrayList<>();
        try (ResultSet r = s.executeQuery()) {
          while (r.next()) {
            lines.add(r.getString(1));
          }
        }
        db.rollback();
        db.setAutoCommit(true);
        assertThat(lines)
            .anyMatch(line -> line.contains(" on counter"))
            .noneMatch(line -> line.contains("Sort"))
            .noneMatch(line -> line.matches(".* on (live|history|told|content).*"));
      }
    }
  }

  @Test
  void theLastHoursAreShownByTheQuarter() {
    StatsReader reader = new StatsReader(database, Clock.systemUTC());
    Stats.Overview hours = reader.overview(account, end.minus(Duration.ofHours(3)), end);
    assertThat(hours.grain()).isEqualTo(Stats.Grain.QUARTER);
    assertThat(hours.series()).hasSize(12);
    Instant old = end.minus(Duration.ofDays(5));
    assertThat(reader.overview(account, old.minus(Duration.ofHours(3)), old).grain())
        .isEqualTo(Stats.Grain.HOUR);
  }

  @Test
  void theLastDayIsShownByTheHourAndOneAccountHasItsShare() throws SQLException {
    Instant from = end.minus(Duration.ofHours(24));
    Stats.Overview mine = new StatsReader(database, Clock.systemUTC()).overview(account, from, end);
    assertThat(mine.grain()).isEqualTo(Stats.Grain.HOUR);
    assertThat(mine.series()).hasSize(24);
    assertThat(mine.totals().accepted())
        .isEqualTo(
            number(
                "SELECT count(*) FROM history WHERE account_id = "
                    + account
                    + " AND accepted_at >= '"
                    + from
                    + "'"));
  }
}
