package io.waybill.store;

import io.waybill.store.Stats.By;
import io.waybill.store.Stats.Err;
import io.waybill.store.Stats.Overview;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what counters say about a time: pages and reports show it. Never looks at a message. Times
 * that messages took are up to ten seconds late; counts are as of the last commit.
 */
public final class StatsReader {
  private static final int SECONDS_MAX = 10;
  private static final int ERRORS_MAX = 50;

  private static final String SUMS =
      Counts.COLUMNS.stream().map(c -> "sum(" + c + ")::bigint").collect(Collectors.joining(", "));

  private final Database database;
  private final InstantSource clock;

  public StatsReader(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * All figures of messages accepted in a time.
   *
   * @param accountId null for all accounts: for operators of the platform only
   * @param from at or after; at most 400 days before {@code until}
   * @param until before this time
   */
  public Overview overview(@Nullable Integer accountId, Instant from, Instant until) {
    return overview(accountId, from, until, By.CARRIER);
  }

  /**
   * The same.
   *
   * @param by what the rows of the heat table are
   */
  public Overview overview(@Nullable Integer accountId, Instant from, Instant until, By by) {
    StatsSpan span = StatsSpan.of(from, until, clock.instant());
    StatsSum sum = new StatsSum(span, by);
    try (Connection db = database.connection()) {
      db.setAutoCommit(false);
      try {
        hashing(db);
        counts(db, accountId, span, by, sum);
        times(db, accountId, span, sum);
        return sum.overview(errors(db, accountId, span));
      } finally {
        db.rollback();
        db.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  /**
   * For this transaction: the planner takes the sums for more than fit into memory and would sort
   * all rows on disk first, which takes three times as long.
   */
  static void hashing(Connection db) throws SQLException {
    try (Statement s = db.createStatement()) {
      s.execute("SET LOCAL work_mem = '32MB'; SET LOCAL enable_sort = off");
    }
  }

  /**
   * One walk over the rows, summed up two ways: by point of the series and row of the heat table,
   * and by all names without time. Every name at every point would be ten times as many sums.
   */
  private static void counts(
      Connection db, @Nullable Integer account, StatsSpan span, By by, StatsSum sum)
      throws SQLException {
    try (PreparedStatement s =
            prepare(db, sql(span.buckets(), by, account), span.from(), span.until(), account);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Counts counts = new Counts();
        for (int i = 0; i < counts.values().length; i++) {
          counts.values()[i] = r.getLong(7 + i);
        }
        CounterKey key =
            new CounterKey(r.getInt(2), r.getInt(3), text(r, 4), text(r, 5), text(r, 6));
        if (r.getBoolean(1)) {
          sum.addAt(key, counts);
        } else {
          sum.addOf(key, counts);
        }
      }
    }
  }

  /** Asks for the sums of a time; parameters: first bucket, bucket after the last, account. */
  static String sql(int buckets, By by, @Nullable Integer account) {
    String rows =
        switch (by) {
          case COUNTRY -> "5";
          case NETWORK -> "5, 6";
          case CARRIER -> "4";
        };
    return "SELECT grouping(account_id) = 1, bucket / %1$d * %1$d, account_id, carrier, country, network, %2$s FROM counter WHERE bucket >= ? AND bucket < ?%3$s GROUP BY GROUPING SETS ((2, %4$s), (3, 4, 5, 6))"
        .formatted(buckets, SUMS, ofAccount(account), rows);
  }

  /** Names that are not summed up by are null. */
  private static String text(ResultSet r, int column) throws SQLException {
    String text = r.getString(column);
    return text == null ? "" : text;
  }

  private static void times(Connection db, @Nullable Integer account, StatsSpan span, StatsSum sum)
      throws SQLException {
    String sql =
        "SELECT bucket, carrier, country, network, slots FROM latency WHERE bucket >= ? AND bucket < ?"
            + ofAccount(account);
    try (PreparedStatement s = prepare(db, sql, span.timesFrom(), span.until(), account)) {
      s.setFetchSize(10_000);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          CounterKey key =
              new CounterKey(0, 0, Row.string(r, 2), Row.string(r, 3), Row.string(r, 4));
          sum.add(r.getInt(1), key, Row.value(r.getBytes(5)));
        }
      }
    }
  }

  private static List<Err> errors(Connection db, @Nullable Integer account, StatsSpan span)
      throws SQLException {
    String sql =
        "SELECT err, sum(messages) FROM counter_err WHERE bucket >= ? AND bucket < ?"
            + ofAccount(account)
            + " GROUP BY err HAVING sum(messages) > 0 ORDER BY 2 DESC, 1 LIMIT "
            + ERRORS_MAX;
    List<Err> errors = new ArrayList<>();
    try (PreparedStatement s = prepare(db, sql, span.from(), span.until(), account);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        errors.add(new Err(r.getInt(1), r.getLong(2)));
      }
    }
    return errors;
  }

  private static String ofAccount(@Nullable Integer account) {
    return account == null ? "" : " AND account_id = ?";
  }

  private static PreparedStatement prepare(
      Connection db, String sql, int from, int until, @Nullable Integer account)
      throws SQLException {
    PreparedStatement s = db.prepareStatement(sql);
    s.setQueryTimeout(SECONDS_MAX);
    s.setInt(1, from);
    s.setInt(2, until);
    if (account != null) {
      s.setInt(3, account);
    }
    return s;
  }
}
