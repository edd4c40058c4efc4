package io.waybill.store;

import io.waybill.store.CallbackTable.Due;
import io.waybill.store.Steps.Telling;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** {@link TellingReader} on PostgreSQL. */
public final class PgTellingReader implements TellingReader {
  /** Jumps from endpoint to endpoint in the index, however many reports wait at each. */
  private static final String ENDPOINTS =
      """
      WITH RECURSIVE e AS (
        (SELECT endpoint FROM callback_due WHERE endpoint > ? ORDER BY endpoint LIMIT 1)
        UNION ALL
        SELECT (SELECT c.endpoint FROM callback_due c WHERE c.endpoint > e.endpoint
          ORDER BY c.endpoint LIMIT 1)
        FROM e WHERE e.endpoint IS NOT NULL)
      SELECT endpoint FROM e
      WHERE endpoint IS NOT NULL
        AND EXISTS (SELECT 1 FROM callback_due c
          WHERE c.endpoint = e.endpoint AND c.due_at <= ?)
        AND NOT EXISTS (SELECT 1 FROM endpoint p
          WHERE p.key = e.endpoint AND (p.standing = 'stopped' OR p.next_probe_at > ?))
      LIMIT ?
      """;

  private static final String DUE =
      """
      SELECT message_id, report, attempt FROM callback_due
      WHERE endpoint = ? AND due_at <= ? AND message_id <> ALL(?)
      ORDER BY due_at, message_id LIMIT ?
      """;

  private static final String HURRY =
      """
      UPDATE callback_due SET due_at = least(made_at, ?) WHERE message_id IN (
        SELECT message_id FROM callback_due WHERE endpoint = ? AND due_at > ? LIMIT ?)
      """;

  private final Database database;

  public PgTellingReader(Database database) {
    this.database = database;
  }

  @Override
  public List<String> endpointsDue(Instant now, String after, int limit) {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(ENDPOINTS)) {
      s.setString(1, after);
      s.setTimestamp(2, HistoryTable.timestamp(now));
      s.setTimestamp(3, HistoryTable.timestamp(now));
      s.setInt(4, limit);
      List<String> endpoints = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          endpoints.add(Row.string(r, 1));
        }
      }
      return endpoints;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  @Override
  public List<Telling> due(String endpoint, Instant now, Set<UUID> except, int limit) {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(DUE)) {
      s.setString(1, endpoint);
      s.setTimestamp(2, HistoryTable.timestamp(now));
      s.setArray(3, db.createArrayOf("uuid", except.toArray()));
      s.setInt(4, limit);
      Map<UUID, int[]> asked = new LinkedHashMap<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          asked.put(Row.value(r.getObject(1, UUID.class)), new int[] {r.getInt(2), r.getInt(3)});
        }
      }
      Map<UUID, Row> rows = Row.read(db, asked.keySet());
      List<Telling> due = new ArrayList<>();
      asked.forEach((id, which) -> {
        Row row = rows.get(id);
        if (row != null) {
          row.message().waiting().stream()
              .filter(w -> w.number() == which[0])
              .findFirst()
              .ifPresent(w ->
                  due.add(
                      new Telling(
                          row.envelope(), row.message().parts().size(), w, which[1], true)));
        }
      });
      return due;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  @Override
  public void hold(List<Telling> tellings) {
    List<Due> dues =
        tellings.stream()
            .map(t ->
                new Due(
                    t.envelope().id(),
                    TellingReader.endpoint(t.envelope()),
                    t.report().number(),
                    t.attempt(),
                    t.report().at(),
                    t.report().at()))
            .toList();
    try (Connection db = database.connection()) {
      CallbackTable.putMissing(db, dues);
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  @Override
  public int hurry(String endpoint, Instant now, int limit) {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(HURRY)) {
      s.setTimestamp(1, HistoryTable.timestamp(now));
      s.setString(2, endpoint);
      s.setTimestamp(3, HistoryTable.timestamp(now));
      s.setInt(4, limit);
      return s.executeUpdate();
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  @Override
  public int waitingAt(String endpoint, int limit) {
    String sql = "SELECT count(*) FROM (SELECT 1 FROM callback_due WHERE endpoint = ? LIMIT ?) c";
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      s.setString(1, endpoint);
      s.setInt(2, limit);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getInt(1);
      }
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  @Override
  public Map<String, Integer> backlogs(int atLeast) {
    String sql =
        "SELECT endpoint, count(*) FROM callback_due GROUP BY endpoint HAVING count(*) >= ?";
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      s.setInt(1, atLeast);
      Map<String, Integer> backlogs = new HashMap<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          backlogs.put(Row.string(r, 1), Math.toIntExact(r.getLong(2)));
        }
      }
      return backlogs;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  @Override
  public long waiting() {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT count(*) FROM (SELECT 1 FROM callback_due LIMIT 1000000) c");
        ResultSet r = s.executeQuery()) {
      r.next();
      return r.getLong(1);
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }
}
