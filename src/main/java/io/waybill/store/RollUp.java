package io.waybill.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;

/**
 * Keeps the counters small: what is older than an hour is no longer kept by writer, what is older
 * than two days is kept by the hour, what is older than nine days by the day. Sums stay what they
 * are. To be called hourly; one process does it at a time.
 */
public final class RollUp {
  /** Until then counters have quarters of an hour. */
  static final Duration QUARTERS_FOR = Duration.ofDays(2);

  /** Until then counters have hours. */
  static final Duration HOURS_FOR = Duration.ofDays(9);

  /** Until then most messages change no more, and writers need no rows of their own. */
  private static final Duration WRITERS_APART_FOR = Duration.ofHours(1);

  private static final Duration LATE = Duration.ofMinutes(10);

  /** The advisory lock of whoever changes rows that are rolled up. */
  static final long NAME = 0x5741_5942_524FL;

  private RollUp() {}

  /** Rolls up what is old enough. */
  public static void run(Database database, Instant now) throws SQLException {
    try (Connection db = database.connection()) {
      db.setAutoCommit(false);
      try {
        if (isFree(db)) {
          all(db, now);
        }
      } finally {
        db.rollback();
        db.setAutoCommit(true);
      }
    }
  }

  private static void all(Connection db, Instant now) throws SQLException {
    try (Statement s = db.createStatement()) {
      try {
        CounterTable.rollUp(
            db, CounterKey.bucket(now.minus(WRITERS_APART_FOR)), CounterTable.QUARTERS);
        CounterTable.rollUp(db, dayOf(now.minus(QUARTERS_FOR)), CounterTable.HOURS);
        CounterTable.rollUp(db, dayOf(now.minus(HOURS_FOR)), CounterTable.DAYS);
        LatencyTable.mergeHours(db, CounterKey.bucket(now.minus(LATE)) - CounterKey.HOUR + 1);
        LatencyTable.mergeDays(db, dayOf(now.minus(QUARTERS_FOR)));
      } finally {
        db.rollback();
        s.execute("SELECT pg_advisory_unlock(" + NAME + ")");
      }
    }
  }

  private static boolean isFree(Connection db) throws SQLException {
    try (Statement s = db.createStatement();
        ResultSet r = s.executeQuery("SELECT pg_try_advisory_lock(" + NAME + ")")) {
      return r.next() && r.getBoolean(1);
    }
  }

  /** The bucket in which that day (UTC) begins. */
  static int dayOf(Instant at) {
    return Math.floorDiv(CounterKey.bucket(at), CounterKey.DAY) * CounterKey.DAY;
  }
}
