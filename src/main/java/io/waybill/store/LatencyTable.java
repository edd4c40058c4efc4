package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statements that change {@code latency}. Rows are added, and merged later. */
final class LatencyTable {
  /** How far a row was merged. */
  static final int RAW = 0;

  static final int HOURLY = 1;
  static final int DAILY = 2;

  private LatencyTable() {}

  static void add(Connection db, List<CounterKey> keys, Map<CounterKey, Slots> slots, int merged)
      throws SQLException {
    CopyRows rows = new CopyRows();
    for (CounterKey k : keys) {
      Slots value = slots.get(k);
      if (value != null) {
        rows.add(k.bucket()).add(k.accountId()).add(k.carrier()).add(k.country());
        rows.add(k.network()).add(merged).add(value.bytes()).endRow();
      }
    }
    rows.into(db, "latency (bucket, account_id, carrier, country, network, merged, slots)");
  }

  /**
   * Merges what writers added to hours that begin before that bucket; each hour is a transaction.
   * With auto-commit off.
   */
  static void mergeHours(Connection db, int before) throws SQLException {
    String some = "SELECT DISTINCT bucket FROM latency WHERE merged = 0 AND bucket < ? ORDER BY 1";
    for (int hour : buckets(db, some, before)) {
      merge(db, hour, hour + CounterKey.HOUR, List.of(RAW, HOURLY), HOURLY);
    }
  }

  /** The same for whole days. */
  static void mergeDays(Connection db, int before) throws SQLException {
    String some =
        "SELECT DISTINCT bucket / "
            + CounterKey.DAY
            + " * "
            + CounterKey.DAY
            + " FROM latency WHERE merged < 2 AND bucket < ? ORDER BY 1";
    for (int day : buckets(db, some, before)) {
      merge(db, day, day + CounterKey.DAY, List.of(RAW, HOURLY, DAILY), DAILY);
    }
  }

  private static List<Integer> buckets(Connection db, String sql, int before) throws SQLException {
    List<Integer> buckets = new ArrayList<>();
    try (PreparedStatement s = db.prepareStatement(sql)) {
      s.setInt(1, before);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          buckets.add(r.getInt(1));
        }
      }
    }
    db.commit();
    return buckets;
  }

  private static void merge(Connection db, int from, int until, List<Integer> what, int into)
      throws SQLException {
    Map<CounterKey, Slots> sums = new HashMap<>();
    try (PreparedStatement s =
        db.prepareStatement(
            "DELETE FROM latency WHERE bucket >= ? AND bucket < ? AND merged = ANY(?::int[])"
                + " RETURNING bucket, account_id, carrier, country, network, slots")) {
      s.setInt(1, from);
      s.setInt(2, until);
      s.setArray(3, db.createArrayOf("int4", what.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          CounterKey key =
              new CounterKey(
                  from, r.getInt(2), Row.string(r, 3), Row.string(r, 4), Row.string(r, 5));
          sums.computeIfAbsent(key, _ -> new Slots()).add(Row.value(r.getBytes(6)));
        }
      }
    }
    add(db, sums.keySet().stream().sorted(CounterKey.ORDER).toList(), sums, into);
    db.commit();
  }
}
