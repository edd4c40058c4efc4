package io.waybill.store;

import io.waybill.message.Ids;
import io.waybill.message.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Looks how the messages of a campaign stand, by their ids and some thousand at a time, and keeps
 * the sums. No message table is scanned.
 */
public final class CampaignCounts {
  private static final int AT_ONCE = 2_000;

  /** What a receipt may still correct. */
  private static final String CORRECTABLE = "'UNDELIVERED', 'FAILED', 'EXPIRED', 'UNKNOWN'";

  private static final String OPEN =
      "'SCHEDULED', 'QUEUED', 'SUBMITTING', 'SENT', 'ACCEPTED', 'UNCLEAR'";

  private final Database database;

  public CampaignCounts(Database database) {
    this.database = database;
  }

  private record Known(int n, UUID message, String state) {}

  /**
   * Looks for about so long, going on where it ended before.
   *
   * @param isDeep also at messages that ended badly, which a late receipt may have corrected
   */
  public void look(UUID campaign, boolean isDeep, Duration time, Instant now) throws SQLException {
    long until = System.nanoTime() + time.toNanos();
    try (Connection db = database.connection()) {
      int from = from(db, campaign);
      int first = from;
      boolean isRound = false;
      do {
        List<Known> known = known(db, campaign, from, isDeep);
        compare(db, campaign, known);
        if (known.size() < AT_ONCE) {
          isRound = first == 0 || from < first;
          from = 0;
        } else {
          from = known.getLast().n + 1;
        }
      } while (!isRound && from != first && System.nanoTime() < until);
      Transaction.<Integer, SQLException>of(
          db,
          () -> {
            recount(db, campaign);
            return 0;
          });
      looked(db, campaign, from, now);
    }
  }

  private static int from(Connection db, UUID campaign) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("SELECT looked_from FROM campaign WHERE id = ?")) {
      s.setObject(1, campaign);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? r.getInt(1) : 0;
      }
    }
  }

  private static List<Known> known(Connection db, UUID campaign, int from, boolean isDeep)
      throws SQLException {
    String states = isDeep ? OPEN + ", " + CORRECTABLE : OPEN;
    try (PreparedStatement s =
        db.prepareStatement(
            "SELECT n, message_id, state FROM campaign_line WHERE campaign_id = ? AND n >= ?"
                + " AND state IN ("
                + states
                + ") ORDER BY n LIMIT "
                + AT_ONCE)) {
      s.setObject(1, campaign);
      s.setInt(2, from);
      List<Known> known = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          known.add(
              new Known(r.getInt(1), Row.value(r.getObject(2, UUID.class)), Row.string(r, 3)));
        }
      }
      return known;
    }
  }

  private static void compare(Connection db, UUID campaign, List<Known> known) throws SQLException {
    Map<UUID, State> now = states(db, known.stream().map(Known::message).toList());
    List<Known> changed = new ArrayList<>();
    for (Known k : known) {
      State state = now.get(k.message);
      if (state != null && !state.name().equals(k.state)) {
        changed.add(new Known(k.n, k.message, state.name()));
      }
    }
    if (changed.isEmpty()) {
      return;
    }
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE campaign_line l SET state = u.state
            FROM unnest(?::int[], ?::uuid[], ?::text[]) AS u(n, message, state)
            WHERE l.campaign_id = ? AND l.n = u.n AND l.message_id = u.message
            """)) {
      Arrays a = new Arrays(db, s);
      a.ints(1, changed, Known::n);
      a.uuids(2, changed, Known::message);
      a.texts(3, changed, Known::state);
      s.setObject(4, campaign);
      s.executeUpdate();
    }
  }

  /** How these messages stand, in live or history; none for those that are nowhere. */
  static Map<UUID, State> states(Connection db, List<UUID> ids) throws SQLException {
    Map<UUID, State> states = new HashMap<>();
    if (ids.isEmpty()) {
      return states;
    }
    // One moves from live to history at a time: whoever is in neither is asked for once more.
    for (int round = 0; round < 2 && states.size() < ids.size(); round++) {
      List<UUID> left =
          ids.stream().filter(id -> !states.containsKey(id)).sorted(Ids.ORDER).toList();
      read(db, "SELECT id, state FROM live WHERE id = ANY (?::uuid[])", left, states);
      List<UUID> rest = left.stream().filter(id -> !states.containsKey(id)).toList();
      if (!rest.isEmpty()) {
        read(
            db,
            // The range spares looking into every week.
            "SELECT id, state FROM history WHERE id = ANY (?::uuid[]) AND id >= ? AND id <= ?",
            rest,
            states);
      }
    }
    return states;
  }

  private static void read(Connection db, String sql, List<UUID> ids, Map<UUID, State> into)
      throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      new Arrays(db, s).uuids(1, ids, id -> id);
      if (sql.endsWith("id <= ?")) {
        s.setObject(2, ids.getFirst());
        s.setObject(3, ids.getLast());
      }
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          into.put(Row.value(r.getObject(1, UUID.class)), State.valueOf(Row.string(r, 2)));
        }
      }
    }
  }

  /** Sums the lines up anew. To be called in a transaction. */
  static void recount(Connection db, UUID campaign) throws SQLException {
    // Whoever sums up at the same time waits here.
    run(db, "SELECT 1 FROM campaign WHERE id = ? FOR UPDATE", campaign);
    run(db, "DELETE FROM campaign_count WHERE campaign_id = ?", campaign);
    run(
        db,
        """
        INSERT INTO campaign_count (campaign_id, state, lines, parts, price, unpriced)
        SELECT campaign_id, state, count(*), sum(parts), sum(parts * part_price),
          count(*) FILTER (WHERE part_price IS NULL)
        FROM campaign_line WHERE campaign_id = ? GROUP BY campaign_id, state
        """,
        campaign);
  }

  private static void run(Connection db, String sql, UUID campaign) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      s.setObject(1, campaign);
      var _ = s.execute();
    }
  }

  private static void looked(Connection db, UUID campaign, int from, Instant now)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE campaign SET looked_at = ?, looked_from = ?,
              is_over = stage IN ('fed', 'cancelled') AND NOT EXISTS (
                SELECT 1 FROM campaign_line WHERE campaign_id = campaign.id AND state IN ('WAITING',
                'HANDED', 'SCHEDULED', 'QUEUED', 'SUBMITTING', 'SENT', 'ACCEPTED', 'UNCLEAR'))
            WHERE id = ?
            """)) {
      s.setTimestamp(1, HistoryTable.timestamp(now));
      s.setInt(2, from);
      s.setObject(3, campaign);
      s.executeUpdate();
    }
  }
}
