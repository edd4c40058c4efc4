package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What channels ask of the ledger's tables: what is due where, and whose id that is. */
public final class ChannelLedger {
  private static final int DAYS = 14;
  private static final int PRIORITY_LAST = 2;

  private static final FairTurns DUE =
      new FairTurns(
          Row.LIVE
              + """
              , coalesce(octet_length(sealed_text), (SELECT octet_length(c.body) FROM content c
                  WHERE c.id = live.id AND c.purge_day = live.purge_day), 0)
              """);

  /** From one carrier to the next by the index, however many messages wait at each. */
  private static final String ROUTES =
      """
      WITH RECURSIVE route AS (
        (SELECT carrier FROM live WHERE due_at IS NOT NULL ORDER BY carrier LIMIT 1)
        UNION ALL
        SELECT (SELECT l.carrier FROM live l WHERE l.due_at IS NOT NULL AND l.carrier > r.carrier
          ORDER BY l.carrier LIMIT 1) FROM route r WHERE r.carrier IS NOT NULL)
      SELECT carrier FROM route WHERE carrier IS NOT NULL
      """;

  private static final String BY_PROVIDER_ID =
      """
      SELECT carrier_id, message_id FROM on_air
      WHERE id_form = ANY(?) AND carrier = ? AND day BETWEEN ?::date AND ?::date
        AND carrier_id = ANY(?)
      """;

  private static final String OWN =
      """
      SELECT id FROM live WHERE id = ANY(?) AND carrier = ?
      UNION ALL SELECT id FROM history WHERE id = ANY(?) AND carrier = ?
      """;

  private final Database database;
  private final InstantSource clock;

  public ChannelLedger(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A message that waits for its channel; its text is read when it is sent.
   *
   * @param size octets of the text; 0 if it is gone
   */
  public record Waiting(Envelope envelope, int attempt, int size) {}

  /** What is due on a route: by priority, then account by account, then longest due first. */
  public List<Waiting> due(String route, Instant now, int limit) throws SQLException {
    List<Waiting> due = new ArrayList<>();
    try (Connection db = database.connection()) {
      for (int priority = 0; priority <= PRIORITY_LAST && due.size() < limit; priority++) {
        try (PreparedStatement s = DUE.prepare(db, route, priority, now, limit - due.size(), 0);
            ResultSet r = s.executeQuery()) {
          while (r.next()) {
            Row row = Row.live(r);
            due.add(new Waiting(row.envelope(), row.message().attempt(), r.getInt(Row.LIVE_NEXT)));
          }
        }
      }
    }
    return due;
  }

  /** The carriers and routes at which something is, or will be, due. */
  public List<String> routes() throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(ROUTES);
        ResultSet r = s.executeQuery()) {
      List<String> routes = new ArrayList<>();
      while (r.next()) {
        routes.add(Row.string(r, 1));
      }
      return routes;
    }
  }

  /** The messages that these ids of a provider stand for; ids nobody knows are left out. */
  public Map<String, UUID> byProviderId(String route, Set<String> ids) throws SQLException {
    Map<String, UUID> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    LocalDate today = NewRows.day(clock.instant());
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(BY_PROVIDER_ID)) {
      s.setArray(1, db.createArrayOf("text", ids.stream().map(CarrierIds::form).toArray()));
      s.setString(2, route);
      s.setString(3, today.minusDays(DAYS).toString());
      s.setString(4, today.plusDays(1).toString());
      s.setArray(5, db.createArrayOf("text", ids.toArray()));
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.put(Row.string(r, 1), Row.value(r.getObject(2, UUID.class)));
        }
      }
    }
    return found;
  }

  /** Those of these ids that are messages of the route. */
  public Set<UUID> own(String route, Set<UUID> ids) throws SQLException {
    Set<UUID> own = new HashSet<>();
    if (ids.isEmpty()) {
      return own;
    }
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(OWN)) {
      s.setArray(1, db.createArrayOf("uuid", ids.toArray()));
      s.setString(2, route);
      s.setArray(3, db.createArrayOf("uuid", ids.toArray()));
      s.setString(4, route);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          own.add(Row.value(r.getObject(1, UUID.class)));
        }
      }
    }
    return own;
  }
}
