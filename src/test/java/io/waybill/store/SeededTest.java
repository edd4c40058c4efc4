package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.Vault;
import io.waybill.message.Ids;
import io.waybill.message.State;
import io.waybill.store.MessageReader.Filter;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.MessageReader.Page;
import io.waybill.store.MessageReader.Query;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A seeded history: it is like a real one, and lists and statistics read it as they should. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeededTest {
  private static final int MESSAGES = 12_000;
  private static final String FIRST = "(SELECT id FROM account WHERE name = 'seed-1')";

  private final Instant end = Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS);
  private final Seed.Plan plan = new Seed.Plan(MESSAGES, 20, 3, 5, end);
  private final Vault vault = new Vault(new byte[32]);
  private final String url = TestPostgres.freshDatabase();
  private Database database;
  private int account;

  @BeforeAll
  void seed() throws Exception {
    database = open(url);
    Seed.run(database, vault, plan, _ -> {});
    account = (int) number(url, "SELECT " + FIRST);
  }

  @AfterAll
  void close() {
    database.close();
  }

  private static Database open(String url) throws SQLException {
    return Database.open(url, TestPostgres.user(), TestPostgres.password(), 6, Clock.systemUTC());
  }

  private static long number(String url, String sql) throws SQLException {
    return Long.parseLong(text(url, sql));
  }

  private static String text(String url, String sql) throws SQLException {
    try (Connection db =
            DriverManager.getConnection(url, TestPostgres.user(), TestPostgres.password());
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      assertThat(r.next()).isTrue();
      return String.valueOf(r.getString(1));
    }
  }

  @Test
  void allAreThereAndOverAndCounted() throws SQLException {
    assertThat(number(url, "SELECT count(*) FROM history")).isEqualTo(MESSAGES);
    assertThat(number(url, StoredTimeline.OVER)).isEqualTo(MESSAGES);
    assertThat(number(url, "SELECT count(*) FROM live")).isZero();
    assertThat(number(url, "SELECT count(*) FROM callback_due")).isZero();
    assertThat(CountersTest.wrong(url)).isEmpty();
    assertThat(number(url, "SELECT count(DISTINCT state) FROM history")).isGreaterThanOrEqualTo(6);
    assertThat(number(url, "SELECT count(*) FROM history WHERE changed_at > now()")).isZero();
  }

  @Test
  void timelinesHaveNoGapsAndAllReportsAreTold() throws SQLException {
    try (Connection db =
            DriverManager.getConnection(url, TestPostgres.user(), TestPostgres.password());
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery(StoredTimeline.MESSAGES + " ORDER BY m.id LIMIT 2000")) {
      while (r.next()) {
        var entries = StoredTimeline.entries(r.getString("own"), r.getString("beside"));
        assertThat(entries).hasSize(r.getInt("seq"));
        for (int i = 0; i < entries.size(); i++) {
          assertThat(entries.get(i).path("seq").asInt()).isEqualTo(i + 1);
        }
        assertThat(entries.getLast().path("state_after").asString())
            .isEqualToIgnoringCase(r.getString("state"));
        assertThat(r.getString("waiting")).isEmpty();
      }
    }
  }

  @Test
  void theSamePlanMakesTheSameMessages() throws Exception {
    String other = TestPostgres.freshDatabase();
    String sum =
        "SELECT md5(string_agg(m::text, '' ORDER BY id)) FROM (SELECT id, state, recipient_hash,"
            + " parts, timeline, changed_at, network FROM history) m";
    try (Database second = open(other)) {
      Seed.run(second, vault, plan, _ -> {});
    }
    assertThat(text(other, sum)).isEqualTo(text(url, sum));
  }

  @Test
  void whatIsThereAlreadyStaysAndIsAddedTo() throws Exception {
    String other = TestPostgres.freshDatabase();
    try (Database second = open(other)) {
      for (int seed = 1; seed <= 2; seed++) {
        Seed.run(second, vault, new Seed.Plan(1_500, 16, 2, seed, end), _ -> {});
      }
    }
    assertThat(number(other, "SELECT count(*) FROM history")).isEqualTo(3_000);
    assertThat(number(other, StoredTimeline.OVER)).isEqualTo(3_000);
    assertThat(CountersTest.wrong(other)).isEmpty();
  }

  @Test
  void plansOutOfBoundsAreRefused() {
    assertThatThrownBy(() -> new Seed.Plan(0, 1, 1, 1, end)).hasMessageContaining("messages");
    assertThatThrownBy(() -> new Seed.Plan(1, 401, 1, 1, end)).hasMessageContaining("days");
    assertThatThrownBy(() -> new Seed.Plan(1, 1, 51, 1, end)).hasMessageContaining("accounts");
  }

  private static Filter filter(@Nullable String what, @Nullable Object value) {
    return new Filter(
        "campaign".equals(what) ? (String) value : null,
        "tag".equals(what) ? (String) value : null,
        "sender".equals(what) ? (String) value : null,
        "channel".equals(what) ? (String) value : null,
        "country".equals(what) ? (String) value : null,
        "key".equals(what) ? (String) value : null,
        "err".equals(what) ? (Integer) value : null,
        "carrier".equals(what) ? (String) value : null,
        "network".equals(what) ? (String) value : null);
  }

  private Query query(Case c, @Nullable Integer of, int limit, @Nullable UUID before) {
    return new Query(
        of,
        end.minus(Duration.ofDays(21)),
        end,
        before,
        c.states,
        c.recipient,
        c.prefix,
        c.reference,
        c.filter,
        limit);
  }

  record Case(
      String name,
      String sql,
      @Nullable Set<State> states,
      @Nullable String recipient,
      @Nullable String prefix,
      @Nullable String reference,
      Filter filter) {
    @Override
    public String toString() {
      return name;
    }
  }

  List<Case> cases() throws SQLException {
    String number =
        text(
            url,
            "SELECT c.recipient FROM content c JOIN history USING (id) WHERE account_id = "
                + FIRST
                + " ORDER BY id LIMIT 1");
    String reference =
        text(
            url,
            "SELECT reference FROM history WHERE reference IS NOT NULL AND account_id = "
                + FIRST
                + " ORDER BY id LIMIT 1");
    String campaign =
        text(
            url,
            "SELECT campaign FROM history WHERE campaign IS NOT NULL AND account_id = "
                + FIRST
                + " ORDER BY id LIMIT 1");
    List<Case> cases = new ArrayList<>();
    cases.add(new Case("all", "true", null, null, null, null, Filter.NONE));
    cases.add(
        new Case(
            "states",
            "state IN ('UNDELIVERED', 'EXPIRED')",
            EnumSet.of(State.UNDELIVERED, State.EXPIRED),
            null,
            null,
            null,
            Filter.NONE));
    cases.add(
        new Case(
            "recipient", "recipient = '" + number + "'", null, number, null, null, Filter.NONE));
    cases.add(
        new Case("prefix", "recipient LIKE '+37121%'", null, null, "+37121", null, Filter.NONE));
    cases.add(
        new Case(
            "reference",
            "reference = '" + reference + "'",
            null,
            null,
            null,
            reference,
            Filter.NONE));
    Map<String, Object> simple = new TreeMap<>();
    simple.put("campaign", campaign);
    simple.put("sender", "Clinic");
    simple.put("country", "FI");
    simple.put("err", 8);
    simple.put("carrier", "central");
    simple.put("network", "Bite");
    simple.put("channel", "sms");
    simple.put("key", "seed-1");
    simple.put("tag", "alert");
    simple.forEach((what, value) -> {
      String sql =
          switch (what) {
            case "key" -> "key_name = 'seed-1'";
            case "tag" -> "tags LIKE E'%\\nalert\\n%'";
            default -> what + " = '" + value + "'";
          };
      cases.add(new Case(what, sql, null, null, null, null, filter(what, value)));
    });
    return cases;
  }

  private PgMessageReader reader() {
    return new PgMessageReader(database, vault, Clock.systemUTC());
  }

  private List<UUID> allPages(Case c, @Nullable Integer of, int limit) {
    List<UUID> ids = new ArrayList<>();
    UUID before = null;
    do {
      Page page = reader().list(query(c, of, limit, before));
      for (Found found : page.found()) {
        ids.add(found.envelope().id());
      }
      assertThat(page.found().size()).isLessThanOrEqualTo(limit);
      before = page.next();
    } while (before != null);
    return ids;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void pagesFindAllThatFitOnceNewestFirst(Case c) throws SQLException {
    long fit =
        number(
            url,
            "SELECT count(*) FROM history h LEFT JOIN LATERAL (SELECT recipient FROM content c"
                + " WHERE c.id = h.id) n ON true WHERE account_id = "
                + FIRST
                + " AND "
                + c.sql);
    assertThat(fit).isPositive();
    List<UUID> ids = allPages(c, account, 200);
    assertThat(ids).hasSize((int) fit).doesNotHaveDuplicates();
    assertThat(ids).isSortedAccordingTo(Ids.ORDER.reversed());
    assertThat(allPages(c, null, 500)).hasSizeGreaterThanOrEqualTo(ids.size()).containsAll(ids);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void noFilterScansATable(Case c) throws SQLException {
    for (Integer of : new Integer[] {account, null}) {
      try (Connection db = database.connection()) {
        List<String> lines = new MessageList(db, vault, query(c, of, 50, null)).plan();
        assertThat(lines)
            .as("%s of %s", c, of)
            .anyMatch(line -> line.contains("Index"))
            .noneMatch(line -> line.matches(".*Seq Scan on (live|history|told).*"));
      }
    }
  }

  @Test
  void aFilterThatNothingFitsEndsAndSaysSo() {
    Case none = new Case("none", "", null, null, null, null, filter("sender", "Nobody"));
    Page page = reader().list(query(none, account, 50, null));
    assertThat(page.found()).isEmpty();
    assertThat(page.next()).isNull();
  }

  @Test
  void withoutTimeAPageStopsAndGoesOnWhereItStopped() throws SQLException {
    Case rare = new Case("rare", "", null, null, null, null, filter("err", 4));
    List<UUID> ids = new ArrayList<>();
    UUID before = null;
    int pages = 0;
    try (Connection db = database.connection()) {
      do {
        Page page =
            new MessageList(db, vault, query(rare, account, 50, before)).page(Duration.ZERO);
        page.found().forEach(f -> ids.add(f.envelope().id()));
        before = page.next();
        pages++;
      } while (before != null);
    }
    assertThat(pages).isGreaterThan(5);
    assertThat(ids).isEqualTo(allPages(rare, account, 50));
  }
}
