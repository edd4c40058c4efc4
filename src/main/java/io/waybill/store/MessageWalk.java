package io.waybill.store;

import io.waybill.message.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Looks through {@code live} or {@code history} for messages that fit, newest first, some hundred
 * to some ten thousand at a time along an index.
 */
final class MessageWalk {
  private static final int STEPS_MIN = 400;
  private static final int STEPS_MAX = 60_000;
  private static final int GROWTH = 4;

  /** Further back, less may be in memory. */
  private static final double SURE = 0.7;

  private final Connection db;
  private final Filters filters;
  private final UUID from;
  private final int limit;
  private final List<UUID> hits = new ArrayList<>();
  private UUID at;
  private boolean isDone;
  private int steps;
  private double stepsPerNano;

  /**
   * @param from the least id that is of interest
   * @param before only smaller ones
   * @param limit how many are wanted at most
   */
  MessageWalk(Connection db, Filters filters, UUID from, UUID before, int limit) {
    this.db = db;
    this.filters = filters;
    this.from = from;
    this.at = before;
    this.limit = limit;
    this.steps = Math.max(STEPS_MIN, GROWTH * limit);
  }

  /** Everything was looked at. */
  boolean isDone() {
    return isDone;
  }

  /** Everything from this id on was looked at. */
  UUID at() {
    return at;
  }

  /** What fits of that, newest first. */
  List<UUID> hits() {
    return hits;
  }

  /** Goes on, no further than the time is likely to suffice for. */
  void step(long nanosLeft) throws SQLException {
    if (stepsPerNano > 0) {
      double fit =
          Math.min(STEPS_MAX, Math.min(steps * (double) GROWTH, SURE * nanosLeft * stepsPerNano));
      steps = (int) Math.max(STEPS_MIN, fit);
    }
    long began = System.nanoTime();
    int looked = 0;
    int found = 0;
    try (PreparedStatement s = prepare("")) {
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          UUID id = Row.value(r.getObject(1, UUID.class));
          looked = r.getInt(2);
          if (r.wasNull()) {
            hits.add(id);
            found++;
          }
          at = id;
        }
      }
    }
    if (found == limit) {
      at = hits.getLast();
    } else if (looked < steps) {
      isDone = true;
    }
    stepsPerNano = Math.max(looked, 1) / (double) Math.max(1, System.nanoTime() - began);
  }

  /** How the database would do it: for tests. */
  List<String> plan() throws SQLException {
    List<String> lines = new ArrayList<>();
    try (PreparedStatement s = prepare("EXPLAIN ");
        ResultSet r = s.executeQuery()) {
      while (r.next()) {
        lines.add(r.getString(1));
      }
    }
    return lines;
  }

  private PreparedStatement prepare(String how) throws SQLException {
    PreparedStatement s = db.prepareStatement(how + filters.sql());
    s.setQueryTimeout(MessageReader.LIST_SECONDS);
    List<Object> values = filters.values(from, at, steps, limit);
    for (int i = 0; i < values.size(); i++) {
      s.setObject(i + 1, values.get(i));
    }
    return s;
  }

  /** Of two that are not done, the one that is less far. */
  static MessageWalk behind(MessageWalk a, MessageWalk b) {
    if (a.isDone || b.isDone) {
      return a.isDone ? b : a;
    }
    return Ids.ORDER.compare(a.at, b.at) >= 0 ? a : b;
  }
}
