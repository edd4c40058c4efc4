package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.settings.Difference;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.AdminStore.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Changes adapters: each change is one transaction, in force in a running process in 2 s. */
public final class ChannelAdmin {
  private static final String UNIQUE = "23505";

  private final AdminStore admin;
  private final AdapterTable table;
  private final Database database;
  private final ChannelContacts contacts;

  ChannelAdmin(AdminStore admin, Database database, Vault vault) {
    this.admin = admin;
    this.database = database;
    this.table = new AdapterTable(vault);
    this.contacts = new ChannelContacts(database, vault);
  }

  /**
   * Makes an adapter, or changes the one of that name.
   *
   * @param account whose it is; null for all
   */
  public void put(AdapterRow row, @Nullable String account) throws SQLException, Refused {
    admin.change(db -> {
      Integer accountId = account == null ? null : CarrierTable.accountId(db, account);
      try (PreparedStatement s =
          db.prepareStatement(
              """
              INSERT INTO channel_adapter (name, channel, account_id, kind, settings,
                secrets_sealed, enabled, rate_per_second, concurrency, on_uncertain)
              VALUES (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
              ON CONFLICT (name) DO UPDATE SET channel = excluded.channel,
                account_id = excluded.account_id, kind = excluded.kind,
                settings = excluded.settings, secrets_sealed = excluded.secrets_sealed,
                enabled = excluded.enabled, rate_per_second = excluded.rate_per_second,
                concurrency = excluded.concurrency, on_uncertain = excluded.on_uncertain
              """)) {
        s.setString(1, row.name());
        s.setString(2, row.channel());
        s.setObject(3, accountId);
        s.setString(4, row.kind());
        s.setString(5, AdapterTable.json(row.settings()));
        s.setBytes(6, table.seal(row.secrets()));
        s.setBoolean(7, row.enabled());
        s.setInt(8, row.ratePerSecond());
        s.setInt(9, row.concurrency());
        s.setString(10, row.onUncertain().name().toLowerCase(Locale.ROOT));
        s.executeUpdate();
        Map<String, Object> told = new LinkedHashMap<>(row.settings());
        told.put("account", account);
        told.put("enabled", row.enabled());
        admin.audit().note(db, "set", new Difference("adapter", row.name(), null, told));
        return 0;
      } catch (SQLException e) {
        if (UNIQUE.equals(e.getSQLState())) {
          throw new Refused(
              "there is an enabled adapter for %s of %s already: remove or disable it first"
                  .formatted(row.channel(), account == null ? "all accounts" : account));
        }
        throw e;
      }
    });
  }

  /** Removes an adapter with its contacts; messages that wait for it fail with err 9. */
  public void remove(String name) throws SQLException, Refused {
    admin.change(db -> {
      try (PreparedStatement s =
          db.prepareStatement("DELETE FROM channel_adapter WHERE name = ?")) {
        s.setString(1, name);
        if (s.executeUpdate() == 0) {
          throw new Refused("no adapter is named " + name);
        }
        admin.audit().note(db, "remove", new Difference("adapter", name, null, null));
        return 0;
      }
    });
  }

  /** The adapter of that name, with its secrets. */
  public Optional<AdapterRow> find(String name) throws SQLException {
    try (Connection db = database.connection()) {
      return table.all(db).stream().filter(a -> a.name().equals(name)).findFirst();
    }
  }

  /**
   * All adapters: name, channel, account, kind, standing, rate, concurrency, on uncertain, and
   * their settings, which hold no secrets.
   */
  public List<Line> list() throws SQLException {
    return admin.lines(
        "SELECT c.name, c.channel, coalesce(a.name, 'all'), c.kind,"
            + " CASE WHEN c.enabled THEN 'enabled' ELSE 'disabled' END,"
            + " CASE WHEN rate_per_second = 0 THEN 'no rate bound'"
            + " ELSE rate_per_second || '/s' END, c.concurrency || ' at once', c.on_uncertain,"
            + " coalesce((SELECT string_agg(key || '=' || value, ' ' ORDER BY key)"
            + " FROM jsonb_each_text(c.settings)), '-')"
            + " FROM channel_adapter c LEFT JOIN account a ON a.id = c.account_id ORDER BY c.name");
  }

  /** The chats that numbers stand for. */
  public ChannelContacts contacts() {
    return contacts;
  }

  /** Forgets which chats stand for a number; returns how many were known. */
  public int forget(String number) throws SQLException {
    return contacts.forget(number);
  }
}
