package io.waybill.store;

import io.waybill.settings.Difference;
import io.waybill.settings.Kind;
import io.waybill.store.AdminStore.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Orders to a running process to write down what goes over a link. */
public final class WireOrders {
  private final AdminStore admin;

  WireOrders(AdminStore admin) {
    this.admin = admin;
  }

  /**
   * One order.
   *
   * @param askedAt tells one order from the next
   * @param texts whether texts are written, too
   */
  public record Order(String link, Instant askedAt, Instant until, boolean texts) {}

  static List<Order> all(Connection db) throws SQLException {
    List<Order> all = new ArrayList<>();
    try (PreparedStatement s =
            db.prepareStatement("SELECT link, asked_at, until, texts FROM wire_order");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        all.add(
            new Order(
                Row.string(r, 1),
                Row.value(Row.instant(r, 2)),
                Row.value(Row.instant(r, 3)),
                r.getBoolean(4)));
      }
    }
    return List.copyOf(all);
  }

  /**
   * Begins a wire log, or another one in the place of the one before.
   *
   * @param time 1 second to 60 minutes
   */
  public void order(String link, Duration time, boolean texts) throws SQLException, Refused {
    admin.change(db -> {
      try (PreparedStatement s =
          db.prepareStatement(
              """
              INSERT INTO wire_order (link, until, texts, actor)
              SELECT name, now() + ? * interval '1 s', ?, ? FROM link WHERE name = ?
              ON CONFLICT (link) DO UPDATE SET asked_at = now(), until = excluded.until,
                texts = excluded.texts, actor = excluded.actor
              """)) {
        s.setLong(1, time.toSeconds());
        s.setBoolean(2, texts);
        s.setString(3, admin.by().actor());
        s.setString(4, link);
        if (s.executeUpdate() == 0) {
          throw new Refused("no link is named " + link);
        }
      }
      Map<String, Object> told = Map.of("seconds", time.toSeconds(), "texts", texts);
      note(db, "wire log", link, told);
      return 0;
    });
  }

  /** Ends a link's wire log; nothing happens if there is none. */
  public void cancel(String link) throws SQLException, Refused {
    admin.change(db -> {
      try (PreparedStatement s = db.prepareStatement("DELETE FROM wire_order WHERE link = ?")) {
        s.setString(1, link);
        if (s.executeUpdate() == 1) {
          note(db, "end wire log", link, Map.of());
        }
        return 0;
      }
    });
  }

  private void note(Connection db, String action, String link, Map<String, Object> told)
      throws SQLException {
    admin.audit().note(db, action, new Difference(Kind.LINK.word(), link, null, told));
  }
}
