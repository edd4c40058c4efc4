package io.waybill.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The API keys of one account, for people to look at. No passwords. */
public final class KeyList {
  private final Database database;

  public KeyList(Database database) {
    this.database = database;
  }

  /**
   * A key.
   *
   * @param expiresAt null: never
   * @param lastUsedAt null: never
   * @param previousUntil until when the password before the last rotation opens it, too; null: it
   *     does not
   */
  public record Line(
      String username,
      boolean enabled,
      @Nullable String sender,
      List<String> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt,
      @Nullable Instant previousUntil) {
    public Line {
      scopes = List.copyOf(scopes);
    }
  }

  /** All keys of an account, by name; at most 1,000. */
  public List<Line> of(int account) throws SQLException {
    List<Line> lines = new ArrayList<>();
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                SELECT username, enabled, default_sender, scopes, created_at, expires_at,
                  last_used_at, CASE WHEN previous_until > now() THEN previous_until END
                FROM api_key WHERE account_id = ? ORDER BY username LIMIT 1000
                """)) {
      s.setInt(1, account);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          lines.add(
              new Line(
                  Row.string(r, 1),
                  r.getBoolean(2),
                  r.getString(3),
                  texts(r.getArray(4)),
                  Row.value(Row.instant(r, 5)),
                  Row.instant(r, 6),
                  Row.instant(r, 7),
                  Row.instant(r, 8)));
        }
      }
    }
    return lines;
  }

  private static List<String> texts(Array array) throws SQLException {
    return Stream.of((Object[]) array.getArray()).map(Objects::toString).toList();
  }
}
