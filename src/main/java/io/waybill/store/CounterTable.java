package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/** Statements that change {@code counter} and {@code counter_err}. */
final class CounterTable {
  /** Rolled up to whole hours, and to whole days. */
  static final int HOURS = -1;

  static final int DAYS = -2;

  /** Loaded, not counted. */
  static final int LOADED = -3;

  /** Still by the quarter of an hour, but no longer apart by writer. */
  static final int QUARTERS = -4;

  /** The most rows that one roll-up takes at once: a late receipt may wait for it. */
  private static final int ROLL_MAX = 20_000;

  private static final String KEY = "bucket, account_id, carrier, country, network";
  private static final String NUMBERS = String.join(", ", Counts.COLUMNS);

  /** One array holds all numbers, row by row: an array for each column would cost more. */
  private static final String ADD =
      "INSERT INTO counter ("
          + KEY
          + ", writer, "
          + NUMBERS
          + ") SELECT b, a, c, l, n, ?, "
          + IntStream.rangeClosed(1, Counts.COLUMNS.size())
              .mapToObj(i -> "v[(k.i - 1) * %d + %d]".formatted(Counts.COLUMNS.size(), i))
              .collect(Collectors.joining(", "))
          + " FROM (SELECT ?::bigint[] AS v) x, unnest(?::int[], ?::int[], ?::text[], ?::text[],"
          + " ?::text[]) WITH ORDINALITY AS k(b, a, c, l, n, i) ORDER BY k.i"
          + onConflict();

  private static final String ADD_ERRS =
      "INSERT INTO counter_err ("
          + KEY
          + ", err, writer, messages) SELECT b, a, c, l, n, e, ?, m FROM unnest(?::int[], ?::int[],"
          + " ?::text[], ?::text[], ?::text[], ?::int[], ?::int[]) AS k(b, a, c, l, n, e, m)"
          + " ON CONFLICT ("
          + KEY
          + ", err, writer) DO UPDATE SET messages = counter_err.messages + excluded.messages";

  private CounterTable() {}

  private static String onConflict() {
    return " ON CONFLICT ("
        + KEY
        + ", writer) DO UPDATE SET "
        + Counts.COLUMNS.stream()
            .map(c -> "%1$s = counter.%1$s + excluded.%1$s".formatted(c))
            .collect(Collectors.joining(", "));
  }

  static void add(Connection db, int writer, List<CounterKey> keys, Map<CounterKey, Counts> counts)
      throws SQLException {
    if (keys.isEmpty()) {
      return;
    }
    int columns = Counts.COLUMNS.size();
    long[] numbers = new long[keys.size() * columns];
    for (int i = 0; i < keys.size(); i++) {
      Counts row = counts.get(keys.get(i));
      if (row != null) {
        System.arraycopy(row.values(), 0, numbers, i * columns, columns);
      }
    }
    try (PreparedStatement s = db.prepareStatement(ADD)) {
      s.setInt(1, writer);
      s.setArray(2, db.unwrap(PGConnection.class).createArrayOf("int8", numbers));
      keys(new Arrays(db, s), 3, keys);
      s.executeUpdate();
    }
  }

  static void addErrs(
      Connection db, int writer, List<Counters.ErrKey> rows, Map<Counters.ErrKey, int[]> errs)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement s = db.prepareStatement(ADD_ERRS)) {
      s.setInt(1, writer);
      Arrays a = new Arrays(db, s);
      keys(a, 2, rows.stream().map(Counters.ErrKey::key).toList());
      a.ints(7, rows, Counters.ErrKey::err);
      a.ints(8, rows, r -> errs.getOrDefault(r, new int[1])[0]);
      s.executeUpdate();
    }
  }

  private static void keys(Arrays a, int first, List<CounterKey> keys) throws SQLException {
    a.ints(first, keys, CounterKey::bucket);
    a.ints(first + 1, keys, CounterKey::accountId);
    a.texts(first + 2, keys, CounterKey::carrier);
    a.texts(first + 3, keys, CounterKey::country);
    a.texts(first + 4, keys, CounterKey::network);
  }

  /**
   * Sums up rows of before that bucket in rows of quarters, whole hours or days, some thousand at
   * once. A row that a writer is adding to is left for the next time, so that neither waits long.
   *
   * @param grain {@link #QUARTERS}, {@link #HOURS} or {@link #DAYS}
   */
  static void rollUp(Connection db, int before, int grain) throws SQLException {
    int buckets =
        switch (grain) {
          case QUARTERS -> 1;
          case HOURS -> CounterKey.HOUR;
          default -> CounterKey.DAY;
        };
    String sums =
        Counts.COLUMNS.stream().map(c -> "sum(" + c + ")").collect(Collectors.joining(", "));
    roll(
        db,
        gone("counter", before, grain)
            + "INSERT INTO counter (%s, writer, %s) SELECT bucket / %d * %d, %s, %d, %s FROM gone GROUP BY 1, 2, 3, 4, 5"
                .formatted(KEY, NUMBERS, buckets, buckets, rest(), grain, sums)
            + onConflict());
    roll(
        db,
        gone("counter_err", before, grain)
            + ("INSERT INTO counter_err (%s, err, writer, messages) SELECT bucket / %d * %d, %s,"
                    + " err, %d, sum(messages) FROM gone GROUP BY 1, 2, 3, 4, 5, 6")
                .formatted(KEY, buckets, buckets, rest(), grain)
            + " ON CONFLICT ("
            + KEY
            + ", err, writer) DO UPDATE SET messages = counter_err.messages + excluded.messages");
  }

  private static String rest() {
    return KEY.substring(KEY.indexOf(',') + 2);
  }

  /** What was rolled up as far has its own writer; what was rolled up less far can go on. */
  private static String gone(String table, int before, int grain) {
    List<String> open = new ArrayList<>(List.of("writer >= 0", "writer = " + LOADED));
    if (grain != QUARTERS) {
      open.add("writer = " + QUARTERS);
    }
    if (grain == DAYS) {
      open.add("writer = " + HOURS);
    }
    return """
    WITH old AS (SELECT ctid FROM %1$s WHERE bucket < %2$d AND (%3$s) LIMIT %4$d
      FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM %1$s c USING old WHERE c.ctid = old.ctid RETURNING c.*)
    """
        .formatted(table, before, String.join(" OR ", open), ROLL_MAX);
  }

  /** Until nothing is left, each step a transaction of its own. */
  private static void roll(Connection db, String sql) throws SQLException {
    try (Statement s = db.createStatement()) {
      int rolled;
      do {
        rolled = s.executeUpdate(sql);
        db.commit();
      } while (rolled > 0);
    }
  }
}
