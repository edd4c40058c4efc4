package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Lifecycle;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Statements on {@code live} that a group makes: read, update, move to history. */
final class LiveTable {
  private LiveTable() {}

  private static final String READ =
      "SELECT " + Row.LIVE + " FROM live WHERE id = ANY(?::uuid[]) ORDER BY id";

  /**
   * What changes, in the order of {@link #set}. All of it is one list: a join of two lists would
   * compare each row of a group with every other.
   */
  private static final String UNNEST =
      """
      unnest(?::uuid[], ?::int[], ?::text[], ?::bool[], ?::int[], ?::int[], ?::text[], ?::int[],
        ?::bool[], ?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::text[], ?::int[], ?::text[],
        ?::int[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
        AS u(id, was, state, by_carrier, err, seq, parts, attempt, risked, link, due, deadline,
          reports, waiting, tries, last_receipt, last_receipt_count, changed, lines, valid, final,
          carrier, masked)
      """;

  private static final String UPDATE =
      """
      UPDATE live l SET version = u.was + 1, state = u.state, by_carrier = u.by_carrier,
        err = u.err, seq = u.seq, parts = u.parts, attempt = u.attempt, risked = u.risked,
        link = u.link, owner = ?, due_at = to_timestamp(u.due / 1e3::float8),
        deadline = to_timestamp(u.deadline / 1e3::float8), reports = u.reports, waiting = u.waiting,
        tries = u.tries, last_receipt = u.last_receipt,
        last_receipt_count = u.last_receipt_count,
        changed_at = to_timestamp(u.changed / 1e3::float8), timeline = l.timeline || u.lines,
        valid_until = to_timestamp(u.valid / 1e3::float8), final_by = to_timestamp(u.final / 1e3::float8),
        carrier = u.carrier
      FROM
      """
          + UNNEST
          + " WHERE l.id = u.id AND l.version = u.was RETURNING l.id";

  private static final String FINISH =
      """
      WITH gone AS (
        DELETE FROM live l USING
      """
          + UNNEST
          + """
             WHERE l.id = u.id AND l.version = u.was
             RETURNING l.id, l.account_id, l.key_name, u.carrier, l.priority, l.sender, l.country,
               l.network, l.reference, l.dlr_url, l.text_store, l.purge_day, l.concat_reference, l.udh,
               l.accepted_at, to_timestamp(u.valid / 1e3::float8), to_timestamp(u.final / 1e3::float8), u.was + 1, u.state, u.by_carrier, u.err, u.seq,
               u.parts, u.attempt, u.risked, u.link, l.wants_reports, u.reports, u.waiting, u.tries,
               u.last_receipt, u.last_receipt_count, to_timestamp(u.changed / 1e3::float8), l.channel, l.format,
               l.message_class, l.is_binary, l.campaign, l.tags, l.part_price, l.has_next,
               l.ready_at, u.masked,
               l.recipient_hash, l.timeline || u.lines)
          INSERT INTO history (\
          """
          + Row.HISTORY
          + ", recipient_hash, timeline) SELECT * FROM gone RETURNING id";

  static Map<UUID, Row> read(Connection db, Collection<UUID> ids) throws SQLException {
    Map<UUID, Row> rows = new TreeMap<>();
    try (PreparedStatement s = db.prepareStatement(READ)) {
      new Arrays(db, s).uuids(1, List.copyOf(ids), id -> id);
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          Row row = Row.live(r);
          rows.put(row.envelope().id(), row);
        }
      }
    }
    return rows;
  }

  /** Updates those whose version is still the one that was read; returns which were. */
  static Set<UUID> update(Connection db, List<Change> changes, String owner) throws SQLException {
    if (changes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement s = db.prepareStatement(UPDATE)) {
      s.setString(1, owner);
      set(db, s, 2, changes, _ -> null);
      return ids(s);
    }
  }

  /** Moves those that are over to history, likewise. */
  static Set<UUID> finish(Connection db, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return Set.of();
    }
    try (PreparedStatement s = db.prepareStatement(FINISH)) {
      set(db, s, 1, changes, c -> masked(c.was.envelope().recipient()));
      return ids(s);
    }
  }

  /** Only the country's digits and the last two stay readable. */
  static String masked(String recipient) {
    int shown = Math.min(4, recipient.length());
    int tail = Math.max(shown, recipient.length() - 2);
    return recipient.substring(0, shown) + "*".repeat(tail - shown) + recipient.substring(tail);
  }

  private static void set(
      Connection db,
      PreparedStatement s,
      int first,
      List<Change> changes,
      Function<Change, @Nullable String> masked)
      throws SQLException {
    List<Change> rows = new ArrayList<>(changes);
    Arrays a = new Arrays(db, s);
    int i = first;
    a.uuids(i++, rows, c -> c.next.id());
    a.ints(i++, rows, c -> c.was.message().version());
    a.texts(i++, rows, c -> c.next.state().name());
    a.booleans(i++, rows, c -> c.next.by() == By.CARRIER);
    a.ints(i++, rows, c -> c.next.err());
    a.ints(i++, rows, c -> c.next.seq());
    a.texts(i++, rows, c -> Codec.parts(c.next.parts()));
    a.ints(i++, rows, c -> c.next.attempt());
    a.booleans(i++, rows, c -> c.next.risked());
    a.texts(i++, rows, c -> c.next.link());
    a.times(i++, rows, c -> c.next.dueAt());
    a.times(i++, rows, c -> c.next.deadline());
    a.ints(i++, rows, c -> c.next.reports());
    a.texts(i++, rows, c -> Codec.reports(c.next.waiting()));
    a.ints(i++, rows, c -> c.next.tries());
    a.texts(i++, rows, c -> c.next.lastReceipt());
    a.ints(i++, rows, c -> c.next.lastReceiptCount());
    a.times(i++, rows, Change::changedAt);
    a.texts(i++, rows, c -> TimelineLines.of(c.entries, Lifecycle.VERSION));
    a.times(i++, rows, c -> c.next.validUntil());
    a.times(i++, rows, c -> c.next.finalBy());
    a.texts(i++, rows, Change::carrier);
    a.texts(i, rows, masked);
  }

  private static Set<UUID> ids(PreparedStatement s) throws SQLException {
    Set<UUID> ids = new HashSet<>();
    try (ResultSet r = s.executeQuery()) {
      while (r.next()) {
        ids.add(Row.value(r.getObject(1, UUID.class)));
      }
    }
    return ids;
  }
}
