package io.waybill.store;

import io.waybill.message.Ids;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Statements on {@code told}: what became of a message's callbacks since its own row was written
 * last. A callback changes nothing else of a message, so its row need not be written again.
 */
final class ToldTable {
  private ToldTable() {}

  /** For some hundred rows cheaper than COPY, which gets its buffers anew each time. */
  private static final String ADD =
      "INSERT INTO told (message_id, seq, tries, waiting, lines)"
          + " SELECT * FROM unnest(?::uuid[], ?::int[], ?::int[], ?::text[], ?::text[])";

  /** The range lets partitions be left out before anything is read of them. */
  private static final String READ =
      """
      SELECT DISTINCT ON (message_id) message_id, seq, tries, waiting FROM told
      WHERE message_id = ANY(?::uuid[]) AND message_id >= ? AND message_id <= ?
      ORDER BY message_id, seq DESC
      """;

  /**
   * For a query on {@code live} or {@code history} as {@code m}, with two parameters, ids from and
   * to: all lines in their order, and the {@link Latest}.
   */
  static final String ALL =
      """
      (SELECT ARRAY[string_agg(t.lines, '' ORDER BY t.seq),
        (array_agg(t.seq || ' ' || t.tries || ' ' || t.waiting ORDER BY t.seq DESC))[1]]
       FROM told t WHERE t.message_id = m.id AND t.message_id >= ? AND t.message_id <= ?)\
      """;

  /** For a query on {@code live} or {@code history} as {@code m}: the reports that wait now. */
  static final String WAITING =
      """
      coalesce((SELECT CASE WHEN t.seq > m.seq THEN t.waiting END FROM told t
        WHERE t.message_id = m.id ORDER BY t.seq DESC LIMIT 1), m.waiting)\
      """;

  /** What the newest row says. */
  record Latest(int seq, int tries, String waiting) {

    /** From the form in which {@link #ALL} selects it. */
    static Latest parse(String text) {
      String[] f = text.split(" ", 3);
      return new Latest(Integer.parseInt(f[0]), Integer.parseInt(f[1]), f[2]);
    }

    /** The message, with what its own row does not say yet. */
    Message on(Message message) {
      return seq > message.seq()
          ? message.telling(message.version(), seq, Codec.reports(waiting), tries)
          : message;
    }
  }

  /** Adds what these changes say; each changes nothing but what is told. */
  static void add(Connection db, List<Change> changes) throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    try (PreparedStatement s = db.prepareStatement(ADD)) {
      Arrays a = new Arrays(db, s);
      a.uuids(1, changes, c -> c.next.id());
      a.ints(2, changes, c -> c.next.seq());
      a.ints(3, changes, c -> c.next.tries());
      a.texts(4, changes, c -> Codec.reports(c.next.waiting()));
      a.texts(5, changes, c -> TimelineLines.of(c.entries, Lifecycle.VERSION));
      s.executeUpdate();
    }
  }

  /** These rows, with what they do not say yet. */
  static void complete(Connection db, Map<UUID, Row> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    for (var e : latest(db, rows.keySet()).entrySet()) {
      rows.computeIfPresent(e.getKey(), (_, row) -> row.with(e.getValue().on(row.message())));
    }
  }

  private static Map<UUID, Latest> latest(Connection db, Collection<UUID> ids) throws SQLException {
    List<UUID> sorted = ids.stream().sorted(Ids.ORDER).toList();
    Map<UUID, Latest> latest = new HashMap<>();
    try (PreparedStatement s = db.prepareStatement(READ)) {
      new Arrays(db, s).uuids(1, sorted, id -> id);
      s.setObject(2, sorted.getFirst());
      s.setObject(3, sorted.getLast());
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          latest.put(
              Row.value(r.getObject(1, UUID.class)),
              new Latest(r.getInt(2), r.getInt(3), Row.string(r, 4)));
        }
      }
    }
    return latest;
  }

  /** The lines that {@link #ALL} has selected; null if there are none. */
  static @Nullable String lines(@Nullable String[] all) {
    return all[0];
  }

  /** The newest that {@link #ALL} has selected, on the message. */
  static Message on(Message message, @Nullable String[] all) {
    String latest = all[1];
    return latest == null ? message : Latest.parse(latest).on(message);
  }

  /** Reads what {@link #ALL} has selected. */
  static @Nullable String[] all(ResultSet r, int column) throws SQLException {
    return (@Nullable String[]) Row.value(r.getArray(column)).getArray();
  }
}
