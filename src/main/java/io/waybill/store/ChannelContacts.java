package io.waybill.store;

import io.waybill.account.Vault;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * Which chat stands for which number, for providers that know no numbers. Numbers are kept only as
 * keyed hashes.
 */
public final class ChannelContacts {
  private final Database database;
  private final Vault vault;

  public ChannelContacts(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
  }

  /** The chat of a number; empty if its owner has told none. */
  public OptionalLong chat(String adapter, String number) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT chat_id FROM channel_contact WHERE adapter = ? AND number_hmac = ?")) {
      s.setString(1, adapter);
      s.setBytes(2, hmac(number));
      try (ResultSet r = s.executeQuery()) {
        return r.next() ? OptionalLong.of(r.getLong(1)) : OptionalLong.empty();
      }
    }
  }

  /** From now on this chat stands for the number; committed when this returns. */
  public void learn(String adapter, String number, long chat, Instant at) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                INSERT INTO channel_contact (adapter, number_hmac, chat_id, learned_at)
                SELECT name, ?, ?, ? FROM channel_adapter WHERE name = ?
                ON CONFLICT (adapter, number_hmac)
                  DO UPDATE SET chat_id = excluded.chat_id, learned_at = excluded.learned_at
                """)) {
      s.setBytes(1, hmac(number));
      s.setLong(2, chat);
      s.setTimestamp(3, HistoryTable.timestamp(at));
      s.setString(4, adapter);
      s.executeUpdate();
    }
  }

  /** Nobody is reached in this chat any more; committed when this returns. */
  public void leave(String adapter, long chat) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement("DELETE FROM channel_contact WHERE adapter = ? AND chat_id = ?")) {
      s.setString(1, adapter);
      s.setLong(2, chat);
      s.executeUpdate();
    }
  }

  /** Forgets a number at all adapters; returns how many knew it. */
  public int forget(String number) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement("DELETE FROM channel_contact WHERE number_hmac = ?")) {
      s.setBytes(1, hmac(number));
      return s.executeUpdate();
    }
  }

  private byte[] hmac(String number) {
    return vault.hmac("contact " + Recipients.plain(number));
  }
}
