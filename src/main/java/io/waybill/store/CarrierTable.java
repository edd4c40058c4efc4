package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Route;
import io.waybill.routing.RouteTable;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.ConfigStore.LinkRow;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Carriers, links and routes as they are stored. What is stored and cannot be used (an older
 * program reads a newer one's) is left out and logged; the rest goes on.
 */
final class CarrierTable {
  private static final Logger LOG = LoggerFactory.getLogger(CarrierTable.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final Vault vault;

  CarrierTable(Vault vault) {
    this.vault = vault;
  }

  static Map<String, Object> map(String json) {
    return JSON.readValue(json, new TypeReference<Map<String, Object>>() {});
  }

  static String json(Map<String, Object> map) {
    return JSON.writeValueAsString(map);
  }

  /** Reads one of a kind. */
  private interface Reading<T> {
    T from(String name, Map<String, Object> map) throws Unusable;
  }

  private static <T> Optional<T> read(String name, String json, Reading<T> reading) {
    try {
      return Optional.of(reading.from(name, map(json)));
    } catch (Unusable e) {
      LOG.error("left out, because this version cannot use it: {}", e.getMessage());
      return Optional.empty();
    }
  }

  static Map<String, Carrier> carriers(Connection db) throws SQLException {
    Map<String, Carrier> carriers = new HashMap<>();
    try (PreparedStatement s = db.prepareStatement("SELECT name, spec::text FROM carrier");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        String name = Row.string(r, 1);
        read(name, Row.string(r, 2), Carrier::read).ifPresent(c -> carriers.put(name, c));
      }
    }
    return Map.copyOf(carriers);
  }

  List<LinkRow> links(Connection db) throws SQLException {
    List<LinkRow> links = new ArrayList<>();
    try (PreparedStatement s =
            db.prepareStatement(
                "SELECT name, spec::text, password_sealed FROM link ORDER BY name");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        String name = Row.string(r, 1);
        byte[] sealed = r.getBytes(3);
        String password = sealed == null ? "" : unseal(name, sealed);
        read(name, Row.string(r, 2), LinkSpec::read)
            .ifPresent(spec -> links.add(new LinkRow(spec, password)));
      }
    }
    return List.copyOf(links);
  }

  /** All links without their passwords. */
  static List<LinkSpec> specs(Connection db) throws SQLException {
    List<LinkSpec> links = new ArrayList<>();
    try (PreparedStatement s =
            db.prepareStatement("SELECT name, spec::text FROM link ORDER BY name");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        read(Row.string(r, 1), Row.string(r, 2), LinkSpec::read).ifPresent(links::add);
      }
    }
    return links;
  }

  private String unseal(String link, byte[] sealed) {
    try {
      return vault.unseal(sealed);
    } catch (GeneralSecurityException e) {
      LOG.error(
          "the password of link {} cannot be unsealed: is this the key file it was sealed with?",
          link);
      return "";
    }
  }

  static RouteTable routes(Connection db) throws SQLException {
    List<Route> routes = new ArrayList<>();
    try (PreparedStatement s =
            db.prepareStatement("SELECT name, spec::text FROM route ORDER BY name");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        read(Row.string(r, 1), Row.string(r, 2), Route::read).ifPresent(routes::add);
      }
    }
    return new RouteTable(routes);
  }

  static Optional<Carrier> carrier(Connection db, String name) throws SQLException {
    return Optional.ofNullable(carriers(db).get(name));
  }

  static void put(Connection db, Carrier carrier) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO carrier (name, spec) VALUES (?, ?::jsonb)
            ON CONFLICT (name) DO UPDATE SET spec = excluded.spec, changed_at = now()
            """)) {
      s.setString(1, carrier.name());
      s.setString(2, json(carrier.toMap()));
      s.executeUpdate();
    }
  }

  /**
   * @param password null: as it is
   */
  void put(Connection db, LinkSpec link, @Nullable String password) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO link (name, carrier, spec, password_sealed) VALUES (?, ?, ?::jsonb, ?)
            ON CONFLICT (name) DO UPDATE SET carrier = excluded.carrier, spec = excluded.spec,
              password_sealed = coalesce(excluded.password_sealed, link.password_sealed),
              changed_at = now()
            """)) {
      s.setString(1, link.name());
      s.setString(2, link.carrier());
      s.setString(3, json(link.toMap()));
      s.setBytes(4, password == null ? null : vault.seal(password));
      s.executeUpdate();
    }
  }

  static void put(Connection db, Route route) throws SQLException, Refused {
    Integer account = route.account() == null ? null : accountId(db, route.account());
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO route (name, carrier, account_id, spec) VALUES (?, ?, ?, ?::jsonb)
            ON CONFLICT (name) DO UPDATE SET carrier = excluded.carrier,
              account_id = excluded.account_id, spec = excluded.spec, changed_at = now()
            """)) {
      s.setString(1, route.name());
      s.setString(2, route.carrier());
      s.setObject(3, account);
      s.setString(4, json(route.toMap()));
      s.executeUpdate();
    }
  }

  static int accountId(Connection db, String name) throws SQLException, Refused {
    try (PreparedStatement s = db.prepareStatement("SELECT id FROM account WHERE name = ?")) {
      s.setString(1, name);
      try (ResultSet r = s.executeQuery()) {
        if (!r.next()) {
          throw new Refused("no account is named " + name);
        }
        return r.getInt(1);
      }
    }
  }
}
