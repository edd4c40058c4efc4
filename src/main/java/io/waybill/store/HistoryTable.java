package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Statements on {@code history}: late events about messages that were over, read together and
 * written one at a time.
 */
final class HistoryTable {
  private HistoryTable() {}

  private static final String READ =
      "SELECT "
          + Row.COLUMNS
          + ", coalesce((SELECT c.recipient FROM content c"
          + " WHERE c.id = h.id AND c.purge_day = h.purge_day),"
          + " (SELECT u.recipient FROM untold u WHERE u.message_id = h.id), recipient_masked)"
          + " FROM history h WHERE id = ANY(?::uuid[])";

  private static final String UPDATE =
      """
      UPDATE history SET version = ?, state = ?, by_carrier = ?, err = ?, seq = ?, parts = ?,
        attempt = ?, risked = ?, link = ?, reports = ?, waiting = ?, tries = ?, last_receipt = ?,
        last_receipt_count = ?, changed_at = ?, timeline = timeline || ?
      WHERE id = ? AND version = ?
      """;

  /**
   * Until the end of the transaction statements are planned for their values: only so partitions
   * are left out at once, and with the years there are many. Late events are few.
   */
  private static void planForTheseIds(Connection db) throws SQLException {
    if (db.getAutoCommit()) {
      return; // a reader, whose few statements are planned as the server likes
    }
    try (Statement s = db.createStatement()) {
      s.execute("SET LOCAL plan_cache_mode = force_custom_plan");
    }
  }

  /** Those of these messages that are in history. */
  static Map<UUID, Row> read(Connection db, Collection<UUID> ids) throws SQLException {
    Map<UUID, Row> rows = new HashMap<>();
    if (ids.isEmpty()) {
      return rows;
    }
    planForTheseIds(db);
    try (PreparedStatement s = db.prepareStatement(READ)) {
      new Arrays(db, s).uuids(1, List.copyOf(ids), id -> id);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Row row = Row.history(r);
          rows.put(row.envelope().id(), row);
        }
      }
    }
    return rows;
  }

  /** Updates in place; false if the version was not the one that was read. */
  static boolean update(Connection db, Change c) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(UPDATE)) {
      Message m = c.next;
      s.setInt(1, c.version());
      s.setString(2, m.state().name());
      s.setBoolean(3, m.by() == By.CARRIER);
      s.setInt(4, m.err());
      s.setInt(5, m.seq());
      s.setString(6, Codec.parts(m.parts()));
      s.setInt(7, m.attempt());
      s.setBoolean(8, m.risked());
      s.setString(9, m.link());
      s.setInt(10, m.reports());
      s.setString(11, Codec.reports(m.waiting()));
      s.setInt(12, m.tries());
      s.setString(13, m.lastReceipt());
      s.setInt(14, m.lastReceiptCount());
      s.setTimestamp(15, timestamp(c.changedAt()));
      s.setString(16, TimelineLines.of(c.entries, Lifecycle.VERSION));
      s.setObject(17, m.id());
      s.setInt(18, c.was.message().version());
      return s.executeUpdate() == 1;
    }
  }

  static @Nullable Timestamp timestamp(@Nullable Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }
}
