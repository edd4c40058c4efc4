package io.waybill.store;

import io.waybill.account.KeySettings;
import io.waybill.account.Vault;
import io.waybill.routing.Carrier;
import io.waybill.routing.Route;
import io.waybill.settings.Difference;
import io.waybill.settings.Kind;
import io.waybill.settings.Spec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Audit.By by;
  private final KeyTable keys;
  private final SetupTable table;

  /** Changes that the program itself makes. */
  public AdminStore(Database database, Vault vault) {
    this(database, vault, Audit.By.WAYBILL);
  }

  /**
   * @param by who changes, for the audit log
   */
  public AdminStore(Database database, Vault vault, Audit.By by) {
    this.database = database;
    this.vault = vault;
    this.by = by;
    this.keys = new KeyTable(vault);
    this.table = new SetupTable(vault);
  }

  /** The same, done by somebody. */
  public AdminStore as(Audit.By somebody) {
    return new AdminStore(database, vault, somebody);
  }

  /** Accounts, keys, carriers, links and routes, all in one way. */
  public SetupAdmin setup() {
    return new SetupAdmin(this, database, table);
  }

  /** Who logs in at the dashboard. */
  public People people(java.time.InstantSource clock) {
    return new People(database, clock);
  }

  /** What they prove to be with. */
  public Proofs proofs() {
    return new Proofs(database, vault);
  }

  /** Who may administer the platform. */
  public OperatorAdmin operators() {
    return new OperatorAdmin(this);
  }

  /** How carriers write ids, where that was learned. */
  public LearnedNotations notations() {
    return new LearnedNotations(database);
  }

  /** Orders to write down what goes over links. */
  public WireOrders wireOrders() {
    return new WireOrders(this);
  }

  Audit audit() {
    return new Audit(by);
  }

  /** Who changes. */
  public Audit.By by() {
    return by;
  }

  /** What was changed, newest first. */
  public List<Audit.Entry> changes(Audit.Asked asked) throws SQLException {
    try (Connection db = database.connection()) {
      return Audit.entries(db, asked);
    }
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
    return new PriceTable(this, database);
  }

  /** Makes an account; returns its number. */
  public int createAccount(String name, int contentDays) throws SQLException, Refused {
    return change(
        Kind.ACCOUNT,
        name,
        db -> {
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
    one(Kind.ACCOUNT, name, "UPDATE account SET enabled = ? WHERE name = ?", on, name);
  }

  /** Replaces an account's table of replacements for autoconvert {@code on}; JSON object. */
  public void replacements(String name, String json) throws SQLException, Refused {
    one(
        Kind.ACCOUNT,
        name,
        "UPDATE account SET replacements = ?::jsonb WHERE name = ?",
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
    change(
        Kind.KEY,
        username,
        db -> {
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
    change(
        Kind.KEY,
        username,
        db -> {
          KeySettings before =
              keys.settings(db, username)
                  .orElseThrow(() -> new Refused("no key is named " + username));
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
      Map<String, Object> told = Map.of("overlap_seconds", overlap.toSeconds());
      audit().note(db, "rotate", new Difference(Kind.KEY.word(), username, null, told));
      return 0;
    });
  }

  /** Lets a key in, or shuts it out. */
  public void enableKey(String username, boolean on) throws SQLException, Refused {
    one(Kind.KEY, username, "UPDATE api_key SET enabled = ? WHERE username = ?", on, username);
  }

  /** Makes a link or changes the one of that name. */
  public void putLink(ConfigStore.LinkRow link) throws SQLException, Refused {
    setup().put(Kind.LINK, link.spec(), link.password());
  }

  /** Makes a carrier or changes the one of that name. */
  public void putCarrier(Carrier carrier) throws SQLException, Refused {
    setup().put(Kind.CARRIER, carrier, null);
  }

  /** Makes a route or changes the one of that name. */
  public void putRoute(Route route) throws SQLException, Refused {
    setup().put(Kind.ROUTE, route, null);
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

  private void one(Kind kind, String name, String sql, Object... values)
      throws SQLException, Refused {
    change(
        kind,
        name,
        db -> {
          try (PreparedStatement s = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
              s.setObject(i + 1, values[i]);
            }
            if (s.executeUpdate() == 0) {
              throw new Refused("no " + kind.word() + " is named " + name);
            }
            return 0;
          }
        });
  }

  /** Something done in one transaction. */
  interface Work {
    int on(Connection db) throws SQLException, Refused;
  }

  /** Does it to one of a kind, and notes what it was before and after. */
  int change(Kind kind, String name, Work work) throws SQLException, Refused {
    return change(db -> {
      Map<String, Object> before = table.find(db, kind, name).map(Spec::toMap).orElse(null);
      int result = work.on(db);
      Map<String, Object> after = table.find(db, kind, name).map(Spec::toMap).orElse(null);
      if (!Objects.equals(before, after)) {
        audit().note(db, List.of(new Difference(kind.word(), name, before, after)));
      }
      return result;
    });
  }

  /** Does it, and lets running processes know that something has changed. */
  int change(Work work) throws SQLException, Refused {
    return change(work, false);
  }

  /**
   * @param dryRun whether it is undone again: what the database refuses is refused all the same
   */
  int change(Work work, boolean dryRun) throws SQLException, Refused {
    try (Connection db = database.connection()) {
      db.setAutoCommit(false);
      // First, so that two changes at the same time go one after the other.
      try (PreparedStatement s = db.prepareStatement("UPDATE config_change SET n = n + 1")) {
        s.executeUpdate();
        int result = work.on(db);
        if (!dryRun) {
          db.commit();
        }
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
