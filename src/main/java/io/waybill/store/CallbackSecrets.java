package io.waybill.store;

import io.waybill.account.Vault;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts' secrets for Standard Webhooks signatures (design 10): one each, made when it is
 * first needed, sealed in the database. For 24 h after a rotation the one before is valid too.
 */
public final class CallbackSecrets {
  /** How long the old secret stays valid beside the new one. */
  public static final Duration OVERLAP = Duration.ofHours(24);

  private static final String PREFIX = "whsec_";
  private static final int OCTETS = 32;
  private static final String ROTATE =
      """
      UPDATE SET sealed = excluded.sealed, made_at = excluded.made_at,
        previous_sealed = c.sealed, previous_until = excluded.made_at + interval '24 hours'
      """;

  private final Database database;
  private final Vault vault;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<Integer, Secret> known = new ConcurrentHashMap<>();

  /**
   * An account's secret, in the form {@code whsec_} and base64 of 32 octets.
   *
   * @param previous the one before; null if there is none, or none is valid any more
   * @param previousUntil the end of its validity
   */
  public record Secret(
      String current, Instant madeAt, @Nullable String previous, @Nullable Instant previousUntil) {

    /** Whether the one before is valid at this time. */
    public boolean hasTwo(Instant now) {
      return previous != null && previousUntil != null && now.isBefore(previousUntil);
    }

    /** The octets that a secret in its written form stands for: the key of the HMAC. */
    public static byte[] key(String secret) {
      return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }

    @Override
    public String toString() {
      return "Secret[of " + madeAt + "]";
    }
  }

  public CallbackSecrets(Database database, Vault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /**
   * The account's secret, made if there is none. From memory after the first time.
   *
   * @throws StoreFailure if the database does not answer
   */
  public Secret of(int accountId) {
    Secret secret = known.get(accountId);
    if (secret != null) {
      return secret;
    }
    store(accountId, "NOTHING");
    return known(accountId);
  }

  /** A new secret; the one until now stays valid for {@link #OVERLAP}, whatever it replaced. */
  public Secret rotate(int accountId) {
    of(accountId);
    store(accountId, ROTATE);
    return known(accountId);
  }

  /** The same; empty if the last rotation's overlap has not ended: nothing is changed then. */
  public Optional<Secret> rotateUnlessTwo(int accountId) {
    of(accountId);
    boolean done =
        store(
            accountId,
            ROTATE + " WHERE c.previous_until IS NULL OR c.previous_until <= excluded.made_at");
    return done ? Optional.of(known(accountId)) : Optional.empty();
  }

  private Secret known(int accountId) {
    return Objects.requireNonNull(known.get(accountId));
  }

  /** Returns whether it changed anything. */
  private boolean store(int accountId, String ifThere) {
    byte[] octets = new byte[OCTETS];
    random.nextBytes(octets);
    String fresh = PREFIX + Base64.getEncoder().encodeToString(octets);
    try (Connection db = database.connection()) {
      try (PreparedStatement s =
          db.prepareStatement(
              "INSERT INTO callback_secret AS c (account_id, sealed, made_at) VALUES (?, ?, ?)"
                  + " ON CONFLICT (account_id) DO "
                  + ifThere)) {
        s.setInt(1, accountId);
        s.setBytes(2, vault.seal(fresh));
        s.setTimestamp(3, HistoryTable.timestamp(clock.instant()));
        boolean changed = s.executeUpdate() > 0;
        known.put(accountId, read(db, accountId));
        return changed;
      }
    } catch (SQLException e) {
      throw new StoreFailure(e);
    }
  }

  private Secret read(Connection db, int accountId) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            "SELECT sealed, made_at, previous_sealed, previous_until FROM callback_secret"
                + " WHERE account_id = ?")) {
      s.setInt(1, accountId);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          throw new SQLException("the secret of account " + accountId + " is gone");
        }
        byte[] previous = r.getBytes(3);
        return new Secret(
            unseal(r.getBytes(1)),
            Row.value(Row.instant(r, 2)),
            previous == null ? null : unseal(previous),
            Row.instant(r, 4));
      }
    }
  }

  private String unseal(byte[] sealed) throws SQLException {
    try {
      return vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      throw new SQLException("a callback secret cannot be unsealed: is it this key file's?", e);
    }
  }
}
