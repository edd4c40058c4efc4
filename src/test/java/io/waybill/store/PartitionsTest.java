package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.Ids;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions are there before they are needed and go when their time is over. */
class PartitionsTest {
  private final Clock clock = Clock.tickMillis(ZoneOffset.UTC);
  private Database database;
  private Instant now;
  private LocalDate today;

  @BeforeEach
  void open() throws SQLException {
    now = clock.instant();
    today = NewRows.day(now);
    database =
        Database.open(
            TestPostgres.freshDatabase(), TestPostgres.user(), TestPostgres.password(), 6, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> partitions(String table) throws SQLException {
    try (Connection db = database.connection();
        var s =
            db.prepareStatement(
                "SELECT inhrelid::regclass::text FROM pg_inherits"
                    + " WHERE inhparent = ?::regclass ORDER BY 1")) {
      s.setString(1, table);
      List<String> names = new java.util.ArrayList<>();
      try (var r = s.executeQuery()) {
        while (r.next()) {
          names.add(Row.string(r, 1));
        }
      }
      return names;
    }
  }

  private static String name(String table, LocalDate day) {
    return table + "_" + day.toString().replace("-", "");
  }

  private void execute(String sql) throws SQLException {
    try (Connection db = database.connection();
        Statement s = db.createStatement()) {
      s.execute(sql);
    }
  }

  @Test
  void daysAndWeeksAreReadyFourWeeksAhead() throws SQLException {
    for (String table : List.of("on_air", "idempotency")) {
      assertThat(partitions(table)).hasSize(30);
      assertThat(partitions(table)).contains(name(table, today.minusDays(1)));
      assertThat(partitions(table)).contains(name(table, today.plusDays(28)));
    }
    LocalDate monday = today.minusDays(today.getDayOfWeek().getValue() - 1L);
    assertThat(partitions("history"))
        .containsExactly(
            name("history", monday.minusWeeks(1)),
            name("history", monday),
            name("history", monday.plusWeeks(1)),
            name("history", monday.plusWeeks(2)),
            name("history", monday.plusWeeks(3)),
            name("history", monday.plusWeeks(4)));
  }

  @Test
  void everyIdOfAWeekBelongsToItsPartition() throws SQLException {
    LocalDate monday = today.minusDays(today.getDayOfWeek().getValue() - 1L);
    Instant start = monday.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant end = monday.plusWeeks(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    UUID first = Ids.message(Ids.omni(start.toEpochMilli(), 0, 0), 1);
    UUID last = Ids.message(Ids.omni(end.toEpochMilli() - 1, 4_095, -1L), 15);
    try (Connection db = database.connection();
        Statement s = db.createStatement();
        var r =
            s.executeQuery(
                "SELECT pg_get_partition_constraintdef('%s'::regclass)"
                    .formatted(name("history", monday)))) {
      r.next();
      String range = Row.string(r, 1);
      try (Statement t = db.createStatement();
          var answer =
              t.executeQuery(
                  "SELECT bool_and(%s) FROM (VALUES ('%s'::uuid), ('%s')) v(id)"
                      .formatted(range, first, last))) {
        answer.next();
        assertThat(answer.getBoolean(1)).isTrue();
      }
    }
  }

  @Test
  void maintainingAgainChangesNothing() throws SQLException {
    List<String> before = partitions("on_air");
    database.maintain(now);
    database.maintain(now);
    assertThat(partitions("on_air")).isEqualTo(before);
  }

  @Test
  void aPartitionThatWasMadeButNotAttachedIsAttachedTheNextTime() throws SQLException {
    String name = name("on_air", today.plusDays(29));
    execute("CREATE TABLE " + name + " (LIKE on_air INCLUDING ALL)");
    database.maintain(now.plus(Duration.ofDays(1)));
    assertThat(partitions("on_air")).contains(name);
  }

  @Test
  void idsOnTheAirAreDroppedAfterFourteenDaysAndAnswersAfterThree() throws SQLException {
    Instant later = now.plus(Duration.ofDays(15));
    database.maintain(later);
    database.drop(later);
    assertThat(partitions("on_air"))
        .doesNotContain(name("on_air", today))
        .contains(name("on_air", today.plusDays(1)))
        .contains(name("on_air", today.plusDays(15 + 28)));
    assertThat(partitions("idempotency"))
        .doesNotContain(name("idempotency", today.plusDays(11)))
        .contains(name("idempotency", today.plusDays(12)));
    assertThat(partitions("history")).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void contentGoesWithItsDay() throws SQLException {
    database.partitions().contentDay(today);
    database.partitions().contentDay(today.plusDays(120));
    execute(
        "INSERT INTO content (purge_day, id, recipient) VALUES ('%s', '%s', '+372')"
            .formatted(today, UUID.randomUUID()));
    database.drop(now);
    assertThat(partitions("content"))
        .containsExactly(name("content", today), name("content", today.plusDays(120)));
    database.drop(now.plus(Duration.ofDays(1)));
    assertThat(partitions("content")).containsExactly(name("content", today.plusDays(120)));
  }

  @Test
  void whatWasDetachedButNotDroppedIsDroppedTheNextTime() throws SQLException {
    database.partitions().contentDay(today);
    String name = name("content", today);
    execute("ALTER TABLE content DETACH PARTITION " + name);
    database.partitions().drop(now.plus(Duration.ofDays(1)));
    try (Connection db = database.connection();
        Statement s = db.createStatement();
        var r = s.executeQuery("SELECT to_regclass('" + name + "') IS NULL")) {
      r.next();
      assertThat(r.getBoolean(1)).isTrue();
    }
  }

  @Test
  void twoWhoNeedTheSameDayAtOnceBothGetIt() throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Void> need =
          () -> {
            database.partitions().contentDay(today.plusDays(50));
            return null;
          };
      for (Future<Void> done : threads.invokeAll(List.of(need, need, need))) {
        done.get();
      }
    }
  }
}
