package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.routing.Carrier;
import io.waybill.routing.Declared;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Route;
import io.waybill.routing.Standing;
import io.waybill.settings.Difference;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.AdminStore.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Changes carriers, links and routes, all of them audited: each call is one transaction, in force
 * in a running process within a second.
 */
public final class CarrierAdmin {
  private final AdminStore admin;
  private final Database database;
  private final CarrierTable table;
  private final Audit audit;

  /**
   * @param by who changes, and by which way
   */
  CarrierAdmin(AdminStore admin, Database database, Vault vault, Audit.By by) {
    this.admin = admin;
    this.database = database;
    this.table = new CarrierTable(vault);
    this.audit = new Audit(by);
  }

  /** Everything that is set, as a file would declare it: kind, then name. */
  public Map<String, Map<String, Map<String, Object>>> all() throws SQLException {
    try (Connection db = database.connection()) {
      return all(db);
    }
  }

  private static Map<String, Map<String, Map<String, Object>>> all(Connection db)
      throws SQLException {
    Map<String, Map<String, Object>> carriers = new TreeMap<>();
    CarrierTable.carriers(db).forEach((name, c) -> carriers.put(name, c.toMap()));
    Map<String, Map<String, Object>> links = new TreeMap<>();
    CarrierTable.specs(db).forEach(l -> links.put(l.name(), l.toMap()));
    Map<String, Map<String, Object>> routes = new TreeMap<>();
    CarrierTable.routes(db).routes().forEach(r -> routes.put(r.name(), r.toMap()));
    return Map.of("carriers", carriers, "links", links, "routes", routes);
  }

  /**
   * Makes what is set what a file declares, or only says what that would change.
   *
   * @param passwords of links, by name; a link that is not named keeps its own
   * @param prune whether what the file does not name, of the kinds it speaks of, goes
   * @param dryRun nothing is changed
   */
  public List<Difference> apply(
      Declared file, Map<String, String> passwords, boolean prune, boolean dryRun)
      throws SQLException, Refused {
    List<Difference> differences = new ArrayList<>();
    if (dryRun) {
      try (Connection db = database.connection()) {
        differences.addAll(differences(db, file, prune));
      }
      return differences;
    }
    admin.change(db -> {
      differences.addAll(differences(db, file, prune));
      for (Difference d : differences) {
        if (d.after() != null) {
          put(db, file, d, passwords);
        }
      }
      for (Difference d : differences.reversed()) {
        if (d.after() == null) {
          remove(db, d);
        }
      }
      for (Difference d : differences) {
        audit.note(db, d);
      }
      for (LinkSpec link : file.links().values()) {
        boolean isPut =
            differences.stream()
                .anyMatch(d -> d.kind().equals("link") && d.name().equals(link.name()));
        String password = passwords.get(link.name());
        if (!isPut && password != null) {
          table.put(db, link, password);
        }
      }
      return 0;
    });
    return differences;
  }

  private static List<Difference> differences(Connection db, Declared file, boolean prune)
      throws SQLException {
    Map<String, Map<String, Map<String, Object>>> now = all(db);
    Map<String, Map<String, Object>> carriers = new HashMap<>();
    file.carriers().forEach((name, c) -> carriers.put(name, c.toMap()));
    Map<String, Map<String, Object>> links = new HashMap<>();
    file.links().forEach((name, l) -> links.put(name, l.toMap()));
    Map<String, Map<String, Object>> routes = new HashMap<>();
    file.routes().forEach((name, r) -> routes.put(name, r.toMap()));
    List<Difference> all = new ArrayList<>();
    Map<String, Map<String, Map<String, Object>>> wanted =
        Map.of("carriers", carriers, "links", links, "routes", routes);
    for (String kind : List.of("carriers", "links", "routes")) {
      boolean spoken = prune && file.kinds().contains(kind);
      all.addAll(
          Difference.between(
              kind.substring(0, kind.length() - 1),
              now.getOrDefault(kind, Map.of()),
              wanted.getOrDefault(kind, Map.of()),
              spoken));
    }
    // The carrier that is there from the start stays: without routes everything goes to it.
    all.removeIf(d -> d.after() == null && d.name().equals(Carrier.DEFAULT));
    return all;
  }

  private void put(Connection db, Declared file, Difference d, Map<String, String> passwords)
      throws SQLException, Refused {
    Carrier carrier = file.carriers().get(d.name());
    LinkSpec link = file.links().get(d.name());
    Route route = file.routes().get(d.name());
    if (d.kind().equals("carrier") && carrier != null) {
      CarrierTable.put(db, carrier);
    } else if (d.kind().equals("link") && link != null) {
      table.put(db, link, passwords.get(d.name()));
    } else if (route != null) {
      CarrierTable.put(db, route);
    }
  }

  private static void remove(Connection db, Difference d) throws SQLException {
    String sql =
        switch (d.kind()) {
          case "carrier" -> "DELETE FROM carrier WHERE name = ?";
          case "link" -> "DELETE FROM link WHERE name = ?";
          default -> "DELETE FROM route WHERE name = ?";
        };
    try (PreparedStatement s = db.prepareStatement(sql)) {
      s.setString(1, d.name());
      s.executeUpdate();
    }
  }

  /** Sets one thing; what the file says of others does not matter. */
  public List<Difference> put(Declared one) throws SQLException, Refused {
    return apply(one, Map.of(), false, false);
  }

  /** Removes a route. */
  public void removeRoute(String name) throws SQLException, Refused {
    admin.change(db -> {
      Route route =
          CarrierTable.routes(db).routes().stream()
              .filter(r -> r.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new Refused("no route is named " + name));
      Difference gone = new Difference("route", name, route.toMap(), null);
      remove(db, gone);
      audit.note(db, gone);
      return 0;
    });
  }

  /** Removes a link; what it has not written goes to others. */
  public void removeLink(String name) throws SQLException, Refused {
    admin.change(db -> {
      LinkSpec link =
          CarrierTable.specs(db).stream()
              .filter(l -> l.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new Refused("no link is named " + name));
      Difference gone = new Difference("link", name, link.toMap(), null);
      remove(db, gone);
      audit.note(db, gone);
      return 0;
    });
  }

  /** Lets a carrier be used, or not. */
  public void carrier(String name, Standing standing) throws SQLException, Refused {
    admin.change(db -> {
      Carrier before =
          CarrierTable.carrier(db, name)
              .orElseThrow(() -> new Refused("no carrier is named " + name));
      Carrier after = before.standing(standing);
      CarrierTable.put(db, after);
      audit.note(db, new Difference("carrier", name, before.toMap(), after.toMap()));
      return 0;
    });
  }

  /** Lets a link be used, or not. */
  public void link(String name, Standing standing) throws SQLException, Refused {
    admin.change(db -> {
      Optional<LinkSpec> found =
          CarrierTable.specs(db).stream().filter(l -> l.name().equals(name)).findFirst();
      LinkSpec before = found.orElseThrow(() -> new Refused("no link is named " + name));
      LinkSpec after = before.standing(standing);
      table.put(db, after, null);
      audit.note(db, new Difference("link", name, before.toMap(), after.toMap()));
      return 0;
    });
  }

  /**
   * The newest changes, newest first: time in UTC, who, by which way, what was done to what.
   *
   * @param limit 1 to 1,000
   */
  public List<Line> changes(int limit) throws SQLException {
    List<Line> lines = new ArrayList<>();
    try (Connection db = database.connection();
        PreparedStatement s = db.prepareStatement(Audit.NEWEST)) {
      s.setInt(1, limit);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          List<String> columns = new ArrayList<>();
          for (int i = 1; i <= 5; i++) {
            columns.add(Row.string(r, i));
          }
          lines.add(new Line(columns));
        }
      }
    }
    return lines;
  }
}
