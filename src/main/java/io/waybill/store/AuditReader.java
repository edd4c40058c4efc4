package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the audit log for people, newest first, page by page. */
public final class AuditReader {
  /** Entries that are read at once while a long answer is written. */
  private static final int STRIDE = 500;

  private final Database database;

  public AuditReader(Database database) {
    this.database = database;
  }

  /**
   * Which entries. Null is no bound.
   *
   * @param account only what belongs to this account; null: the whole platform's
   * @param actor exactly this person or credential
   * @param kind exactly this kind of thing
   * @param from the first moment
   * @param until the moment before which they were made
   */
  public record Filter(
      @Nullable Integer account,
      @Nullable String actor,
      @Nullable String kind,
      @Nullable Instant from,
      @Nullable Instant until) {}

  /** Takes entries one after the other. */
  @FunctionalInterface
  public interface Sink<E extends Exception> {
    void take(Audit.Entry entry) throws E;
  }

  /**
   * A page of entries, newest first.
   *
   * @param below only those with a smaller id; Long.MAX_VALUE for the newest
   * @param limit 1 to 1,000
   */
  public List<Audit.Entry> page(Filter filter, long below, int limit) throws SQLException {
    List<Object> values = new ArrayList<>();
    StringBuilder sql = new StringBuilder("SELECT " + Audit.COLUMNS + " FROM audit_log");
    add(sql, values, " WHERE id < ?", below);
    add(sql, values, " AND account_id = ?", filter.account);
    add(sql, values, " AND actor = ?", filter.actor);
    add(sql, values, " AND kind = ?", filter.kind);
    add(sql, values, " AND at >= ?::timestamptz", text(filter.from));
    add(sql, values, " AND at < ?::timestamptz", text(filter.until));
    add(sql, values, " ORDER BY id DESC LIMIT ?", limit);
    List<Audit.Entry> entries = new ArrayList<>();
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql.toString())) {
      for (int i = 0; i < values.size(); i++) {
        s.setObject(i + 1, values.get(i));
      }
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          entries.add(Audit.entry(r));
        }
      }
    }
    return entries;
  }

  /**
   * Hands over at most so many, newest first. No connection is held while the sink works: it may be
   * as slow as it likes.
   */
  public <E extends Exception> void each(Filter filter, int most, Sink<E> sink)
      throws SQLException, E {
    long below = Long.MAX_VALUE;
    int left = most;
    while (left > 0) {
      List<Audit.Entry> some = page(filter, below, Math.min(left, STRIDE));
      for (Audit.Entry entry : some) {
        sink.take(entry);
        below = entry.id();
      }
      left = some.size() < STRIDE ? 0 : left - some.size();
    }
  }

  private static void add(
      StringBuilder sql, List<Object> values, String condition, @Nullable Object value) {
    if (value != null) {
      sql.append(condition);
      values.add(value);
    }
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
