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
import org.jspecify.annotations.Nullable;

/** {@link EndpointStore} on PostgreSQL. */
public final class PgEndpointStore implements EndpointStore {
  private static final String SELECT =
      """
      SELECT key, account_id, url, standing, stopped_by, since, probes, next_probe_at, cause,
        last_success_at, last_failure_at, allow_private, revision FROM endpoint
      """;

  private static final String FOUND =
      """
      INSERT INTO endpoint AS e (key, id, account_id, url, standing, stopped_by, since, probes,
        next_probe_at, cause, last_success_at, last_failure_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET standing = excluded.standing,
        stopped_by = excluded.stopped_by, since = excluded.since, probes = excluded.probes,
        next_probe_at = excluded.next_probe_at, cause = excluded.cause,
        last_success_at = excluded.last_success_at, last_failure_at = excluded.last_failure_at,
        revision = nextval('endpoint_revision')
      WHERE e.standing <> 'stopped'
      """;

  private static final String STOP =
      """
      INSERT INTO endpoint AS e (key, id, account_id, url, standing, stopped_by, since, cause)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET standing = excluded.standing,
        stopped_by = excluded.stopped_by, since = excluded.since, probes = 0,
        next_probe_at = NULL, cause = coalesce(excluded.cause, e.cause),
        revision = nextval('endpoint_revision')
      WHERE e.standing <> excluded.standing
      """;

  private static final String ALLOW =
      """
      INSERT INTO endpoint (key, id, account_id, url, since, allow_private)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET allow_private = excluded.allow_private,
        revision = nextval('endpoint_revision')
      """;

  private static final String PRUNE =
      """
      DELETE FROM endpoint e WHERE standing <> 'stopped' AND allow_private IS NULL AND since < ?
        AND coalesce(last_failure_at, since) < ?
        AND NOT EXISTS (SELECT 1 FROM callback_due c WHERE c.endpoint = e.key)
      """;

  private final Database database;

  public PgEndpointStore(Database database) {
    this.database = database;
  }

  @Override
  public List<Noted> changedAfter(long revision, int limit) {
    return read(SELECT + " WHERE revision > ? ORDER BY revision LIMIT ?", revision, limit);
  }

  @Override
  public void found(Noted n) {
    write(
        FOUND,
        n.key(),
        n.id(),
        n.accountId(),
        n.url(),
        lower(n.standing()),
        n.stoppedBy() == null ? null : lower(n.stoppedBy()),
        HistoryTable.timestamp(n.since()),
        n.probes(),
        HistoryTable.timestamp(n.nextProbeAt()),
        cut(n.cause()),
        HistoryTable.timestamp(n.lastSuccessAt()),
        HistoryTable.timestamp(n.lastFailureAt()));
  }

  @Override
  public void stop(
      int accountId, String url, @Nullable StoppedBy by, @Nullable String why, Instant now) {
    String key = TellingReader.endpoint(accountId, url);
    write(
        STOP,
        key,
        EndpointStore.id(key),
        accountId,
        TellingReader.withoutQuery(url),
        lower(by == null ? Standing.UP : Standing.STOPPED),
        by == null ? null : lower(by),
        HistoryTable.timestamp(now),
        cut(why));
  }

  @Override
  public void name(int accountId, String url, Instant now) {
    String key = TellingReader.endpoint(accountId, url);
    write(
        "INSERT INTO endpoint (key, id, account_id, url, since) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (key) DO NOTHING",
        key,
        EndpointStore.id(key),
        accountId,
        TellingReader.withoutQuery(url),
        HistoryTable.timestamp(now));
  }

  @Override
  public void allowPrivate(int accountId, String url, @Nullable Boolean allowed, Instant now) {
    String key = TellingReader.endpoint(accountId, url);
    write(
        ALLOW,
        key,
        EndpointStore.id(key),
        accountId,
        TellingReader.withoutQuery(url),
        HistoryTable.timestamp(now),
        allowed);
  }

  @Override
  public List<Noted> page(int accountId, String afterId, int limit) {
    return read(
        SELECT + " WHERE account_id = ? AND id > ? ORDER BY id LIMIT ?", accountId, afterId, limit);
  }

  @Override
  public Optional<Noted> find(int accountId, String id) {
    return read(SELECT + " WHERE account_id = ? AND id = ?", accountId, id).stream().findFirst();
  }

  @Override
  public int prune(Instant before) {
    return write(PRUNE, HistoryTable.timestamp(before), HistoryTable.timestamp(before));
  }

  private List<Noted> read(String sql, Object... values) {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      set(s, values);
      List<Noted> found = new ArrayList<>();
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          found.add(noted(r));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  private int write(String sql, @Nullable Object... values) {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql)) {
      set(s, values);
      return s.executeUpdate();
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  private static void set(PreparedStatement s, @Nullable Object[] values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value == null) {
        s.setNull(i + 1, java.sql.Types.NULL);
      } else {
        s.setObject(i + 1, value);
      }
    }
  }

  private static Noted noted(ResultSet r) throws SQLException {
    String by = r.getString(5);
    boolean allowed = r.getBoolean(12);
    Boolean allowPrivate = r.wasNull() ? null : (Boolean) allowed;
    return new Noted(
        Row.string(r, 1),
        r.getInt(2),
        Row.string(r, 3),
        Standing.valueOf(Row.string(r, 4).toUpperCase(Locale.ROOT)),
        by == null ? null : StoppedBy.valueOf(by.toUpperCase(Locale.ROOT)),
        Row.value(Row.instant(r, 6)),
        r.getInt(7),
        Row.instant(r, 8),
        r.getString(9),
        Row.instant(r, 10),
        Row.instant(r, 11),
        allowPrivate,
        r.getLong(13));
  }

  private static @Nullable String cut(@Nullable String cause) {
    return cause == null || cause.length() <= 500 ? cause : cause.substring(0, 500);
  }

  private static String lower(Enum<?> word) {
    return word.name().toLowerCase(Locale.ROOT);
  }
}
