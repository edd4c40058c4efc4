package io.waybill.store;

import io.waybill.account.Operator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of {@code operator_key}. */
final class OperatorTable {
  private OperatorTable() {}

  /** All operators, by the hash of their tokens in hexadecimal. */
  static Map<String, Operator> all(Connection db) throws SQLException {
    Map<String, Operator> all = new HashMap<>();
    try (PreparedStatement s =
            db.prepareStatement(
                "SELECT name, token_sha256, enabled, expires_at FROM operator_key");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        all.put(
            HexFormat.of().formatHex(r.getBytes(2)),
            new Operator(Row.string(r, 1), r.getBoolean(3), Row.instant(r, 4)));
      }
    }
    return Map.copyOf(all);
  }

  /** False if there is one of that name already. */
  static boolean insert(Connection db, String name, String token, @Nullable Instant expiresAt)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO operator_key (name, token_sha256, expires_at) VALUES (?, ?, ?)
            ON CONFLICT (name) DO NOTHING
            """)) {
      s.setString(1, name);
      s.setBytes(2, HexFormat.of().parseHex(Operator.hash(token)));
      s.setTimestamp(3, expiresAt == null ? null : HistoryTable.timestamp(expiresAt));
      return s.executeUpdate() == 1;
    }
  }

  static boolean enable(Connection db, String name, boolean on) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("UPDATE operator_key SET enabled = ? WHERE name = ?")) {
      s.setBoolean(1, on);
      s.setString(2, name);
      return s.executeUpdate() == 1;
    }
  }

  static boolean remove(Connection db, String name) throws SQLException {
    try (PreparedStatement s = db.prepareStatement("DELETE FROM operator_key WHERE name = ?")) {
      s.setString(1, name);
      return s.executeUpdate() == 1;
    }
  }
}
