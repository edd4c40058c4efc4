package io.waybill.store;

import io.waybill.account.AccountSpec;
import io.waybill.account.KeySpec;
import io.waybill.account.Passwords;
import io.waybill.account.Vault;
import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Route;
import io.waybill.settings.Declared;
import io.waybill.settings.Kind;
import io.waybill.settings.Spec;
import io.waybill.store.AdminStore.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Accounts, keys, carriers, links and routes as they are stored, all in one way. */
final class SetupTable {
  /** How one of each kind is read. */
  static final Map<Kind, Declared.Reader> READERS =
      Map.of(
          Kind.ACCOUNT, AccountSpec::read,
          Kind.KEY, KeySpec::read,
          Kind.CARRIER, Carrier::read,
          Kind.LINK, LinkSpec::read,
          Kind.ROUTE, Route::read);

  private static final JsonMapper JSON = new JsonMapper();

  private final KeyTable keys;
  private final CarrierTable carriers;

  SetupTable(Vault vault) {
    this.keys = new KeyTable(vault);
    this.carriers = new CarrierTable(vault);
  }

  /** All of a kind, by name. */
  Map<String, Spec> all(Connection db, Kind kind) throws SQLException {
    return switch (kind) {
      case ACCOUNT -> accounts(db);
      case KEY -> keys.specs(db);
      case CARRIER -> new TreeMap<>(CarrierTable.carriers(db));
      case LINK -> {
        Map<String, Spec> links = new TreeMap<>();
        CarrierTable.specs(db).forEach(l -> links.put(l.name(), l));
        yield links;
      }
      case ROUTE -> {
        Map<String, Spec> routes = new TreeMap<>();
        CarrierTable.routes(db).routes().forEach(r -> routes.put(r.name(), r));
        yield routes;
      }
    };
  }

  Optional<Spec> find(Connection db, Kind kind, String name) throws SQLException {
    if (kind == Kind.KEY) {
      return Optional.ofNullable(keys.spec(db, name));
    }
    return Optional.ofNullable(all(db, kind).get(name));
  }

  private static Map<String, Spec> accounts(Connection db) throws SQLException {
    Map<String, Spec> all = new TreeMap<>();
    try (PreparedStatement s =
            db.prepareStatement(
                "SELECT name, enabled, content_days, replacements::text FROM account");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        Map<String, String> table =
            JSON.readValue(Row.string(r, 4), new TypeReference<Map<String, String>>() {});
        String name = Row.string(r, 1);
        all.put(name, new AccountSpec(name, r.getBoolean(2), r.getInt(3), table));
      }
    }
    return all;
  }

  /**
   * Makes one, or changes the one of that name.
   *
   * @param password null: as it is; a new key needs one
   */
  void put(Connection db, Spec spec, @Nullable String password) throws SQLException, Refused {
    switch (spec) {
      case AccountSpec account -> put(db, account);
      case KeySpec key -> put(db, key, password);
      case Carrier carrier -> CarrierTable.put(db, carrier);
      case LinkSpec link -> carriers.put(db, link, password);
      case Route route -> put(db, route);
      default -> throw new IllegalArgumentException("nothing that is set: " + spec);
    }
  }

  /** A number's range tells its operator's name only: an MCC-MNC without one would never fit. */
  private static void put(Connection db, Route route) throws SQLException, Refused {
    Optional<String> mccmnc = route.mccmnc();
    if (mccmnc.isPresent() && !PriceTable.list(db).knows(mccmnc.get())) {
      throw new Refused(
          "route %s: no price tells which operator %s is: write the operator's name as network, or"
                  .formatted(route.name(), mccmnc.get())
              + " set a price with --mccmnc and --network first");
    }
    CarrierTable.put(db, route);
  }

  private static void put(Connection db, AccountSpec account) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO account (name, enabled, content_days, replacements)
            VALUES (?, ?, ?, ?::jsonb)
            ON CONFLICT (name) DO UPDATE SET enabled = excluded.enabled,
              content_days = excluded.content_days, replacements = excluded.replacements
            """)) {
      s.setString(1, account.name());
      s.setBoolean(2, account.enabled());
      s.setInt(3, account.contentDays());
      s.setString(4, JSON.writeValueAsString(account.replacements()));
      s.executeUpdate();
    }
  }

  private void put(Connection db, KeySpec key, @Nullable String password)
      throws SQLException, Refused {
    Spec before = keys.spec(db, key.name());
    if (before == null) {
      if (password == null || password.length() < Passwords.IMPORT_MIN) {
        throw new Refused(
            "key "
                + key.name()
                + ": its password needs at least "
                + Passwords.IMPORT_MIN
                + " characters");
      }
      if (!keys.insert(db, key.account(), key.name(), password, key.settings())) {
        throw new Refused("no account is named " + key.account());
      }
    } else {
      if (before instanceof KeySpec was && !was.account().equals(key.account())) {
        throw new Refused(
            "key "
                + key.name()
                + " belongs to account "
                + was.account()
                + ", for ever: its"
                + " messages do. Make a key of another name");
      }
      keys.update(db, key.name(), key.settings());
      if (password != null && !keys.opens(db, key.name(), password)) {
        if (password.length() < Passwords.IMPORT_MIN) {
          throw new Refused(
              "key "
                  + key.name()
                  + ": its password needs at least "
                  + Passwords.IMPORT_MIN
                  + " characters");
        }
        keys.rotate(db, key.name(), password, Duration.ZERO);
      }
    }
    keys.enable(db, key.name(), key.enabled());
  }

  /** Whether that is its password already. */
  boolean hasPassword(Connection db, Kind kind, String name, String password) throws SQLException {
    return kind == Kind.KEY
        ? keys.opens(db, name, password)
        : carriers.links(db).stream()
            .anyMatch(l -> l.name().equals(name) && Passwords.same(l.password(), password));
  }

  /** Removes one; nothing happens if it is not there. */
  static void remove(Connection db, Kind kind, String name) throws SQLException {
    String sql =
        switch (kind) {
          case CARRIER -> "DELETE FROM carrier WHERE name = ?";
          case LINK -> "DELETE FROM link WHERE name = ?";
          case ROUTE -> "DELETE FROM route WHERE name = ?";
          case ACCOUNT, KEY ->
              throw new IllegalArgumentException(kind + " has messages and cannot go");
        };
    try (PreparedStatement s = db.prepareStatement(sql)) {
      s.setString(1, name);
      s.executeUpdate();
    }
  }
}
