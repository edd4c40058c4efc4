package io.waybill.store;

import io.waybill.message.Ids;
import io.waybill.store.SeedLoader.Chunk;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where seeded rows are copied to. A week of which history has nothing yet is loaded into tables of
 * its own, indexed at once and then attached, all counters with it: a running Waybill sees the
 * whole week or nothing. Other weeks get their rows day by day. For one thread.
 */
final class SeedTables implements AutoCloseable {
  private static final List<String> PARENTS = List.of("history", "told");
  private static final String HISTORY = " (" + Row.HISTORY + ", recipient_hash, timeline)";
  private static final String CONTENT = "content (purge_day, id, recipient, body, body_hmac)";
  private static final String TOLD = " (message_id, seq, tries, waiting, lines)";

  private final Database database;
  private final Connection db;
  private final Map<Integer, Counters> counters = new HashMap<>();
  private final Map<Integer, Map<CounterKey, Slots>> times = new HashMap<>();
  private final Set<String> touched = new HashSet<>();
  private @Nullable LocalDate week;
  private @Nullable LocalDate day;
  private boolean isOwn;
  private boolean isOld;

  SeedTables(Database database) throws SQLException {
    this.database = database;
    this.db = database.connection();
    try (Statement s = db.createStatement()) {
      for (String left : tables("seed\\_%")) {
        s.execute("DROP TABLE " + left);
      }
    }
    db.setAutoCommit(false);
  }

  void load(Chunk chunk) throws SQLException {
    LocalDate monday = Seed.monday(chunk.day);
    if (!monday.equals(week)) {
      endWeek();
      week = monday;
      PARENTS.forEach(parent -> touched.add(name(parent, monday)));
      isOld = tables("history\\_%").contains(name("history", monday));
      isOwn = !isOld || isEmpty(monday);
      if (isOwn) {
        make(monday);
      }
    }
    if (!isOwn && !chunk.day.equals(day)) {
      commit();
    }
    day = chunk.day;
    for (LocalDate purge : chunk.purgeDays) {
      database.partitions().contentDay(purge);
    }
    chunk.history.into(db, (isOwn ? "seed_history" : "history") + HISTORY);
    chunk.told.into(db, (isOwn ? "seed_told" : "told") + TOLD);
    chunk.content.into(db, CONTENT);
    chunk.counters.forEach(
        (writer, more) -> counters.computeIfAbsent(writer, _ -> new Counters()).add(more));
    chunk.times.forEach((merged, more) -> {
      var sums = times.computeIfAbsent(merged, _ -> new HashMap<>());
      more.forEach((key, slots) -> sums.computeIfAbsent(key, _ -> new Slots()).add(slots));
    });
  }

  void finish() throws SQLException {
    endWeek();
    db.setAutoCommit(true);
    try (Statement s = db.createStatement()) {
      s.execute("VACUUM (ANALYZE) counter");
      s.execute("VACUUM (ANALYZE) counter_err");
      s.execute("VACUUM (ANALYZE) latency");
      for (String table : touched) {
        s.execute("VACUUM (ANALYZE) " + table);
      }
    }
  }

  private void endWeek() throws SQLException {
    LocalDate ended = week;
    if (ended != null && isOwn) {
      attach(ended);
    }
    commit();
  }

  /** What was counted is committed with what it counts. */
  private void commit() throws SQLException {
    try (Statement s = db.createStatement()) {
      s.execute("SELECT pg_advisory_xact_lock(" + RollUp.NAME + ")");
    }
    for (var e : counters.entrySet()) {
      e.getValue().write(db, e.getKey());
    }
    for (var e : times.entrySet()) {
      List<CounterKey> keys = e.getValue().keySet().stream().sorted(CounterKey.ORDER).toList();
      LatencyTable.add(db, keys, e.getValue(), e.getKey());
    }
    db.commit();
    counters.clear();
    times.clear();
  }

  /** Without indexes: made at the end, they cost a fraction. */
  private void make(LocalDate monday) throws SQLException {
    try (Statement s = db.createStatement()) {
      for (String parent : PARENTS) {
        s.execute(
            "CREATE TABLE seed_%1$s (LIKE %1$s INCLUDING ALL EXCLUDING INDEXES)".formatted(parent));
        String id = parent.equals("told") ? "message_id" : "id";
        s.execute(
            "ALTER TABLE seed_%s ADD CONSTRAINT seed_range CHECK (%s >= %s AND %s < %s)"
                .formatted(parent, id, firstId(monday), id, firstId(monday.plusWeeks(1))));
      }
    }
  }

  private void attach(LocalDate monday) throws SQLException {
    try (Statement s = db.createStatement()) {
      s.execute("SET LOCAL maintenance_work_mem = '256MB'");
      for (String parent : PARENTS) {
        for (String definition : indexes(parent)) {
          s.execute(definition);
        }
        s.execute("ANALYZE seed_" + parent);
      }
      if (isOld && !makeRoom(s, monday)) {
        for (String parent : PARENTS) {
          s.execute("INSERT INTO %1$s SELECT * FROM seed_%1$s".formatted(parent));
          s.execute("DROP TABLE seed_" + parent);
        }
        return;
      }
      for (String parent : PARENTS) {
        join(s, parent, monday);
      }
    }
  }

  /** The check spares the database to look through the rows once more while writers wait. */
  private static void join(Statement s, String parent, LocalDate monday) throws SQLException {
    String own = name(parent, monday);
    s.execute("ALTER TABLE seed_%s RENAME TO %s".formatted(parent, own));
    s.execute(
        "ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%s) TO (%s)"
            .formatted(parent, own, firstId(monday), firstId(monday.plusWeeks(1))));
    s.execute("ALTER TABLE %s DROP CONSTRAINT seed_range".formatted(own));
  }

  /**
   * Drops the partitions of a week that are empty still; writers wait for the rest of this
   * transaction, some milliseconds. False if there are rows now.
   */
  private boolean makeRoom(Statement s, LocalDate monday) throws SQLException {
    s.execute("SET LOCAL lock_timeout = '10s'");
    s.execute("LOCK TABLE history, told IN ACCESS EXCLUSIVE MODE");
    if (!isEmpty(monday)) {
      return false;
    }
    for (String parent : PARENTS) {
      s.execute("DROP TABLE " + name(parent, monday));
    }
    return true;
  }

  private boolean isEmpty(LocalDate monday) throws SQLException {
    try (Statement s = db.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT NOT EXISTS (SELECT 1 FROM %s) AND NOT EXISTS (SELECT 1 FROM %s)"
                    .formatted(name("history", monday), name("told", monday)))) {
      return r.next() && r.getBoolean(1);
    }
  }

  /** Those of the parent, as statements for the own table; attaching finds them as its own. */
  private List<String> indexes(String parent) throws SQLException {
    List<String> definitions = new ArrayList<>();
    try (Statement s = db.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT pg_get_indexdef(i.indexrelid), i.indisprimary,"
                    + " pg_get_constraintdef(k.oid) FROM pg_index i"
                    + " LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype = 'p'"
                    + " AND k.conrelid = i.indrelid"
                    + " WHERE i.indrelid = '"
                    + parent
                    + "'::regclass")) {
      while (r.next()) {
        definitions.add(
            r.getBoolean(2)
                ? "ALTER TABLE seed_%s ADD %s".formatted(parent, r.getString(3))
                : Row.string(r, 1)
                    .replaceFirst("INDEX \\S+ ON ONLY \\S+", "INDEX ON seed_" + parent));
      }
    }
    return definitions;
  }

  private Set<String> tables(String like) throws SQLException {
    Set<String> names = new HashSet<>();
    try (Statement s = db.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace ="
                    + " current_schema()::regnamespace AND relname LIKE '"
                    + like
                    + "'")) {
      while (r.next()) {
        names.add(Row.string(r, 1));
      }
    }
    return names;
  }

  private static String name(String parent, LocalDate monday) {
    return parent + "_" + monday.toString().replace("-", "");
  }

  private static String firstId(LocalDate day) {
    return "'" + Ids.firstAt(day.atStartOfDay(ZoneOffset.UTC).toInstant()) + "'";
  }

  /** What was not committed is taken back. */
  @Override
  public void close() throws SQLException {
    try (db) {
      if (!db.getAutoCommit()) {
        db.rollback();
        db.setAutoCommit(true);
      }
    }
  }
}
