package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Ids;
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

  /** How long a page goes on looking for more messages that fit. */
  private static final Duration LIST_TIME = Duration.ofMillis(180);

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

  static Found found(
      Row row, @Nullable String recipient, @Nullable String timeline, @Nullable String text) {
    Envelope e = recipient == null ? row.envelope() : row.envelope().to(recipient);
    return new Found(
        e, row.message(), row.message().parts().size(), row.changedAt(), timeline, text);
  }

  /** In one snapshot: a message that is just moving to history is seen once. */
  @Override
  public Page list(Query q) {
    try (Connection db = database.connection()) {
      db.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      db.setAutoCommit(false);
      try {
        return new MessageList(db, vault, q).page(LIST_TIME);
      } finally {
        db.rollback();
        db.setAutoCommit(true);
        db.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      }
    } catch (SQLException e) {
      if ("57014".equals(e.getSQLState())) {
        throw new TooMuch(e);
      }
      throw new StoreFailure(e);
    }
  }

  @Override
  public List<Found> some(int accountId, List<UUID> ids) {
    List<UUID> newestFirst = ids.stream().distinct().sorted(Ids.ORDER.reversed()).toList();
    try (Connection db = database.connection()) {
      return MessageList.found(db, newestFirst).stream()
          .filter(found -> found.envelope().accountId() == accountId)
          .toList();
    } catch (SQLException e) {
      throw new StoreFailure(e);
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
