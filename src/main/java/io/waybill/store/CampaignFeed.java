package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.State;
import io.waybill.store.Campaign.Line;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the one worker that has campaigns accepted reads and writes. The id of a line's message is
 * kept before the message is handed in: after a crash that id tells whether it was accepted.
 */
public final class CampaignFeed {
  private final Database database;
  private final Vault vault;

  public CampaignFeed(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** A campaign that something is to be done for. */
  public record Busy(UUID id, int accountId, boolean isCancelling) {}

  /** A line whose message is about to be handed in. */
  public record Handed(int n, UUID message, int parts, @Nullable BigDecimal partPrice) {}

  /** The oldest of each account, oldest first. */
  public List<Busy> busy(int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT id, account_id, stage FROM (
                  SELECT DISTINCT ON (account_id) id, account_id, stage, started_at FROM campaign
                  WHERE stage IN ('feeding', 'cancelling')
                  ORDER BY account_id, stage <> 'cancelling', test_of IS NULL, started_at) AS c
                ORDER BY started_at LIMIT ?
                """)) {
      s.setInt(1, limit);
      List<Busy> busy = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          busy.add(
              new Busy(
                  Row.value(r.getObject(1, UUID.class)),
                  r.getInt(2),
                  Row.string(r, 3).equals("cancelling")));
        }
      }
      return busy;
    }
  }

  /** Lines that wait, in their order. */
  public List<Line> waiting(UUID campaign, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT n, sealed, why FROM campaign_line WHERE campaign_id = ? AND state ="
                    + " 'WAITING' ORDER BY n LIMIT ?")) {
      s.setObject(1, campaign);
      s.setInt(2, limit);
      List<Line> lines = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          lines.add(CampaignLines.line(vault, r));
        }
      }
      return lines;
    }
  }

  /**
   * Keeps the ids of messages that will be handed in now.
   *
   * @return false, and nothing is kept, if the campaign is no longer being fed
   */
  public boolean hand(UUID campaign, List<Handed> lines) throws SQLException {
    try (Connection db = database.connection()) {
      return Transaction.<Boolean, SQLException>of(
          db,
          () -> {
            if (!isFeeding(db, campaign)) {
              return false;
            }
            try (PreparedStatement s =
                db.prepareStatement(
                    """
                    UPDATE campaign_line l SET state = 'HANDED', message_id = u.message,
                      parts = u.parts, part_price = u.price::numeric
                    FROM unnest(?::int[], ?::uuid[], ?::int[], ?::text[])
                      AS u(n, message, parts, price)
                    WHERE l.campaign_id = ? AND l.n = u.n AND l.state = 'WAITING'
                    """)) {
              Arrays a = new Arrays(db, s);
              a.ints(1, lines, Handed::n);
              a.uuids(2, lines, Handed::message);
              a.ints(3, lines, Handed::parts);
              a.texts(4, lines, h -> h.partPrice == null ? null : h.partPrice.toPlainString());
              s.setObject(5, campaign);
              if (s.executeUpdate() != lines.size()) {
                throw new SQLException("lines of a campaign were handed in by somebody else");
              }
            }
            return true;
          });
    }
  }

  /** Until the end of the transaction nobody can cancel it. */
  private static boolean isFeeding(Connection db, UUID campaign) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("SELECT stage FROM campaign WHERE id = ? FOR SHARE")) {
      s.setObject(1, campaign);
      try (ResultSet r = s.executeQuery()) {
        return r.next() && Row.string(r, 1).equals("feeding");
      }
    }
  }

  /** They are accepted: the message has their content from now on. */
  public void accepted(UUID campaign, List<Integer> lines, boolean isScheduled)
      throws SQLException {
    State first = isScheduled ? State.SCHEDULED : State.QUEUED;
    mark(campaign, lines, "state = '" + first + "', sealed = NULL", null);
  }

  /** They were not accepted: their turn comes again, with a new id. */
  public void putBack(UUID campaign, List<Integer> lines) throws SQLException {
    mark(campaign, lines, "state = 'WAITING', message_id = NULL", null);
  }

  /** This one cannot be accepted, and why. */
  public void refuse(UUID campaign, int line, String why) throws SQLException {
    mark(
        campaign, List.of(line), "state = '" + Campaign.REFUSED_HERE + "', message_id = NULL", why);
  }

  /** How a message stands that was asked to be cancelled. */
  public void stands(UUID campaign, int line, State state) throws SQLException {
    mark(campaign, List.of(line), "state = '" + state + "'", null);
  }

  private void mark(UUID campaign, List<Integer> lines, String set, @Nullable String why)
      throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "UPDATE campaign_line SET "
                    + set
                    + ", why = coalesce(?, why) WHERE campaign_id = ? AND n = ANY (?::int[])")) {
      s.setString(1, why);
      s.setObject(2, campaign);
      new Arrays(db, s).ints(3, lines, n -> n);
      s.executeUpdate();
    }
  }

  /**
   * Of lines that were handed in by a process that has ended: those whose message is there were
   * accepted, all others wait again. Only while nothing of this campaign is being accepted.
   */
  public void settle(UUID campaign, boolean isScheduled) throws SQLException {
    while (true) {
      List<Handed> some = handed(campaign);
      if (some.isEmpty()) {
        return;
      }
      Set<UUID> there;
      try (Connection db = database.connection()) {
        there = CampaignCounts.states(db, some.stream().map(Handed::message).toList()).keySet();
      }
      Map<Boolean, List<Integer>> split =
          some.stream()
              .collect(
                  Collectors.partitioningBy(
                      h -> there.contains(h.message),
                      Collectors.mapping(Handed::n, Collectors.toList())));
      accepted(campaign, Row.value(split.get(true)), isScheduled);
      putBack(campaign, Row.value(split.get(false)));
    }
  }

  private List<Handed> handed(UUID campaign) throws SQLException {
    return messages(campaign, 0, "'HANDED'", 500);
  }

  /** Lines from one on whose message has not left yet, as far as is known. */
  public List<Handed> here(UUID campaign, int from, int limit) throws SQLException {
    return messages(campaign, from, "'SCHEDULED', 'QUEUED', 'SUBMITTING'", limit);
  }

  private List<Handed> messages(UUID campaign, int from, String states, int limit)
      throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT n, message_id FROM campaign_line WHERE campaign_id = ? AND n >= ? AND"
                    + " state IN ("
                    + states
                    + ") ORDER BY n LIMIT ?")) {
      s.setObject(1, campaign);
      s.setInt(2, from);
      s.setInt(3, limit);
      List<Handed> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(new Handed(r.getInt(1), Row.value(r.getObject(2, UUID.class)), 0, null));
        }
      }
      return found;
    }
  }

  /** What still waits is not handed in any more. */
  public void stop(UUID campaign) throws SQLException {
    run(
        "UPDATE campaign_line SET state = 'NOT_SENT' WHERE campaign_id = ? AND state = 'WAITING'",
        campaign);
  }

  /** Nothing of it waits any more. */
  public void fed(UUID campaign) throws SQLException {
    run("UPDATE campaign SET stage = 'fed' WHERE id = ? AND stage = 'feeding'", campaign);
  }

  /** What had not left is cancelled. */
  public void cancelled(UUID campaign) throws SQLException {
    run("UPDATE campaign SET stage = 'cancelled' WHERE id = ? AND stage = 'cancelling'", campaign);
  }

  private void run(String sql, UUID campaign) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      s.setObject(1, campaign);
      s.executeUpdate();
    }
  }

  /** Campaigns that are not over and were not looked at since then, longest ago first. */
  public List<UUID> unlooked(Instant since, int limit) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT id FROM campaign WHERE NOT is_over AND stage <> 'draft'
                  AND (looked_at IS NULL OR looked_at < ?)
                ORDER BY looked_at NULLS FIRST LIMIT ?
                """)) {
      s.setTimestamp(1, HistoryTable.timestamp(since));
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

  /** Drops old drafts, and the texts and numbers whose time is over. */
  public void purge(Instant now) throws SQLException {
    try (Connection db = database.connection()) {
      String today = NewRows.day(now).toString();
      purge(
          db,
          "DELETE FROM campaign WHERE stage = 'draft' AND changed_at < ?::timestamptz",
          now.minus(Campaigns.DRAFT_KEPT).toString());
      purge(
          db,
          "UPDATE campaign_line SET sealed = NULL WHERE sealed IS NOT NULL AND campaign_id IN"
              + " (SELECT id FROM campaign WHERE text_sealed IS NOT NULL AND purge_day < ?::date"
              + " AND stage <> 'feeding')",
          today);
      purge(
          db,
          "UPDATE campaign SET text_sealed = NULL WHERE text_sealed IS NOT NULL"
              + " AND purge_day < ?::date AND stage <> 'feeding'",
          today);
    }
  }

  private static void purge(Connection db, String sql, String value) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      s.setString(1, value);
      s.executeUpdate();
    }
  }
}
