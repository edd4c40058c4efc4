package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Ids;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.MessageReader.Page;
import io.waybill.store.MessageReader.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One page of a list: live and history walked side by side, newest first, for a bounded time. */
final class MessageList {
  private static final Comparator<UUID> NEWEST = Ids.ORDER.reversed();

  private static final String LIVE = "SELECT " + Row.LIVE + " FROM live WHERE id = ANY(?::uuid[])";

  private static final String HISTORY =
      "SELECT "
          + Row.HISTORY
          + ", (SELECT c.recipient FROM content c WHERE c.id = m.id AND c.purge_day = m.purge_day)"
          + " FROM history m WHERE id = ANY(?::uuid[]) AND id >= ? AND id <= ?";

  private final Connection db;
  private final int limit;
  private final MessageWalk live;
  private final MessageWalk history;

  MessageList(Connection db, Vault vault, Query q) throws SQLException {
    this.db = db;
    this.limit = q.limit();
    UUID from = Ids.firstAt(q.from());
    UUID end = Ids.firstAt(q.until());
    UUID before = q.before() != null && Ids.ORDER.compare(q.before(), end) < 0 ? q.before() : end;
    live = new MessageWalk(db, new Filters(db, vault, q, true), from, before, limit);
    history = new MessageWalk(db, new Filters(db, vault, q, false), from, before, limit);
  }

  /** At least one step each is made, however little time there is. */
  Page page(Duration time) throws SQLException {
    Fit fit = ids(time);
    return new Page(found(db, fit.ids()), fit.next());
  }

  /**
   * What fits, by its ids alone.
   *
   * @param ids newest first
   * @param next as that of {@link Page}
   */
  record Fit(List<UUID> ids, @Nullable UUID next) {}

  /** As {@link #page}, for those who read something else of each. */
  Fit ids(Duration time) throws SQLException {
    long until = System.nanoTime() + time.toNanos();
    live.step(time.toNanos());
    history.step(until - System.nanoTime());
    while (true) {
      boolean isAll = live.isDone() && history.isDone();
      MessageWalk behind = MessageWalk.behind(live, history);
      List<UUID> ids =
          Stream.concat(live.hits().stream(), history.hits().stream())
              .filter(id -> isAll || Ids.ORDER.compare(id, behind.at()) >= 0)
              .sorted(NEWEST)
              .limit(limit)
              .toList();
      long left = until - System.nanoTime();
      if (ids.size() == limit) {
        return new Fit(ids, ids.getLast());
      }
      if (isAll || left <= 0) {
        return new Fit(ids, isAll ? null : behind.at());
      }
      behind.step(left);
    }
  }

  /**
   * What is stored under these ids, whosever it is.
   *
   * @param ids newest first
   */
  static List<Found> found(Connection db, List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return List.of();
    }
    Map<UUID, Found> rows = new HashMap<>();
    try (PreparedStatement s = db.prepareStatement(LIVE)) {
      new Arrays(db, s).uuids(1, ids, id -> id);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Row row = Row.live(r);
          rows.put(row.envelope().id(), PgMessageReader.found(row, null, null, null));
        }
      }
    }
    try (PreparedStatement s = db.prepareStatement(HISTORY)) {
      new Arrays(db, s).uuids(1, ids, id -> id);
      s.setObject(2, ids.getLast());
      s.setObject(3, ids.getFirst());
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Row row = Row.history(r);
          String full = r.getString(Row.HISTORY_NEXT);
          rows.put(row.envelope().id(), PgMessageReader.found(row, full, null, null));
        }
      }
    }
    return ids.stream().map(rows::get).filter(Objects::nonNull).toList();
  }

  /** How the database would walk: for tests. */
  List<String> plan() throws SQLException {
    List<String> lines = new ArrayList<>(live.plan());
    lines.addAll(history.plan());
    return lines;
  }
}
