package io.waybill.store;

import io.waybill.account.Person;
import io.waybill.account.Vault;
import io.waybill.store.AdminStore.Refused;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people prove to be with: password, second factor, recovery codes. Secrets are sealed, the
 * rest is hashed.
 */
public final class Proofs extends PersonChanges {
  private final Vault vault;

  public Proofs(Database database, Vault vault) {
    super(database);
    this.vault = vault;
  }

  /**
   * What a person proves to be with.
   *
   * @param passwordHash as {@code PersonPassword} keeps it; null: none was set yet
   * @param totpSecret in base 32; null: there is none
   * @param totpPending one that was shown, but not yet proved to be in a device
   * @param totpStep the newest time step that a code was accepted for
   */
  public record Proof(
      Person person,
      @Nullable String passwordHash,
      @Nullable String totpSecret,
      @Nullable String totpPending,
      long totpStep) {
    @Override
    public String toString() {
      return "Proof of " + person.email();
    }
  }

  /** What somebody proves to be with, by address in small letters. */
  public Optional<Proof> proof(String email) throws SQLException {
    return proof("WHERE p.email = ?", email);
  }

  /** The same by number. */
  public Optional<Proof> proof(long id) throws SQLException {
    return proof("WHERE p.id = ?", id);
  }

  private Optional<Proof> proof(String where, Object value) throws SQLException {
    try (Connection db = connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT "
                    + PersonTable.COLUMNS
                    + ", p.password_hash, p.totp_sealed, p.totp_pending, p.totp_step"
                    + " FROM person p LEFT JOIN account a ON a.id = p.account_id "
                    + where
                    + " AND coalesce(a.enabled, true)")) {
      s.setObject(1, value);
      try (ResultSet r = s.executeQuery()) {
        return r.next()
            ? Optional.of(
                new Proof(
                    PersonTable.person(r),
                    r.getString(PersonTable.NEXT),
                    unseal(r.getBytes(PersonTable.NEXT + 1)),
                    unseal(r.getBytes(PersonTable.NEXT + 2)),
                    r.getLong(PersonTable.NEXT + 3)))
            : Optional.empty();
      }
    }
  }

  private @Nullable String unseal(byte @Nullable [] sealed) throws SQLException {
    try {
      return sealed == null ? null : vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      throw new SQLException("a second factor cannot be unsealed: is this the right key file?", e);
    }
  }

  /**
   * Another password.
   *
   * @param staysIn the session that goes on; all others are over
   */
  public void password(Audit.By by, Person person, String passwordHash, long staysIn)
      throws SQLException, Refused {
    change(db -> {
      PersonTable.update(
          db, "UPDATE person SET password_hash = ? WHERE id = ?", passwordHash, person.id());
      endSessions(db, person.id(), staysIn);
      note(db, by, "change password", person, Map.of());
      return 0;
    });
  }

  /** A secret that is shown to be put into a device. */
  public void offerTotp(long id, String secret) throws SQLException, Refused {
    change(db -> {
      PersonTable.update(
          db, "UPDATE person SET totp_pending = ? WHERE id = ?", vault.seal(secret), id);
      return 0;
    });
  }

  /** The secret that was shown is in a device: from now on its codes are asked for. */
  public void acceptTotp(Audit.By by, Person person, long step, List<byte[]> recoveryCodes)
      throws SQLException, Refused {
    change(db -> {
      int set =
          PersonTable.update(
              db,
              """
              UPDATE person SET totp_sealed = totp_pending, totp_pending = NULL, totp_step = ?,
                recovery_codes = ? WHERE id = ? AND totp_pending IS NOT NULL
              """,
              step,
              codes(db, recoveryCodes),
              person.id());
      if (set == 0) {
        throw new Refused("Begin again: no code was waiting to be confirmed.");
      }
      note(db, by, "set up second factor", person, Map.of());
      return 0;
    });
  }

  /** Other recovery codes; those of before open nothing any more. */
  public void recoveryCodes(Audit.By by, Person person, List<byte[]> codes)
      throws SQLException, Refused {
    change(db -> {
      PersonTable.update(
          db, "UPDATE person SET recovery_codes = ? WHERE id = ?", codes(db, codes), person.id());
      note(db, by, "make recovery codes", person, Map.of());
      return 0;
    });
  }

  /** No second factor any more, and no recovery codes. */
  public void dropTotp(Audit.By by, Person person) throws SQLException, Refused {
    change(db -> {
      PersonTable.update(
          db,
          """
          UPDATE person SET totp_sealed = NULL, totp_pending = NULL, recovery_codes = '{}'
          WHERE id = ?
          """,
          person.id());
      note(db, by, "remove second factor", person, Map.of());
      return 0;
    });
  }

  /** Uses up a time step; false if it, or a later one, was used by somebody faster. */
  public boolean useStep(long id, long step) throws SQLException, Refused {
    return change(db ->
        PersonTable.update(
                db,
                "UPDATE person SET totp_step = ? WHERE id = ? AND totp_step < ?",
                step,
                id,
                step)
            == 1);
  }

  /** Uses up a recovery code; false if it is none that is left. */
  public boolean useRecoveryCode(Audit.By by, Person person, byte[] hash)
      throws SQLException, Refused {
    return change(db -> {
      boolean used =
          PersonTable.update(
                  db,
                  """
                  UPDATE person SET recovery_codes = array_remove(recovery_codes, ?)
                  WHERE id = ? AND ? = ANY(recovery_codes)
                  """,
                  hash,
                  person.id(),
                  hash)
              == 1;
      if (used) {
        note(db, by, "use recovery code", person, Map.of());
      }
      return used;
    });
  }

  private static java.sql.Array codes(Connection db, List<byte[]> hashes) throws SQLException {
    return db.createArrayOf("bytea", hashes.toArray(new byte[0][]));
  }
}
