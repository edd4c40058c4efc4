package io.waybill.store;

import io.waybill.account.ApiKey;
import io.waybill.account.ApiKey.Rotation;
import io.waybill.account.KeySettings;
import io.waybill.account.KeySpec;
import io.waybill.account.Passwords;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.account.Vault;
import io.waybill.ops.AddressRange;
import io.waybill.settings.Spec;
import java.security.GeneralSecurityException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rows of {@code api_key}. */
final class KeyTable {
  private static final Logger LOG = LoggerFactory.getLogger(KeyTable.class);

  private static final String SETTINGS =
      """
      default_sender, dlr_url, autoconvert, strict_schema, scopes, allowed::text[], expires_at,
      requests_per_second\
      """;

  private final Vault vault;

  KeyTable(Vault vault) {
    this.vault = vault;
  }

  /** All keys as they are at this moment, by username; one that cannot be unsealed is left out. */
  Map<String, ApiKey> all(Connection db, Instant now) throws SQLException {
    Map<String, ApiKey> keys = new HashMap<>();
    try (PreparedStatement s =
            db.prepareStatement(
                "SELECT "
                    + SETTINGS
                    + """
                    , username, account_id, enabled, password_sealed, password_sha256,
                      previous_sealed, previous_until, moved FROM api_key
                    """);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        String username = Row.string(r, 9);
        String newest = unseal(r.getBytes(12), username);
        if (newest != null && java.util.Arrays.equals(Passwords.sha256(newest), r.getBytes(13))) {
          keys.put(username, key(r, username, newest, now));
        }
      }
    }
    return Map.copyOf(keys);
  }

  private ApiKey key(ResultSet r, String username, String newest, Instant now) throws SQLException {
    KeySettings settings = settings(r);
    Instant until = Row.instant(r, 15);
    String previous =
        until == null || !now.isBefore(until) ? null : unseal(r.getBytes(14), username);
    boolean moved = r.getBoolean(16) || previous == null;
    Rotation rotation =
        until == null || previous == null
            ? null
            : new Rotation(moved ? previous : newest, until, moved);
    return new ApiKey(
        username,
        r.getInt(10),
        moved || previous == null ? newest : previous,
        r.getBoolean(11),
        settings.sender(),
        settings.dlrUrl(),
        settings.autoconvert(),
        settings.strictSchema(),
        settings.rights(),
        rotation);
  }

  /** What is set on a key, held against other changes until the transaction ends. */
  Optional<KeySettings> settings(Connection db, String username) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("SELECT " + SETTINGS + " FROM api_key WHERE username = ? FOR UPDATE")) {
      s.setString(1, username);
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? Optional.of(settings(r)) : Optional.empty();
      }
    }
  }

  /** All keys as they are set, by username. */
  Map<String, Spec> specs(Connection db) throws SQLException {
    return specs(db, null);
  }

  /** One key as it is set; null if there is none. */
  @Nullable Spec spec(Connection db, String username) throws SQLException {
    return specs(db, username).get(username);
  }

  private static Map<String, Spec> specs(Connection db, @Nullable String only) throws SQLException {
    Map<String, Spec> specs = new TreeMap<>();
    try (PreparedStatement s =
        db.prepareStatement(
            "SELECT "
                + SETTINGS
                + ", username, a.name, k.enabled"
                + " FROM api_key k JOIN account a ON a.id = k.account_id"
                + " WHERE ?::text IS NULL OR username = ?")) {
      s.setString(1, only);
      s.setString(2, only);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          String username = Row.string(r, 9);
          specs.put(
              username, new KeySpec(username, Row.string(r, 10), r.getBoolean(11), settings(r)));
        }
      }
    }
    return specs;
  }

  /** Whether that is the newest password of a key. */
  boolean opens(Connection db, String username, String password) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("SELECT FROM api_key WHERE username = ? AND password_sha256 = ?")) {
      s.setString(1, username);
      s.setBytes(2, Passwords.sha256(password));
      try (ResultSet r = s.executeQuery()) {
        return r.next();
      }
    }
  }

  void enable(Connection db, String username, boolean on) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("UPDATE api_key SET enabled = ? WHERE username = ?")) {
      s.setBoolean(1, on);
      s.setString(2, username);
      s.executeUpdate();
    }
  }

  /** Makes a key; false if there is no such account. */
  boolean insert(
      Connection db, String account, String username, String password, KeySettings settings)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO api_key (default_sender, dlr_url, autoconvert, strict_schema, scopes,
              allowed, expires_at, requests_per_second, username, password_sha256,
              password_sealed, account_id)
            SELECT ?, ?, ?, ?, ?, ?::cidr[], ?, ?, ?, ?, ?, id FROM account WHERE name = ?
            """)) {
      set(db, s, settings);
      s.setString(9, username);
      s.setBytes(10, Passwords.sha256(password));
      s.setBytes(11, vault.seal(password));
      s.setString(12, account);
      return s.executeUpdate() == 1;
    }
  }

  /** Sets everything on a key that can be set. */
  void update(Connection db, String username, KeySettings settings) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE api_key SET default_sender = ?, dlr_url = ?, autoconvert = ?,
              strict_schema = ?, scopes = ?, allowed = ?::cidr[], expires_at = ?,
              requests_per_second = ?
            WHERE username = ?
            """)) {
      set(db, s, settings);
      s.setString(9, username);
      s.executeUpdate();
    }
  }

  /**
   * Gives a key another password; false if there is no such key.
   *
   * @param overlap how long the one before opens it too; zero: not at all
   */
  boolean rotate(Connection db, String username, String password, Duration overlap)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            UPDATE api_key SET
              previous_sealed = CASE WHEN o.seconds > 0 THEN password_sealed END,
              previous_until = CASE WHEN o.seconds > 0 THEN now() + o.seconds * interval '1 s' END,
              moved = o.seconds = 0, password_sha256 = ?, password_sealed = ?
            FROM (SELECT ?::bigint AS seconds) o WHERE username = ?
            """)) {
      s.setBytes(1, Passwords.sha256(password));
      s.setBytes(2, vault.seal(password));
      s.setLong(3, overlap.toSeconds());
      s.setString(4, username);
      return s.executeUpdate() == 1;
    }
  }

  private static KeySettings settings(ResultSet r) throws SQLException {
    Rights rights =
        new Rights(
            Scope.of(texts(r.getArray(5))),
            texts(r.getArray(6)).stream().map(AddressRange::of).toList(),
            Row.instant(r, 7),
            r.getObject(8, Integer.class));
    return new KeySettings(
        r.getString(1), r.getString(2), Row.string(r, 3), r.getBoolean(4), rights);
  }

  private static void set(Connection db, PreparedStatement s, KeySettings settings)
      throws SQLException {
    Rights rights = settings.rights();
    Instant expires = rights.expiresAt();
    s.setString(1, settings.sender());
    s.setString(2, settings.dlrUrl());
    s.setString(3, settings.autoconvert());
    s.setBoolean(4, settings.strictSchema());
    s.setArray(5, array(db, rights.scopes().stream().sorted().map(Scope::word).toList()));
    s.setArray(6, array(db, rights.allowed().stream().map(AddressRange::toString).toList()));
    s.setObject(7, expires == null ? null : expires.atOffset(ZoneOffset.UTC));
    s.setObject(8, rights.requestsPerSecond(), java.sql.Types.INTEGER);
  }

  private static Array array(Connection db, List<String> words) throws SQLException {
    return db.createArrayOf("text", words.toArray());
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    List<String> texts = new ArrayList<>();
    if (array != null) {
      for (Object text : (Object[]) array.getArray()) {
        texts.add(text.toString());
      }
    }
    return texts;
  }

  private @Nullable String unseal(byte @Nullable [] sealed, String username) {
    try {
      return sealed == null ? null : vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      LOG.error(
          "the password of key {} cannot be unsealed: is this the key file it was sealed with?",
          username);
      return null;
    }
  }
}
