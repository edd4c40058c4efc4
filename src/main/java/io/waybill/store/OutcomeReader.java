package io.waybill.store;

import io.waybill.message.By;
import io.waybill.message.Ids;
import io.waybill.message.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads what became of an account's messages, newest first, page by page, each page a statement of
 * its own along an index: for counts that no counter has, such as how many recipients there were.
 */
public final class OutcomeReader {
  private static final String EACH =
      "(SELECT id, recipient_hash, state, by_carrier, err, changed_at, coalesce(ready_at,"
          + " accepted_at) FROM %s WHERE account_id = ? AND id >= ? AND id < ?"
          + " ORDER BY id DESC LIMIT ?)";

  private static final String SQL =
      EACH.formatted("live")
          + " UNION ALL "
          + EACH.formatted("history")
          + " ORDER BY id DESC LIMIT ?";

  private final Database database;

  public OutcomeReader(Database database) {
    this.database = database;
  }

  /**
   * What became of a message.
   *
   * @param number stands for the recipient's number; nobody can tell the number from it
   * @param took from acceptance, or the time to send, to the last change of its status
   */
  public record Outcome(UUID id, long number, State state, By by, int err, Duration took) {}

  /**
   * Outcomes, newest first; fewer than the limit: there are no more. Messages of a chain that were
   * not tried are among them.
   *
   * @param before only ids smaller than this one; null for the first page
   * @param limit 1 to 50,000
   */
  public List<Outcome> page(
      int account, Instant from, Instant until, @Nullable UUID before, int limit)
      throws SQLException {
    UUID first = Ids.firstAt(from);
    UUID end = before == null ? Ids.firstAt(until) : before;
    List<Outcome> page = new ArrayList<>(limit);
    try (Connection db = database.connection();
        PreparedStatement s = prepare(db, "", account, first, end, limit);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        page.add(
            new Outcome(
                Row.value(r.getObject(1, UUID.class)),
                r.getLong(2),
                State.valueOf(Row.string(r, 3)),
                r.getBoolean(4) ? By.CARRIER : By.US,
                r.getInt(5),
                Duration.between(Row.value(Row.instant(r, 7)), Row.value(Row.instant(r, 6)))));
      }
    }
    return page;
  }

  private static PreparedStatement prepare(
      Connection db, String how, int account, UUID first, UUID end, int limit) throws SQLException {
    PreparedStatement s = db.prepareStatement(how + SQL);
    s.setQueryTimeout(30);
    for (int place = 1; place <= 5; place += 4) {
      s.setInt(place, account);
      s.setObject(place + 1, first);
      s.setObject(place + 2, end);
      s.setInt(place + 3, limit);
    }
    s.setInt(9, limit);
    return s;
  }

  /** How the database would do it: for tests. */
  List<String> plan(int account, Instant from, Instant until, int limit) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Connection db = database.connection();
        PreparedStatement s =
            prepare(db, "EXPLAIN ", account, Ids.firstAt(from), Ids.firstAt(until), limit);
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        lines.add(r.getString(1));
      }
    }
    return lines;
  }
}
