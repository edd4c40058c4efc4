package io.waybill.store;

import io.waybill.settings.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notes every change of configuration, in the transaction of the change itself. No secrets. */
public final class Audit {
  static final String NEWEST =
      """
      SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), actor, via,
        action, kind || ' ' || name
      FROM audit_log ORDER BY id DESC LIMIT ?
      """;

  private final By by;

  /**
   * Who changes something.
   *
   * @param actor a person or a credential, 1 to 100 characters
   * @param via {@code api}, {@code cli}, {@code apply}, {@code dashboard} or {@code waybill}
   */
  public record By(String actor, String via) {}

  Audit(By by) {
    this.by = by;
  }

  void note(Connection db, Difference d) throws SQLException {
    note(db, d.action(), d.kind(), d.name(), d.before(), d.after());
  }

  void note(
      Connection db,
      String action,
      String kind,
      String name,
      @Nullable Map<String, Object> before,
      @Nullable Map<String, Object> after)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO audit_log (actor, via, action, kind, name, before, after)
            VALUES (?, ?, ?, ?, ?, ?::jsonb, ?::jsonb)
            """)) {
      s.setString(1, by.actor());
      s.setString(2, by.via());
      s.setString(3, action);
      s.setString(4, kind);
      s.setString(5, name);
      s.setString(6, json(before));
      s.setString(7, json(after));
      s.executeUpdate();
    }
  }

  private static @Nullable String json(@Nullable Map<String, Object> map) {
    return map == null ? null : CarrierTable.json(map);
  }
}
