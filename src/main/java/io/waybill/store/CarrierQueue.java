package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What waits for carriers in the ledger, counted as far as people look. */
public final class CarrierQueue {
  /** No more are counted. */
  public static final int COUNTED_MAX = 10_000;

  private final Database database;

  public CarrierQueue(Database database) {
    this.database = database;
  }

  /**
   * Messages of one account that wait for a carrier.
   *
   * @param waiting of them; together with the other accounts' at most {@link #COUNTED_MAX}
   * @param firstDue when the first of those that were counted is due
   */
  public record Waiting(String account, int waiting, Instant firstDue) {}

  /** By account, most first. Reads one index, no further than {@link #COUNTED_MAX} entries. */
  public List<Waiting> of(String carrier) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT coalesce(a.name, '?'), n, first_due FROM (
                  SELECT account_id, count(*)::int AS n, min(due_at) AS first_due FROM (
                    SELECT account_id, due_at FROM live
                    WHERE carrier = ? AND due_at IS NOT NULL LIMIT ?) due
                  GROUP BY account_id) counted
                LEFT JOIN account a ON a.id = counted.account_id
                ORDER BY n DESC, 1
                """)) {
      s.setString(1, carrier);
      s.setInt(2, COUNTED_MAX);
      List<Waiting> all = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          all.add(new Waiting(Row.string(r, 1), r.getInt(2), Row.value(Row.instant(r, 3))));
        }
      }
      return all;
    }
  }
}
