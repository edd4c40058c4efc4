package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Event.OnUncertain;
import io.waybill.routing.Carrier;
import io.waybill.routing.Route;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Changes accounts, keys, carriers and links. Each change is one transaction and is in force in a
 * running process within a second.
 */
public final class AdminStore {
  private final Database database;
  private final Vault vault;
  private final KeyTable keys;
  private final CarrierTable carriers;

  public AdminStore(Database database, Vault vault) {
    this.database = database;
    this.vault = vault;
    this.keys = new KeyTable(vault);
    this.carriers = new CarrierTable(vault);
  }

  /** Carriers, links and routes, changed by somebody. */
  public CarrierAdmin carriers(Audit.By by) {
    return new CarrierAdmin(this, database, vault, by);
  }

  /** The adapters of the channels beyond SMS. */
  public ChannelAdmin channels() {
    return new ChannelAdmin(this, database, vault);
  }

  /** Something that cannot be done, and why: to be shown to the person who asked. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    public Refused(String why) {
      super(why);
    }
  }

  /** A line of a list, its columns as text. */
  public record Line(List<String> columns) {
    public Line {
      columns = List.copyOf(columns);
    }
  }

  /** Prices and balances. */
  public PriceTable prices() {
    return new PriceTable(database);
  }

  /** Makes an account; returns its number. */
  public int createAccount(String name, int contentDays) throws SQLException, Refused {
    return change(db -> {
      try (PreparedStatement s =
          db.prepareStatement(
              """
              INSERT INTO account (name, content_days) VALUES (?, ?)
              ON CONFLICT (name) DO NOTHING RETURNING id
              """)) {
        s.setString(1, name);
        s.setInt(2, contentDays);
        try (ResultSet r = s.executeQuery()) {
          if (!r.next()) {
            throw new Refused("there is an account named '" + name + "' already");
          }
          return r.getInt(1);
        }
      }
    });
  }

  /** Lets an account's keys in, or shuts them out. */
  public void enableAccount(String name, boolean on) throws SQLException, Refused {
    one("UPDATE account SET enabled = ? WHERE name = ?", "no account is named " + name, on, name);
  }

  /** Replaces an account's table of replacements for autoconvert {@code on}; JSON object. */
  public void replacements(String name, String json) throws SQLException, Refused {
    one(
        "UPDATE account SET replacements = ?::jsonb WHERE name = ?",
        "no account is named " + name,
        json,
        name);
  }

  /** Makes a key with this password for the account of that name, which may send and read. */
  public void createKey(
      String account,
      String username,
      String password,
      @Nullable String sender,
      @Nullable String dlrUrl,
      String autoconvert)
      throws SQLException, Refused {
    createKey(
        account,
        username,
        password,
        new KeySettings(sender, dlrUrl, autoconvert, false, KeySettings.USUAL.rights()));
  }

  /** Makes a key with this password for the account of that name. */
  public void createKey(String account, String username, String password, KeySettings settings)
      throws SQLException, Refused {
    change(db -> {
      try {
        if (!keys.insert(db, account, username, password, settings)) {
          throw new Refused("no account is named " + account);
        }
        return 0;
      } catch (SQLException e) {
        if ("23505".equals(e.getSQLState())) {
          throw new Refused("there is a key named '" + username + "' already");
        }
        throw e;
      }
    });
  }

  /** Changes what is set on a key. */
  public void changeKey(String username, UnaryOperator<KeySettings> how)
      throws SQLException, Refused {
    change(db -> {
      KeySettings before =
          keys.settings(db, username).orElseThrow(() -> new Refused("no key is named " + username));
      keys.update(db, username, how.apply(before));
      return 0;
    });
  }

  /**
   * Gives a key another password.
   *
   * @param overlap how long the one before opens it too, whole seconds; zero: not at all
   */
  public void rotateKey(String username, String password, Duration overlap)
      throws SQLException, Refused {
    change(db -> {
      if (!keys.rotate(db, username, password, overlap)) {
        throw new Refused("no key is named " + username);
      }
      return 0;
    });
  }

  /** Lets a key in, or shuts it out. */
  public void enableKey(String username, boolean on) throws SQLException, Refused {
    one(
        "UPDATE api_key SET enabled = ? WHERE username = ?",
        "no key is named " + username,
        on,
        username);
  }

  /** Makes a link or changes the one of that name. */
  public void putLink(ConfigStore.LinkRow link) throws SQLException, Refused {
    change(db -> {
      carriers.put(db, link.spec(), link.password());
      return 0;
    });
  }

  /** Makes a carrier or changes the one of that name. */
  public void putCarrier(Carrier carrier) throws SQLException, Refused {
    change(db -> {
      CarrierTable.put(db, carrier);
      return 0;
    });
  }

  /** Makes a route or changes the one of that name. */
  public void putRoute(Route route) throws SQLException, Refused {
    change(db -> {
      CarrierTable.put(db, route);
      return 0;
    });
  }

  /** Removes a link; what it has not written goes to others. */
  public void removeLink(String name) throws SQLException, Refused {
    one("DELETE FROM link WHERE name = ?", "no link is named " + name, name);
  }

  /** Says what to do with parts whose outcome is unknown. */
  public void onUncertain(String carrier, OnUncertain policy) throws SQLException, Refused {
    change(db -> {
      Carrier before =
          CarrierTable.carrier(db, carrier)
              .orElseThrow(() -> new Refused("no carrier is named " + carrier));
      CarrierTable.put(db, before.onUncertain(policy));
      return 0;
    });
  }

  /** All accounts: name, number, standing, days that content is kept. */
  public List<Line> accounts() throws SQLException {
    return lines(
        "SELECT name, id::text, CASE WHEN enabled THEN 'enabled' ELSE 'disabled' END,"
            + " content_days::text FROM account ORDER BY id");
  }

  /**
   * All keys: username, account, standing, default sender, autoconvert, made when, scopes, allowed
   * addresses, expiry, last use, until when the previous password opens it, strict schema, rate,
   * default callback URL; times in UTC.
   */
  public List<Line> keys() throws SQLException {
    return lines(
        """
        SELECT k.username, a.name,
          CASE WHEN NOT k.enabled THEN 'disabled' WHEN k.expires_at <= now() THEN 'expired'
            ELSE 'enabled' END,
          coalesce(k.default_sender, '-'), k.autoconvert, k.created_at::date::text,
          array_to_string(k.scopes, ','),
          CASE WHEN k.allowed = '{}' THEN 'everywhere'
            ELSE array_to_string(ARRAY(SELECT regexp_replace(r::text,
              CASE family(r) WHEN 4 THEN '/32$' ELSE '/128$' END, '')
              FROM unnest(k.allowed) r), ',') END,
          coalesce(to_char(k.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'never'),
          coalesce(to_char(k.last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'never'),
          CASE WHEN k.previous_until > now()
            THEN to_char(k.previous_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')
            ELSE '-' END,
          k.strict_schema::text, coalesce(k.requests_per_second::text, 'default'),
          coalesce(k.dlr_url, '-')
        FROM api_key k JOIN account a ON a.id = k.account_id ORDER BY k.username
        """);
  }

  /** All links: name, carrier, address, system id, window, rate. */
  public List<Line> links() throws SQLException {
    return lines(
        """
        SELECT name, carrier, (spec->>'host') || ':' || (spec->>'port'), spec->>'system_id',
          'window ' || (spec->>'window'), CASE WHEN spec->>'rate_per_second' = '0'
          THEN 'no rate bound' ELSE (spec->>'rate_per_second') || '/s' END FROM link ORDER BY name
        """);
  }

  List<Line> lines(String sql) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(sql);
        ResultSet r = s.executeQuery()) {
      List<Line> lines = new ArrayList<>();
      int columns = r.getMetaData().getColumnCount();
      while (r.next()) {
        List<String> line = new ArrayList<>(columns);
        for (int i = 1; i <= columns; i++) {
          line.add(Row.string(r, i));
        }
        lines.add(new Line(line));
      }
      return lines;
    }
  }

  private void one(String sql, String ifNone, Object... values) throws SQLException, Refused {
    change(db -> {
      try (PreparedStatement s = db.prepareStatement(sql)) {
        for (int i = 0; i < values.length; i++) {
          s.setObject(i + 1, values[i]);
        }
        if (s.executeUpdate() == 0) {
          throw new Refused(ifNone);
        }
        return 0;
      }
    });
  }

  /** Something done in one transaction. */
  interface Work {
    int on(Connection db) throws SQLException, Refused;
  }

  /** Does it, and lets running processes know that something has changed. */
  int change(Work work) throws SQLException, Refused {
    try (Connection db = database.connection()) {
      db.setAutoCommit(false);
      try {
        int result = work.on(db);
        try (PreparedStatement s = db.prepareStatement("UPDATE config_change SET n = n + 1")) {
          s.executeUpdate();
        }
        db.commit();
        return result;
      } catch (SQLException e) {
        if ("23514".equals(e.getSQLState()) || "23503".equals(e.getSQLState())) {
          throw new Refused("not allowed: " + constraint(e));
        }
        throw e;
      } finally {
        db.rollback();
        db.setAutoCommit(true);
      }
    }
  }

  /** The rule that a value breaks; the server's own words would show the whole row. */
  private static String constraint(SQLException e) {
    ServerErrorMessage said = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String rule = said == null ? null : said.getConstraint();
    String table = said == null ? null : said.getTable();
    if (rule == null || table == null) {
      return "a value breaks a rule of the database";
    }
    return "the value for "
        + rule.replaceFirst("^" + table + "_", "").replaceFirst("_(check|fkey)$", "")
        + " of "
        + table.replace('_', ' ')
        + ", see docs/limits.md";
  }
}
