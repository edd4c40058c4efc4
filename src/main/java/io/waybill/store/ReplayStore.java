package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Replays of a range of time: what was asked, how far each has come, and the messages that are
 * next. One runs per endpoint at a time. What is here goes on after a restart.
 */
public final class ReplayStore {
  private static final String COLUMNS =
      "id, account_id, endpoint, from_id, until_id, outcome, state, cursor_id, looked_at, asked,"
          + " problem, made_at, ended_at";

  /** Each table's first rows by id, so that neither is read further than needed. */
  private static final String CANDIDATES =
      """
      SELECT id, CASE WHEN split_part(split_part(dlr_url, '?', 1), '#', 1) = ?
          AND (timeline || told LIKE ? OR timeline LIKE ?) THEN timeline END, told FROM (
        SELECT id, dlr_url, timeline, coalesce((SELECT string_agg(t.lines, '' ORDER BY t.seq)
          FROM told t WHERE t.message_id = m.id AND t.message_id > ? AND t.message_id < ?), '') AS told
        FROM (
          (SELECT id, dlr_url, timeline FROM history
            WHERE account_id = ? AND id > ? AND id < ? ORDER BY id LIMIT ?)
          UNION ALL
          (SELECT id, dlr_url, timeline FROM live
            WHERE account_id = ? AND id > ? AND id < ? ORDER BY id LIMIT ?)) m
        ORDER BY id LIMIT ?) m
      ORDER BY id
      """;

  private final Database database;

  /** Which reports are meant, by what became of them. */
  public enum Which {
    /** Given up and never told. */
    GIVEN_UP,
    /** At least one try failed, whatever came of it. */
    FAILED,
    /** Told at least once. */
    TOLD
  }

  /** Where a replay stands. */
  public enum Progress {
    RUNNING,
    DONE,
    FAILED
  }

  /**
   * A replay.
   *
   * @param endpoint its key, see {@link TellingReader#endpoint}
   * @param from ids of messages from here on, by {@link io.waybill.message.Ids#firstAt}
   * @param until ids before this one
   * @param cursor the last message that was looked at
   * @param looked messages looked at
   * @param asked reports that were made due
   */
  public record Replay(
      UUID id,
      int accountId,
      String endpoint,
      UUID from,
      UUID until,
      Which which,
      Progress progress,
      UUID cursor,
      long looked,
      long asked,
      @Nullable String problem,
      Instant madeAt,
      @Nullable Instant endedAt) {

    /** The same, further on. */
    public Replay at(UUID newCursor, long moreLooked, long moreAsked) {
      return new Replay(
          id,
          accountId,
          endpoint,
          from,
          until,
          which,
          progress,
          newCursor,
          looked + moreLooked,
          asked + moreAsked,
          problem,
          madeAt,
          endedAt);
    }

    /** The same, at its end. */
    public Replay ended(Progress how, @Nullable String why, Instant at) {
      return new Replay(
          id, accountId, endpoint, from, until, which, how, cursor, looked, asked, why, madeAt, at);
    }
  }

  /**
   * A message in the range.
   *
   * @param timeline JSON array; null if it does not belong to the endpoint or has nothing to replay
   */
  public record Candidate(UUID id, @Nullable String timeline) {}

  public ReplayStore(Database database) {
    this.database = database;
  }

  /** Stores a new replay; false if one runs for this endpoint already. */
  public boolean begin(Replay r) {
    String sql =
        "INSERT INTO callback_replay ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      s.setObject(1, r.id());
      s.setInt(2, r.accountId());
      s.setString(3, r.endpoint());
      s.setObject(4, r.from());
      s.setObject(5, r.until());
      s.setString(6, r.which().name().toLowerCase(Locale.ROOT));
      s.setString(7, r.progress().name().toLowerCase(Locale.ROOT));
      s.setObject(8, r.cursor());
      s.setLong(9, r.looked());
      s.setLong(10, r.asked());
      s.setString(11, r.problem());
      s.setTimestamp(12, HistoryTable.timestamp(r.madeAt()));
      s.setTimestamp(13, HistoryTable.timestamp(r.endedAt()));
      return s.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  /** Stores how far a replay has come. */
  public void store(Replay r) {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "UPDATE callback_replay SET state = ?, cursor_id = ?, looked_at = ?, asked = ?,"
                    + " problem = ?, ended_at = ? WHERE id = ?")) {
      s.setString(1, r.progress().name().toLowerCase(Locale.ROOT));
      s.setObject(2, r.cursor());
      s.setLong(3, r.looked());
      s.setLong(4, r.asked());
      s.setString(5, r.problem());
      s.setTimestamp(6, HistoryTable.timestamp(r.endedAt()));
      s.setObject(7, r.id());
      s.executeUpdate();
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  /** The replays that are not at their end, longest asked first. */
  public List<Replay> running(int limit) {
    return read(" WHERE state = 'running' ORDER BY made_at LIMIT ?", limit);
  }

  /** A replay of an account. */
  public Optional<Replay> find(int accountId, UUID id) {
    return read(" WHERE account_id = ? AND id = ?", accountId, id).stream().findFirst();
  }

  /** The newest replays of an endpoint. */
  public List<Replay> newest(String endpoint, int limit) {
    return read(" WHERE endpoint = ? ORDER BY made_at DESC LIMIT ?", endpoint, limit);
  }

  /** The messages behind a replay's cursor, by id; none at the end of its range. */
  public List<Candidate> candidates(Replay r, int limit) {
    TimelineLines.Likeness likeness =
        r.which() == Which.FAILED
            ? TimelineLines.withEvent("callback")
            : TimelineLines.withText("outcome", r.which().name().toLowerCase(Locale.ROOT));
    Object[] values = {
      r.endpoint().substring(r.endpoint().indexOf(' ') + 1),
      likeness.line(),
      likeness.json(),
      r.cursor(),
      r.until(),
      r.accountId(),
      r.cursor(),
      r.until(),
      limit,
      r.accountId(),
      r.cursor(),
      r.until(),
      limit,
      limit
    };
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(CANDIDATES)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      List<Candidate> found = new ArrayList<>();
      try (ResultSet row = s.executeQuery()) {
        while (row.next()) {
          String timeline = row.getString(2);
          found.add(
              new Candidate(
                  Row.value(row.getObject(1, UUID.class)),
                  timeline == null
                      ? null
                      : TimelineLines.json(TimelineLines.merged(timeline, Row.string(row, 3)))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  private List<Replay> read(String where, Object... values) {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement("SELECT " + COLUMNS + " FROM callback_replay" + where)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      List<Replay> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(
              new Replay(
                  Row.value(r.getObject(1, UUID.class)),
                  r.getInt(2),
                  Row.string(r, 3),
                  Row.value(r.getObject(4, UUID.class)),
                  Row.value(r.getObject(5, UUID.class)),
                  Which.valueOf(Row.string(r, 6).toUpperCase(Locale.ROOT)),
                  Progress.valueOf(Row.string(r, 7).toUpperCase(Locale.ROOT)),
                  Row.value(r.getObject(8, UUID.class)),
                  r.getLong(9),
                  r.getLong(10),
                  r.getString(11),
                  Row.value(Row.instant(r, 12)),
                  Row.instant(r, 13)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }
}
