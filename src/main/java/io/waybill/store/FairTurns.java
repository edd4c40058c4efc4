package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/**
 * The statement that finds what is due of one priority at a carrier, accounts taking turns: the
 * first of each, then the second of each (design 11). Each account is found by one step through the
 * index, however much waits before it. OFFSET 0 keeps the planner from reading all of {@code live}
 * for the few rows: it cannot know how few they are.
 */
final class FairTurns {
  private final String sql;

  /**
   * @param columns of {@code live}
   */
  FairTurns(String columns) {
    sql =
        """
        WITH RECURSIVE who AS (
          (SELECT account_id FROM live WHERE carrier = ? AND priority = ? AND due_at IS NOT NULL
            ORDER BY account_id LIMIT 1)
          UNION ALL
          SELECT (SELECT l.account_id FROM live l
            WHERE l.carrier = ? AND l.priority = ? AND l.due_at IS NOT NULL
              AND l.account_id > who.account_id ORDER BY l.account_id LIMIT 1)
          FROM who WHERE who.account_id IS NOT NULL),
        share AS (
          SELECT ceil(?::int / greatest(1, count(account_id))::numeric)::int AS each FROM who),
        turns AS (
          SELECT d.id AS turn_id, who.account_id AS turn_account,
            row_number() OVER (PARTITION BY who.account_id ORDER BY d.due_at, d.id) AS turn
          FROM who CROSS JOIN LATERAL (
            SELECT id, due_at FROM live
            WHERE carrier = ? AND priority = ? AND account_id = who.account_id AND due_at <= ?
              AND state IN ('QUEUED', 'SCHEDULED')
            ORDER BY due_at, id LIMIT (SELECT each FROM share)) d)
        SELECT due.* FROM (
          SELECT turn, turn_account <= ? AS passed, turn_account, turn_id FROM turns
          ORDER BY turn, passed, turn_account LIMIT ?) t
        CROSS JOIN LATERAL (SELECT
        """
            + columns
            + """
             FROM live WHERE live.id = t.turn_id OFFSET 0) due
            ORDER BY t.turn, t.passed, t.turn_account
            """;
  }

  /**
   * @param after the account whose turn was last
   */
  PreparedStatement prepare(
      Connection db, String carrier, int priority, Instant now, int limit, int after)
      throws SQLException {
    PreparedStatement s = db.prepareStatement(sql);
    s.setString(1, carrier);
    s.setInt(2, priority);
    s.setString(3, carrier);
    s.setInt(4, priority);
    s.setInt(5, limit);
    s.setString(6, carrier);
    s.setInt(7, priority);
    s.setTimestamp(8, HistoryTable.timestamp(now));
    s.setInt(9, after);
    s.setInt(10, limit);
    return s;
  }
}
