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
  private static final int PRIORITY_LAST = 2;

  private static final String TEXT =
      ", sealed_text, (SELECT c.body FROM content c WHERE c.id = live.id"
          + " AND c.purge_day = live.purge_day)";

  private static final String DUE =
      "SELECT "
          + Row.LIVE
          + TEXT
          + """
           FROM live
          WHERE carrier = ? AND priority = ? AND due_at <= ?
            AND state IN ('QUEUED', 'SCHEDULED')
          ORDER BY due_at, id LIMIT ?
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
        split_part(waiting, E'\\t', 1)::int, 1, ?,
        to_timestamp(split_part(split_part(waiting, E'\\n', 1), E'\\t', 4)::bigint / 1000.0)
      FROM live WHERE waiting <> ''
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

  /** What is due at a carrier: by priority, then longest due first. */
  public List<Due> due(String carrier, Instant now, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(DUE)) {
      List<Due> due = new ArrayList<>();
      for (int priority = 0; priority <= PRIORITY_LAST && due.size() < limit; priority++) {
        s.setString(1, carrier);
        s.setInt(2, priority);
        s.setTimestamp(3, HistoryTable.timestamp(now));
        s.setInt(4, limit - due.size());
        due.addAll(read(s));
      }
      return due;
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
