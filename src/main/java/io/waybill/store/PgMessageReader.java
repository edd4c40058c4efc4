package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Ids;
import io.waybill.message.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@link MessageReader} on PostgreSQL. */
public final class PgMessageReader implements MessageReader {
  private static final Duration KEPT = Duration.ofDays(2);

  private static final String FULL =
      ", timeline, (SELECT c.recipient FROM content c WHERE c.id = m.id"
          + " AND c.purge_day = m.purge_day), (SELECT c.body FROM content c WHERE c.id = m.id"
          + " AND c.purge_day = m.purge_day), "
          + ToldTable.ALL;

  /** One statement, one snapshot: a message that is just moving to history is seen once. */
  private static final String CHAIN =
      "SELECT "
          + Row.LIVE
          + FULL
          + " FROM live m WHERE id >= ? AND id <= ? AND account_id = ? UNION ALL SELECT "
          + Row.HISTORY
          + ", NULL::timestamptz, NULL::timestamptz"
          + FULL
          + " FROM history m WHERE id >= ? AND id <= ? AND account_id = ? ORDER BY id";

  private static final String RECIPIENT =
      ", (SELECT c.recipient FROM content c WHERE c.id = m.id AND c.purge_day = m.purge_day)";

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;

  public PgMessageReader(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  @Override
  public List<Found> find(int accountId, UUID anyId) {
    UUID first = Ids.omniOf(anyId);
    UUID last = Ids.lastOf(anyId);
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(CHAIN)) {
      for (int place = 1; place <= 6; place += 5) {
        s.setObject(place, first);
        s.setObject(place + 1, last);
        s.setObject(place + 2, first);
        s.setObject(place + 3, last);
        s.setInt(place + 4, accountId);
      }
      List<Found> found = new ArrayList<>(1);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(whole(r));
        }
      }
      return Ids.names(anyId, found.stream().map(f -> f.envelope().id()).toList())
          ? found
          : List.of();
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  /** With what {@link #FULL} selects. */
  private static Found whole(ResultSet r) throws SQLException {
    Row row = Row.live(r);
    int next = Row.LIVE_NEXT;
    @Nullable String[] told = ToldTable.all(r, next + 3);
    String lines = TimelineLines.merged(Row.string(r, next), ToldTable.lines(told));
    return found(
        row.with(ToldTable.on(row.message(), told)),
        r.getString(next + 1),
        TimelineLines.json(lines),
        r.getString(next + 2));
  }

  private static Found found(
      Row row, @Nullable String recipient, @Nullable String timeline, @Nullable String text) {
    Envelope e = recipient == null ? row.envelope() : row.envelope().to(recipient);
    return new Found(
        e, row.message(), row.message().parts().size(), row.changedAt(), timeline, text);
  }

  /** Live and history are each read newest first and merged; neither is scanned. */
  @Override
  public List<Found> list(Query q) {
    try (Connection db = database.connection()) {
      List<Found> all = new ArrayList<>(page(db, q, true));
      all.addAll(page(db, q, false));
      return all.stream()
          .sorted((a, b) -> Ids.ORDER.compare(b.envelope().id(), a.envelope().id()))
          .filter(new DistinctIds()::add)
          .limit(q.limit())
          .toList();
    } catch (SQLException e) {
      if ("57014".equals(e.getSQLState())) {
        throw new TooMuch(e);
      }
      throw new StoreFailure(e);
    }
  }

  private List<Found> page(Connection db, Query q, boolean live) throws SQLException {
    StringBuilder sql = new StringBuilder("SELECT ");
    sql.append(live ? Row.LIVE : Row.HISTORY).append(live ? "" : RECIPIENT);
    sql.append(live ? " FROM live m" : " FROM history m");
    sql.append(" WHERE account_id = ? AND id >= ? AND id < ?");
    List<Object> values = new ArrayList<>();
    values.add(q.accountId());
    values.add(Ids.firstAt(q.from()));
    UUID end = Ids.firstAt(q.until());
    values.add(q.before() != null && Ids.ORDER.compare(q.before(), end) < 0 ? q.before() : end);
    Set<State> states = q.states();
    if (states != null) {
      sql.append(" AND state = ANY(?)");
      values.add(db.createArrayOf("text", states.stream().map(State::name).toArray(String[]::new)));
    } else {
      sql.append(" AND state NOT IN ('PLANNED', 'UNUSED')");
    }
    Filters.add(q.filter(), sql, values);
    if (q.recipient() != null) {
      sql.append(" AND recipient_hash = ?");
      values.add(vault.numberHash(Recipients.plain(q.recipient())));
    }
    if (q.reference() != null) {
      sql.append(" AND reference = ?");
      values.add(q.reference());
    }
    sql.append(" ORDER BY id DESC LIMIT ?");
    values.add(q.limit());
    try (PreparedStatement s = db.prepareStatement(sql.toString())) {
      s.setQueryTimeout(LIST_SECONDS);
      for (int i = 0; i < values.size(); i++) {
        s.setObject(i + 1, values.get(i));
      }
      List<Found> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Row row = live ? Row.live(r) : Row.history(r);
          found.add(found(row, live ? null : r.getString(Row.HISTORY_NEXT), null, null));
        }
      }
      return found;
    }
  }

  /** A message that moved to history between the two reads comes twice. */
  private static final class DistinctIds {
    private final java.util.Set<UUID> seen = new java.util.HashSet<>();

    boolean add(Found f) {
      return seen.add(f.envelope().id());
    }
  }

  @Override
  public Optional<Kept> kept(String scope, String key) {
    Instant now = clock.instant();
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT body_hash, status, answer FROM idempotency
                WHERE scope = ? AND key = ? AND day >= ?::date AND made_at > ?
                ORDER BY made_at DESC LIMIT 1
                """)) {
      s.setString(1, scope);
      s.setString(2, key);
      s.setString(3, NewRows.day(now.minus(KEPT)).toString());
      s.setTimestamp(4, HistoryTable.timestamp(now.minus(KEPT)));
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? Optional.of(new Kept(Row.string(r, 1), r.getInt(2), Row.string(r, 3)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }
}
