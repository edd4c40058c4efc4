package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.State;
import io.waybill.store.MessageReader.Filter;
import io.waybill.store.MessageReader.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a {@link Query}, on live and history alike: those that an index leads to, and
 * those that what it leads to is looked through for.
 */
final class Filters {
  /** What conditions look at, and the index {@code history_account} has. */
  static final String LOOKED_AT =
      "id, state, err, carrier, country, network, sender, channel, key_name, purge_day";

  private final StringBuilder way = new StringBuilder();
  private final List<Object> wayValues = new ArrayList<>();
  private final StringBuilder look = new StringBuilder();
  private final List<Object> lookValues = new ArrayList<>();
  private final boolean live;
  private String columns = LOOKED_AT;

  Filters(Connection db, Vault vault, Query q, boolean live) throws SQLException {
    this.live = live;
    if (q.accountId() != null) {
      onWay("account_id = ?", q.accountId());
    }
    if (q.recipient() != null) {
      onWay("recipient_hash = ?", vault.numberHash(Recipients.plain(q.recipient())));
    }
    equalOnWay("reference", q.reference());
    equalOnWay("campaign", q.filter().campaign());
    states(db, q.states());
    looks(q.filter());
    prefix(db, q.prefix());
  }

  private void looks(Filter filter) {
    equal("sender", filter.sender());
    equal("channel", filter.channel());
    equal("country", filter.country());
    equal("key_name", filter.key());
    equal("err", filter.err());
    equal("carrier", filter.carrier());
    equal("network", filter.network());
    if (filter.tag() != null) {
      way.append(" AND tags <> ''");
      columns += ", tags";
      // Tags stand between line feeds, and none has one inside (see Codec).
      onLook("strpos(tags, ?) > 0", "\n" + filter.tag() + "\n");
    }
  }

  private void states(Connection db, @Nullable Set<State> states) throws SQLException {
    if (states == null) {
      look.append(" AND state NOT IN ('PLANNED', 'UNUSED')");
    } else {
      onLook(
          "state = ANY (?)",
          db.createArrayOf("text", states.stream().map(State::name).toArray(String[]::new)));
    }
  }

  /** The country first: it is in the index, and spares most looks at the number itself. */
  private void prefix(Connection db, @Nullable String prefix) throws SQLException {
    if (prefix == null) {
      return;
    }
    String digits = Recipients.plain(prefix);
    List<String> regions = Recipients.regions(digits);
    if (!regions.isEmpty()) {
      onLook(
          "coalesce(country, '') = ANY (? || ''::text)",
          db.createArrayOf("text", regions.toArray()));
    }
    if (live) {
      columns += ", recipient";
      onLook("starts_with(recipient, ?)", "+" + digits);
    } else {
      onLook(
          "starts_with((SELECT c.recipient FROM content c WHERE c.id = w.id"
              + " AND c.purge_day = w.purge_day), ?)",
          "+" + digits);
    }
  }

  private void equalOnWay(String column, @Nullable Object value) {
    if (value != null) {
      onWay(column + " = ?", value);
    }
  }

  private void equal(String column, @Nullable Object value) {
    if (value != null) {
      onLook(column + " = ?", value);
    }
  }

  private void onWay(String condition, Object value) {
    way.append(" AND ").append(condition);
    wayValues.add(value);
  }

  private void onLook(String condition, Object value) {
    look.append(" AND ").append(condition);
    lookValues.add(value);
  }

  /**
   * Looks through so many messages, newest first: selects the ids that fit, and last that of the
   * oldest that was looked at with how many were. Parameters: those of {@link #values}.
   */
  String sql() {
    return "WITH w AS MATERIALIZED (SELECT %s FROM %s WHERE id >= ? AND id < ?%s ORDER BY id DESC LIMIT ?) (SELECT id, NULL::bigint FROM w WHERE true%s ORDER BY id DESC LIMIT ?) UNION ALL (SELECT id, (SELECT count(*) FROM w) FROM w ORDER BY id LIMIT 1)"
        .formatted(columns, live ? "live" : "history", way, look);
  }

  /** For the parameters of {@link #sql}. */
  List<Object> values(Object from, Object before, int steps, int limit) {
    List<Object> values = new ArrayList<>(List.of(from, before));
    values.addAll(wayValues);
    values.add(steps);
    values.addAll(lookValues);
    values.add(limit);
    return values;
  }
}
