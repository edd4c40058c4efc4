package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Message;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds what is due: for a link, by the clock, and after the death of a process. */
public final class DueReader {
  private static final String TEXT =
      ", sealed_text, (SELECT c.body FROM content c WHERE c.id = live.id"
          + " AND c.purge_day = live.purge_day)";

  private static final FairTurns DUE = new FairTurns(Row.LIVE + TEXT);

  private static final String WAITING =
      "SELECT "
          + Row.LIVE
          + TEXT
          + """
           FROM live
          WHERE carrier = ? AND due_at IS NOT NULL AND due_at <= ? AND state = 'QUEUED'
            AND (priority, account_id, due_at, id) > (?, ?, ?, ?)
          ORDER BY priority, account_id, due_at, id LIMIT ?
          """;

  private static final String ONE = "SELECT " + Row.LIVE + TEXT + " FROM live WHERE id = ?";

  private static final String OVERDUE =
      "SELECT id FROM live WHERE deadline <= ? ORDER BY deadline LIMIT ?";

  private static final String ORPHANS =
      """
      SELECT id, carrier FROM live WHERE parts LIKE '%CLAIMED%' AND owner <> ? AND id > ?
      ORDER BY id LIMIT ?
      """;

  private static final String UNTOLD =
      """
      INSERT INTO callback_due (message_id, endpoint, report, attempt, due_at, made_at)
      SELECT id, account_id || ' ' || split_part(split_part(dlr_url, '?', 1), '#', 1),
        split_part(w, E'\\t', 1)::int, 1, ?,
        to_timestamp(split_part(split_part(w, E'\\n', 1), E'\\t', 4)::bigint / 1e3::float8)
      FROM (SELECT m.id, m.account_id, m.dlr_url,
      """
          + ToldTable.WAITING
          + " AS w FROM live m WHERE m.wants_reports UNION ALL"
          + " SELECT m.id, m.account_id, m.dlr_url, "
          + ToldTable.WAITING
          + """
               AS w FROM untold u JOIN history m ON m.id = u.message_id) m
          WHERE w <> '' AND NOT EXISTS (SELECT 1 FROM callback_due c WHERE c.message_id = m.id)
          ON CONFLICT (message_id) DO NOTHING
          """;

  private final Database database;
  private final Vault vault;

  public DueReader(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /**
   * A message that waits for a link.
   *
   * @param text null if it is gone
   */
  public record Due(Envelope envelope, Message message, @Nullable String text) {}

  /** A message that a dead process held. */
  public record Orphan(UUID id, String carrier) {}

  /**
   * What is due of one priority at a carrier: accounts take turns, each with its longest due first.
   *
   * @param after the account whose turn was last
   */
  public List<Due> due(String carrier, int priority, Instant now, int limit, int after)
      throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = DUE.prepare(db, carrier, priority, now, limit, after)) {
      return read(s);
    }
  }

  /**
   * What waits for a carrier and is due, page by page in the order of the index.
   *
   * @param after the last of the page before; null to begin
   */
  public List<Due> waiting(String carrier, Instant now, @Nullable Due after, int limit)
      throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(WAITING)) {
      Instant due = after == null ? null : after.message().dueAt();
      s.setString(1, carrier);
      s.setTimestamp(2, HistoryTable.timestamp(now));
      s.setInt(3, after == null ? -1 : after.envelope().priority());
      s.setInt(4, after == null ? 0 : after.envelope().accountId());
      s.setTimestamp(5, HistoryTable.timestamp(due == null ? Instant.EPOCH : due));
      s.setObject(6, after == null ? new UUID(0, 0) : after.envelope().id());
      s.setInt(7, limit);
      return read(s);
    }
  }

  /** One message with its text, if it is live. */
  public List<Due> one(UUID id) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(ONE)) {
      s.setObject(1, id);
      return read(s);
    }
  }

  private List<Due> read(PreparedStatement s) throws SQLException {
    List<Due> due = new ArrayList<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Row row = Row.live(r);
        due.add(
            new Due(
                row.envelope(),
                row.message(),
                text(r.getBytes(Row.LIVE_NEXT), r.getString(Row.LIVE_NEXT + 1))));
      }
    }
    return due;
  }

  private @Nullable String text(byte @Nullable [] sealed, @Nullable String plain) {
    if (sealed == null) {
      return plain;
    }
    try {
      return vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      return null;
    }
  }

  /** Messages whose deadline has passed. */
  public List<UUID> overdue(Instant now, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(OVERDUE)) {
      s.setTimestamp(1, HistoryTable.timestamp(now));
      s.setInt(2, limit);
      List<UUID> ids = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          ids.add(Row.value(r.getObject(1, UUID.class)));
        }
      }
      return ids;
    }
  }

  /** Messages with parts claimed by another owner, after this id. Reads all of live: at start. */
  public List<Orphan> orphans(String owner, UUID after, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(ORPHANS)) {
      s.setString(1, owner);
      s.setObject(2, after);
      s.setInt(3, limit);
      List<Orphan> orphans = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          orphans.add(new Orphan(Row.value(r.getObject(1, UUID.class)), Row.string(r, 2)));
        }
      }
      return orphans;
    }
  }

  /**
   * Makes every report that is not told due now, unless it waits for its turn already. At start.
   */
  public int untold(Instant now) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(UNTOLD)) {
      s.setTimestamp(1, HistoryTable.timestamp(now));
      return s.executeUpdate();
    }
  }
}
