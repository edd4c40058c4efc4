package io.waybill.store;

import io.waybill.settings.Difference;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.AdminStore.Refused;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Changes who may administer the platform. */
public final class OperatorAdmin {
  private static final String KIND = "operator";

  private final AdminStore admin;

  OperatorAdmin(AdminStore admin) {
    this.admin = admin;
  }

  /**
   * Lets somebody in by a token, of which only the hash is kept.
   *
   * @param name a-z, 0-9 and dashes, at most 40
   * @param expiresAt null: never
   */
  public void create(String name, String token, @Nullable Instant expiresAt)
      throws SQLException, Refused {
    admin.change(db -> {
      if (!OperatorTable.insert(db, name, token, expiresAt)) {
        throw new Refused("there is an operator named '" + name + "' already");
      }
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("expires", Objects.toString(expiresAt, null));
      admin.audit().note(db, List.of(new Difference(KIND, name, null, told)));
      return 0;
    });
  }

  /** Lets an operator in, or shuts it out. */
  public void enable(String name, boolean on) throws SQLException, Refused {
    admin.change(db -> {
      one(OperatorTable.enable(db, name, on), name);
      admin.audit().note(db, on ? "enable" : "disable", new Difference(KIND, name, null, Map.of()));
      return 0;
    });
  }

  /** Removes an operator. */
  public void remove(String name) throws SQLException, Refused {
    admin.change(db -> {
      one(OperatorTable.remove(db, name), name);
      admin.audit().note(db, "remove", new Difference(KIND, name, Map.of(), null));
      return 0;
    });
  }

  private static void one(boolean found, String name) throws Refused {
    if (!found) {
      throw new Refused("no operator is named " + name);
    }
  }

  /** All operators: name, standing, made when, expiry, last use; times in UTC. */
  public List<Line> list() throws SQLException {
    return admin.lines(
        """
        SELECT name,
          CASE WHEN NOT enabled THEN 'disabled' WHEN expires_at <= now() THEN 'expired'
            ELSE 'enabled' END,
          created_at::date::text,
          coalesce(to_char(expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'never'),
          coalesce(to_char(last_used_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 'never')
        FROM operator_key ORDER BY name
        """);
  }
}
