package io.waybill.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows that one group works with: its own not yet committed, the recent, else those stored. */
final class Seen {
  private final Connection db;
  private final Recent recent;

  /** What this group has made of a row; null: what is in the database must be read. */
  private final Map<UUID, @Nullable Row> own = new HashMap<>();

  Seen(Connection db, Recent recent) {
    this.db = db;
    this.recent = recent;
  }

  /** The rows of these messages, wherever they are; none for those that are nowhere. */
  Map<UUID, Row> rows(Collection<UUID> ids) throws SQLException {
    Map<UUID, Row> rows = HashMap.newHashMap(ids.size());
    for (UUID id : ids) {
      Row row = own.containsKey(id) ? own.get(id) : recent.row(id);
      if (row != null) {
        rows.put(id, row);
      }
    }
    if (rows.size() < ids.size()) {
      rows.putAll(Row.read(db, missing(ids, rows)));
    }
    return rows;
  }

  private static Collection<UUID> missing(Collection<UUID> ids, Map<UUID, Row> rows) {
    return ids.stream().filter(id -> !rows.containsKey(id)).sorted().toList();
  }

  void accepted(NewRows.Accepted a) {
    boolean isOver = a.decision().next().isOver();
    own.put(a.message().envelope().id(), isOver ? null : Row.accepted(a));
  }

  /** Takes note of what became of a change; who has lost must read anew. */
  void changed(Change change, boolean isWinner) {
    own.put(change.next.id(), isWinner && !change.next.isOver() ? change.row() : null);
  }

  /** After the commit. */
  void keep() {
    own.forEach((id, row) -> {
      if (row == null) {
        recent.forget(id);
      } else {
        recent.keep(row);
      }
    });
  }
}
