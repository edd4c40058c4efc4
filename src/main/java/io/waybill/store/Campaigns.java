package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Campaign.Content;
import io.waybill.store.Campaign.Count;
import io.waybill.store.Campaign.Counts;
import io.waybill.store.Campaign.Line;
import io.waybill.store.Campaign.Stage;
import io.waybill.store.Campaign.Standing;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Campaigns as people see and change them. Every question names the account. */
public final class Campaigns {
  /** So many drafts an account has at most. */
  public static final int DRAFTS_MAX = 50;

  /** A draft that nobody changes is dropped after so long. */
  public static final Duration DRAFT_KEPT = Duration.ofDays(7);

  private static final String COLUMNS =
      "id, account_id, person, stage, name, sender, autoconvert, priority, time_to_send, zone,"
          + " country, number_column, text_sealed, test_of, created_at, changed_at, started_at,"
          + " is_over, looked_at";

  private static final String SAVE =
      """
      INSERT INTO campaign AS c (id, account_id, person, stage, name, sender, autoconvert, priority,
        time_to_send, zone, country, number_column, text_sealed, list_sealed, test_of, created_at,
        changed_at, purge_day)
      VALUES (?, ?, ?, 'draft', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::date)
      ON CONFLICT (id) DO UPDATE SET name = excluded.name, sender = excluded.sender,
        autoconvert = excluded.autoconvert, priority = excluded.priority,
        time_to_send = excluded.time_to_send, zone = excluded.zone, country = excluded.country,
        number_column = excluded.number_column, text_sealed = excluded.text_sealed,
        list_sealed = coalesce(excluded.list_sealed, c.list_sealed),
        changed_at = greatest(excluded.changed_at, c.changed_at + interval '1 millisecond'),
        purge_day = excluded.purge_day
      WHERE c.account_id = excluded.account_id AND c.stage = 'draft'
      """;

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  public Campaigns(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * A draft to be kept.
   *
   * @param list null: the one that is kept already
   * @param testOf the draft that this is a test of; null: of none
   */
  public record Draft(
      UUID id,
      int accountId,
      String person,
      Content content,
      String text,
      @Nullable String list,
      @Nullable UUID testOf) {}

  /**
   * Keeps a draft, or changes it.
   *
   * @return false if something else has this id, or it was sent already: then nothing is changed
   * @throws Refused if the account has {@link #DRAFTS_MAX} already
   */
  public boolean save(Draft draft) throws SQLException, Refused {
    try (Connection db = database.connection()) {
      return Transaction.<Boolean, Refused>of(
          db,
          () -> {
            bound(db, draft);
            return save(db, draft);
          });
    }
  }

  private static void bound(Connection db, Draft draft) throws SQLException, Refused {
    try (PreparedStatement s =
        db.prepareStatement(
            "SELECT count(*) FROM campaign WHERE account_id = ? AND stage = 'draft' AND id <> ?")) {
      s.setInt(1, draft.accountId);
      s.setObject(2, draft.id);
      try (ResultSet r = s.executeQuery()) {
        if (r.next() && r.getInt(1) >= DRAFTS_MAX) {
          throw new Refused(
              "There are %d drafts already: send or discard one first.".formatted(DRAFTS_MAX));
        }
      }
    }
  }

  private boolean save(Connection db, Draft d) throws SQLException {
    Instant now = clock.instant();
    try (PreparedStatement s = db.prepareStatement(SAVE)) {
      Content c = d.content;
      s.setObject(1, d.id);
      s.setInt(2, d.accountId);
      s.setString(3, d.person);
      s.setString(4, c.name());
      s.setString(5, c.sender());
      s.setString(6, c.autoconvert());
      s.setString(7, c.priority());
      s.setTimestamp(8, c.timeToSend() == null ? null : HistoryTable.timestamp(c.timeToSend()));
      s.setString(9, c.zone());
      s.setString(10, c.country());
      s.setInt(11, c.column());
      s.setBytes(12, vault.seal(d.text));
      s.setBytes(13, d.list == null ? null : vault.seal(d.list));
      s.setObject(14, d.testOf);
      s.setTimestamp(15, HistoryTable.timestamp(now));
      s.setTimestamp(16, HistoryTable.timestamp(now));
      s.setString(17, NewRows.day(now.plus(DRAFT_KEPT)).toString());
      return s.executeUpdate() > 0;
    }
  }

  /** One of an account; empty if it has none with this id. */
  public Optional<Campaign> find(int account, UUID id) throws SQLException {
    return some("account_id = ? AND id = ?", account, id).stream().findFirst();
  }

  /** Those that were started, newest first, tests left out. */
  public List<Campaign> page(int account, Instant before, int limit) throws SQLException {
    return some(
        "account_id = ? AND created_at < ? AND test_of IS NULL AND stage <> 'draft'"
            + " ORDER BY created_at DESC, id LIMIT ?",
        account,
        Timestamp.from(before),
        limit);
  }

  /** The drafts that are kept, last changed first. */
  public List<Campaign> drafts(int account) throws SQLException {
    return some(
        "account_id = ? AND stage = 'draft' AND test_of IS NULL ORDER BY changed_at DESC", account);
  }

  /** Tests of a draft, newest first, at most ten. */
  public List<Campaign> tests(int account, UUID of) throws SQLException {
    return some(
        "account_id = ? AND test_of = ? AND stage <> 'draft' ORDER BY created_at DESC LIMIT 10",
        account,
        of);
  }

  private List<Campaign> some(String where, Object... values) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement("SELECT " + COLUMNS + " FROM campaign WHERE " + where)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      List<Campaign> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(campaign(r));
        }
      }
      return found;
    }
  }

  private Campaign campaign(ResultSet r) throws SQLException {
    Content content =
        new Content(
            Row.string(r, 5),
            Row.string(r, 6),
            Row.string(r, 7),
            Row.string(r, 8),
            Row.instant(r, 9),
            Row.string(r, 10),
            Row.string(r, 11),
            r.getInt(12));
    return new Campaign(
        Row.value(r.getObject(1, UUID.class)),
        r.getInt(2),
        Row.string(r, 3),
        Stage.valueOf(Row.string(r, 4).toUpperCase(Locale.ROOT)),
        content,
        unsealed(r.getBytes(13)),
        r.getObject(14, UUID.class),
        Row.value(Row.instant(r, 15)),
        Row.value(Row.instant(r, 16)),
        Row.instant(r, 17),
        r.getBoolean(18),
        Row.instant(r, 19));
  }

  private @Nullable String unsealed(byte @Nullable [] sealed) {
    return CampaignLines.unsealed(vault, sealed);
  }

  /** The list of a draft as it came; empty if there is none. */
  public Optional<String> list(int account, UUID id) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT list_sealed FROM campaign WHERE account_id = ? AND id = ?")) {
      s.setInt(1, account);
      s.setObject(2, id);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.ofNullable(unsealed(r.getBytes(1))) : Optional.empty();
      }
    }
  }

  /** Drops a draft; false if there is no such draft. */
  public boolean discard(int account, UUID id) throws SQLException {
    return change(
        "DELETE FROM campaign WHERE account_id = ? AND id = ? AND stage = 'draft'", account, id);
  }

  /**
   * Begins to send a draft as it was looked at: all its lines are kept in the same commit.
   *
   * @param seen its {@link Campaign#changedAt} when it was looked at
   * @param contentDays how long what is sealed stays after it was sent
   * @param lines gives every line, the wrong ones with why, to whom it is handed
   * @return false if it was started, changed or dropped meanwhile: then nothing is done
   */
  public boolean start(
      int account, UUID id, Instant seen, int contentDays, Consumer<Consumer<Line>> lines)
      throws SQLException {
    Instant now = clock.instant();
    try (Connection db = database.connection()) {
      return Transaction.<Boolean, SQLException>of(
          db, () -> started(db, account, id, seen, contentDays, lines, now));
    }
  }

  private boolean started(
      Connection db,
      int account,
      UUID id,
      Instant seen,
      int contentDays,
      Consumer<Consumer<Line>> lines,
      Instant now)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE campaign SET stage = 'feeding', started_at = ?, list_sealed = NULL,
              created_at = ?,
              purge_day = (greatest(?, coalesce(time_to_send, ?)) AT TIME ZONE 'UTC')::date + ?
            WHERE account_id = ? AND id = ? AND stage = 'draft' AND changed_at = ?
            """)) {
      s.setTimestamp(1, HistoryTable.timestamp(now));
      s.setTimestamp(2, HistoryTable.timestamp(now));
      s.setTimestamp(3, HistoryTable.timestamp(now));
      s.setTimestamp(4, HistoryTable.timestamp(now));
      s.setInt(5, contentDays + 8);
      s.setInt(6, account);
      s.setObject(7, id);
      s.setTimestamp(8, HistoryTable.timestamp(seen));
      if (s.executeUpdate() == 0) {
        return false;
      }
    }
    CampaignLines copying = new CampaignLines(db, vault, id);
    try {
      lines.accept(copying);
    } catch (StoreFailure failed) {
      throw (SQLException) Row.value(failed.getCause());
    }
    copying.flush();
    CampaignCounts.recount(db, id);
    return true;
  }

  /** Asks that what has not left be cancelled; false if there is nothing that could be. */
  public boolean cancel(int account, UUID id) throws SQLException {
    return change(
        "UPDATE campaign SET stage = 'cancelling', is_over = false WHERE account_id = ? AND id = ?"
            + " AND stage IN ('feeding', 'fed') AND NOT is_over",
        account,
        id);
  }

  private boolean change(String sql, int account, UUID id) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      s.setInt(1, account);
      s.setObject(2, id);
      return s.executeUpdate() > 0;
    }
  }

  /** How the lines of these campaigns stand, as far as was looked. */
  public Map<UUID, Counts> counts(List<UUID> ids) throws SQLException {
    Map<UUID, Map<String, Count>> found = new HashMap<>();
    ids.forEach(id -> found.put(id, new HashMap<>()));
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT campaign_id, state, lines, parts, price, unpriced FROM campaign_count"
                    + " WHERE campaign_id = ANY (?::uuid[])")) {
      new Arrays(db, s).uuids(1, ids, id -> id);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          @Nullable BigDecimal price = r.getBigDecimal(5);
          Row.value(found.get(Row.value(r.getObject(1, UUID.class))))
              .put(Row.string(r, 2), new Count(r.getInt(3), r.getLong(4), price, r.getInt(6)));
        }
      }
    }
    Map<UUID, Counts> counts = new HashMap<>();
    found.forEach((id, byState) -> counts.put(id, new Counts(byState)));
    return counts;
  }

  /** Lines of a campaign from one on, in their order, at most so many. */
  public List<Standing> lines(int account, UUID id, int from, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT l.n, l.sealed, l.why, l.state, l.message_id FROM campaign_line l
                WHERE l.campaign_id = (SELECT c.id FROM campaign c WHERE c.id = ? AND c.account_id = ?)
                  AND l.n >= ? ORDER BY l.n LIMIT ?
                """)) {
      s.setObject(1, id);
      s.setInt(2, account);
      s.setInt(3, from);
      s.setInt(4, limit);
      List<Standing> lines = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          lines.add(
              new Standing(
                  CampaignLines.line(vault, r), Row.string(r, 4), r.getObject(5, UUID.class)));
        }
      }
      return lines;
    }
  }
}
