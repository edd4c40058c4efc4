package io.waybill.store;

import io.waybill.settings.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes every change of configuration, in the transaction of the change itself. No secrets. */
public final class Audit {
  static final String COLUMNS =
      "id, at, actor, via, action, kind, name, before::text, after::text, account_id, address";

  private static final String NEWEST =
      "SELECT "
          + COLUMNS
          + """
           FROM audit_log
          WHERE id < ? AND (?::text IS NULL OR kind = ?) AND (?::text IS NULL OR name = ?)
          ORDER BY id DESC LIMIT ?
          """;

  /** What belongs to an account is its owners' to read, whoever changed it. */
  private static final String INSERT =
      """
      INSERT INTO audit_log (actor, via, action, kind, name, before, after, account_id, address)
      SELECT v.actor, v.via, v.action, v.kind, v.name, v.before, v.after,
        coalesce(v.account, CASE v.kind
          WHEN 'account' THEN (SELECT id FROM account a WHERE a.name = v.name)
          WHEN 'key' THEN (SELECT account_id FROM api_key k WHERE k.username = v.name) END),
        v.address
      FROM (SELECT ? AS actor, ? AS via, ? AS action, ? AS kind, ? AS name, ?::jsonb AS before,
        ?::jsonb AS after, ?::int AS account, ?::text AS address) v
      """;

  private final By by;

  /**
   * Who changes something.
   *
   * @param actor a person or a credential, 1 to 100 characters
   * @param via {@code api}, {@code cli}, {@code apply}, {@code dashboard} or {@code waybill}
   * @param account in which account, where it is about one; null: the platform's own, or what the
   *     thing that is changed says itself
   * @param address from where; null where that means nothing
   */
  public record By(String actor, String via, @Nullable Integer account, @Nullable String address) {
    /** Somebody beside the dashboard. */
    public By(String actor, String via) {
      this(actor, via, null, null);
    }

    /** The program itself. */
    public static final By WAYBILL = new By("waybill", "waybill");
  }

  /**
   * One change.
   *
   * @param before null: it was made
   * @param after null: it was removed
   */
  public record Entry(
      long id,
      Instant at,
      By by,
      String action,
      String kind,
      String name,
      @Nullable Map<String, Object> before,
      @Nullable Map<String, Object> after) {}

  /**
   * Which changes are asked for, newest first.
   *
   * @param below only those with a smaller id; Long.MAX_VALUE for the newest
   * @param kind null: all
   * @param name null: all
   * @param limit 1 to 1,000
   */
  public record Asked(long below, @Nullable String kind, @Nullable String name, int limit) {}

  Audit(By by) {
    this.by = by;
  }

  void note(Connection db, List<Difference> differences) throws SQLException {
    for (Difference d : differences) {
      note(db, d.action(), d);
    }
  }

  /**
   * Notes something that was done.
   *
   * @param action a verb, 1 to 40 characters
   * @param d what it was done to; {@code before} and {@code after} may both be null where nothing
   *     of it can be shown
   */
  void note(Connection db, String action, Difference d) throws SQLException {
    try (PreparedStatement s = db.prepareStatement(INSERT)) {
      s.setString(1, by.actor());
      s.setString(2, by.via());
      s.setString(3, action);
      s.setString(4, d.kind());
      s.setString(5, d.name());
      s.setString(6, json(d.before()));
      s.setString(7, json(d.after()));
      s.setObject(8, by.account(), java.sql.Types.INTEGER);
      s.setString(9, by.address());
      s.executeUpdate();
    }
  }

  static List<Entry> entries(Connection db, Asked asked) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement s = db.prepareStatement(NEWEST)) {
      s.setLong(1, asked.below());
      s.setString(2, asked.kind());
      s.setString(3, asked.kind());
      s.setString(4, asked.name());
      s.setString(5, asked.name());
      s.setInt(6, asked.limit());
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          entries.add(entry(r));
        }
      }
    }
    return entries;
  }

  /** One that was selected by {@link #COLUMNS}. */
  static Entry entry(ResultSet r) throws SQLException {
    return new Entry(
        r.getLong(1),
        Row.value(Row.instant(r, 2)),
        new By(Row.string(r, 3), Row.string(r, 4), r.getObject(10, Integer.class), r.getString(11)),
        Row.string(r, 5),
        Row.string(r, 6),
        Row.string(r, 7),
        map(r.getString(8)),
        map(r.getString(9)));
  }

  private static @Nullable Map<String, Object> map(@Nullable String json) {
    return json == null ? null : CarrierTable.map(json);
  }

  private static @Nullable String json(@Nullable Map<String, Object> map) {
    return map == null ? null : CarrierTable.json(map);
  }
}
