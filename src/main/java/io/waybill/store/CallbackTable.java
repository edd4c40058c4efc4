package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Statements on {@code callback_due}. */
final class CallbackTable {
  private CallbackTable() {}

  /**
   * A report that waits.
   *
   * @param madeAt when the status changed: an endpoint that comes back is told the oldest first
   */
  record Due(UUID message, String endpoint, int report, int attempt, Instant at, Instant madeAt) {}

  private static final String WAIT =
      """
      INSERT INTO callback_due (message_id, endpoint, report, attempt, due_at, made_at)
      SELECT u.id, u.endpoint, u.report, u.attempt, to_timestamp(u.due / 1e3::float8),
        to_timestamp(u.made / 1e3::float8)
      FROM unnest(?::uuid[], ?::text[], ?::int[], ?::int[], ?::bigint[], ?::bigint[])
        AS u(id, endpoint, report, attempt, due, made)
      ON CONFLICT (message_id) DO
      """;

  private static final String OVER =
      """
       UPDATE SET report = excluded.report, attempt = excluded.attempt, due_at = excluded.due_at,
         made_at = excluded.made_at
      """;

  static void put(Connection db, List<Due> dues) throws SQLException {
    put(db, WAIT + OVER, dues);
  }

  /** The same for those that have no row yet; a row that is there stays as it is. */
  static void putMissing(Connection db, List<Due> dues) throws SQLException {
    put(db, WAIT + " NOTHING", dues);
  }

  private static void put(Connection db, String sql, List<Due> dues) throws SQLException {
    if (dues.isEmpty()) {
      return;
    }
    try (PreparedStatement s = db.prepareStatement(sql)) {
      Arrays a = new Arrays(db, s);
      a.uuids(1, dues, Due::message);
      a.texts(2, dues, Due::endpoint);
      a.ints(3, dues, Due::report);
      a.ints(4, dues, Due::attempt);
      a.times(5, dues, Due::at);
      a.times(6, dues, Due::madeAt);
      s.executeUpdate();
    }
  }

  static void remove(Connection db, List<UUID> messages) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        db.prepareStatement("DELETE FROM callback_due WHERE message_id = ANY(?::uuid[])")) {
      new Arrays(db, s).uuids(1, messages, id -> id);
      s.executeUpdate();
    }
  }

  static void hurry(Connection db, List<UUID> messages, Instant now) throws SQLException {
    if (messages.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE callback_due SET due_at = to_timestamp(? / 1e3::float8)
            WHERE message_id = ANY(?::uuid[]) AND due_at > to_timestamp(? / 1e3::float8)
            """)) {
      s.setLong(1, now.toEpochMilli());
      new Arrays(db, s).uuids(2, messages, id -> id);
      s.setLong(3, now.toEpochMilli());
      s.executeUpdate();
    }
  }
}
