package io.waybill.store;

import io.waybill.message.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes partitions ahead of need and drops them when their time is over: that is what retention is.
 * A partition is made detached and then attached, which stops no writer.
 */
final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);
  private static final int DAYS_AHEAD = 28;
  private static final int ON_AIR_DAYS = 14;
  private static final int IDEMPOTENCY_DAYS = 3;
  private static final Pattern DAILY = Pattern.compile("(content|on_air|idempotency)_(\\d{8})");

  private final Database database;
  private final Set<LocalDate> contentDays = ConcurrentHashMap.newKeySet();

  Partitions(Database database) {
    this.database = database;
  }

  /** What is needed for the next four weeks. */
  void maintain(Instant now) throws SQLException {
    LocalDate today = NewRows.day(now);
    try (Connection db = database.connection()) {
      Set<String> there = existing(db);
      for (int i = -1; i <= DAYS_AHEAD; i++) {
        daily(db, there, "on_air", today.plusDays(i));
        daily(db, there, "idempotency", today.plusDays(i));
      }
      LocalDate week = today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      for (int i = -1; i <= DAYS_AHEAD / 7; i++) {
        weekly(db, there, week.plusWeeks(i));
      }
    }
  }

  /** Away with what is over: that is what retention is. Goes on where an earlier try was cut. */
  void drop(Instant now) throws SQLException {
    LocalDate today = NewRows.day(now);
    try (Connection db = database.connection()) {
      for (Leftover old : over(db, today)) {
        try (Statement s = db.createStatement()) {
          if (old.parent() != null) {
            s.execute(
                "ALTER TABLE %s DETACH PARTITION %s %s"
                    .formatted(
                        old.parent(), old.name(), old.pending() ? "FINALIZE" : "CONCURRENTLY"));
          }
          s.execute("DROP TABLE " + old.name());
        } catch (SQLException e) {
          LOG.warn("{} could not be dropped, trying again in an hour: {}", old, e.getMessage());
        }
      }
    }
  }

  /** A daily table whose time is over; without parent if it was already detached. */
  private record Leftover(String name, @Nullable String parent, boolean pending) {}

  private static List<Leftover> over(Connection db, LocalDate today) throws SQLException {
    List<Leftover> over = new ArrayList<>();
    try (Statement s = db.createStatement();
        ResultSet r =
            s.executeQuery(
                """
                SELECT c.relname, p.relname, coalesce(i.inhdetachpending, false) FROM pg_class c
                LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
                LEFT JOIN pg_class p ON p.oid = i.inhparent
                WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
                """)) {
      while (r.next()) {
        String name = Row.string(r, 1);
        if (isOver(name, today)) {
          over.add(new Leftover(name, r.getString(2), r.getBoolean(3)));
        }
      }
    }
    return over;
  }

  private static boolean isOver(String name, LocalDate today) {
    Matcher m = DAILY.matcher(name);
    if (!m.matches()) {
      return false;
    }
    LocalDate day = LocalDate.parse(m.group(2), DateTimeFormatter.BASIC_ISO_DATE);
    int keep =
        switch (m.group(1)) {
          case "content" -> 0;
          case "on_air" -> ON_AIR_DAYS;
          default -> IDEMPOTENCY_DAYS;
        };
    return day.plusDays(keep).isBefore(today);
  }

  /** Makes sure that content to be purged on this day has its partition. */
  void contentDay(LocalDate day) throws SQLException {
    if (contentDays.contains(day)) {
      return;
    }
    synchronized (this) {
      try (Connection db = database.connection()) {
        daily(db, existing(db), "content", day);
      }
      contentDays.add(day);
    }
  }

  private static Set<String> existing(Connection db) throws SQLException {
    Set<String> names = ConcurrentHashMap.newKeySet();
    try (Statement s = db.createStatement();
        ResultSet r =
            s.executeQuery(
                """
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                JOIN pg_class p ON p.oid = i.inhparent
                WHERE p.relname IN ('content', 'on_air', 'idempotency', 'history', 'told')
                """)) {
      while (r.next()) {
        names.add(Row.string(r, 1));
      }
    }
    return names;
  }

  private static void daily(Connection db, Set<String> there, String table, LocalDate day)
      throws SQLException {
    String name = table + "_" + day.toString().replace("-", "");
    make(db, there, table, name, "'" + day + "'", "'" + day.plusDays(1) + "'");
  }

  private static void weekly(Connection db, Set<String> there, LocalDate monday)
      throws SQLException {
    for (String table : List.of("history", "told")) {
      String name = table + "_" + monday.toString().replace("-", "");
      make(db, there, table, name, firstId(monday), firstId(monday.plusWeeks(1)));
    }
  }

  private static String firstId(LocalDate day) {
    return "'" + Ids.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant()) + "'";
  }

  private static void make(
      Connection db, Set<String> there, String table, String name, String from, String to)
      throws SQLException {
    if (there.contains(name)) {
      return;
    }
    try (Statement s = db.createStatement()) {
      s.execute("CREATE TABLE IF NOT EXISTS " + name + " (LIKE " + table + " INCLUDING ALL)");
      s.execute(
          "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)"
              .formatted(table, name, from, to));
    }
  }
}
