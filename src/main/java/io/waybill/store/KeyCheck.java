package io.waybill.store;

import io.waybill.account.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * Refuses a key file that is not the one this database's secrets were sealed with: with another,
 * waiting texts could not be sent and receipts would match nothing.
 */
public final class KeyCheck {
  private KeyCheck() {}

  /**
   * Compares, or remembers the key at the first time.
   *
   * @throws SQLException if it is another key, with a text that says what to do
   */
  public static void verify(Database database, Vault vault) throws SQLException {
    byte[] check = vault.hmac("key check");
    try (Connection db = database.connection();
        PreparedStatement first =
            db.prepareStatement(
                "INSERT INTO installation SELECT ? WHERE NOT EXISTS (SELECT FROM installation)");
        PreparedStatement read = db.prepareStatement("SELECT key_check FROM installation")) {
      first.setBytes(1, check);
      first.executeUpdate();
      try (ResultSet r = read.executeQuery()) {
        r.next();
        if (!Arrays.equals(check, r.getBytes(1))) {
          throw new SQLException(
              "the key file is not the one this database was made with: put the right one back"
                  + " from your backup (key_file in the configuration says where it belongs)");
        }
      }
    }
  }
}
