package io.waybill.store;

import io.waybill.store.AdminStore.Refused;
import io.waybill.store.ReportJob.Asked;
import io.waybill.store.ReportJob.Format;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJob.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The files and counts that people asked for: a bounded queue for each account, and its past. */
public final class ReportJobs {
  /** So many of an account may wait or run. */
  public static final int OPEN_MAX = 5;

  /** So many of an account are kept, of each kind; the oldest goes when another is asked for. */
  public static final int KEPT_MAX = 20;

  private static final String COLUMNS =
      """
      id, account_id, person_id, asked_by, kind, format, query, from_at, until_at, zone, with_text, \
      with_mark, state, messages, estimated, cursor, octets, file, asked_at, began_at, ended_at, \
      expires_at, problem, result\
      """;

  private final Database database;

  public ReportJobs(Database database) {
    this.database = database;
  }

  /**
   * Puts one into the queue.
   *
   * @return its id
   * @throws Refused if the account has {@link #OPEN_MAX} in it already
   */
  public long add(int account, long person, Asked asked, Instant now) throws SQLException, Refused {
    try (Connection db = database.connection()) {
      db.setAutoCommit(false);
      try {
        // One after the other, or two at once would both find room.
        execute(db, "SELECT 1 FROM account WHERE id = ? FOR UPDATE", account);
        if (count(db, account) >= OPEN_MAX) {
          throw new Refused(
              OPEN_MAX + " reports of this account wait already: wait for one, or cancel one.");
        }
        long id = insert(db, account, person, asked, now);
        db.commit();
        return id;
      } finally {
        db.rollback();
        db.setAutoCommit(true);
      }
    }
  }

  private static long count(Connection db, int account) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            "SELECT count(*) FROM report_job WHERE account_id = ?"
                + " AND state IN ('waiting', 'running')")) {
      s.setInt(1, account);
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  private static long insert(Connection db, int account, long person, Asked a, Instant now)
      throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement(
            """
            INSERT INTO report_job (account_id, person_id, asked_by, kind, format, query, from_at,
              until_at, zone, with_text, with_mark, state, asked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', ?) RETURNING id
            """)) {
      s.setInt(1, account);
      s.setLong(2, person);
      s.setString(3, a.by());
      s.setString(4, a.kind().word());
      s.setString(5, a.format().word());
      s.setString(6, a.query());
      s.setObject(7, a.from().atOffset(ZoneOffset.UTC));
      s.setObject(8, a.until().atOffset(ZoneOffset.UTC));
      s.setString(9, a.zone().getId());
      s.setBoolean(10, a.withText());
      s.setBoolean(11, a.withMark());
      s.setObject(12, now.atOffset(ZoneOffset.UTC));
      try (ResultSet r = s.executeQuery()) {
        r.next();
        return r.getLong(1);
      }
    }
  }

  /** Those of an account, newest first. */
  public List<ReportJob> of(int account, Kind kind) throws SQLException {
    return list(
        "WHERE account_id = ? AND kind = ? ORDER BY id DESC LIMIT 40", account, kind.word());
  }

  /** One of an account. */
  public Optional<ReportJob> find(int account, long id) throws SQLException {
    return list("WHERE account_id = ? AND id = ?", account, id).stream().findFirst();
  }

  /**
   * What is to be done now: what was begun before a restart, else the oldest of the account whose
   * turn was longest ago.
   */
  public Optional<ReportJob> next() throws SQLException {
    return list(
            """
            j WHERE state IN ('waiting', 'running')
            ORDER BY state = 'running' DESC,
              (SELECT max(b.began_at) FROM report_job b WHERE b.account_id = j.account_id)
                NULLS FIRST, id LIMIT 1
            """)
        .stream()
        .findFirst();
  }

  /**
   * Notes how far one is.
   *
   * @return false if it is no longer wanted
   */
  public boolean progress(long id, long messages, @Nullable UUID cursor, long octets)
      throws SQLException {
    return execute(
        "UPDATE report_job SET messages = ?, cursor = ?, octets = ? WHERE id = ? AND state ="
            + " 'running'",
        messages,
        cursor,
        octets,
        id);
  }

  /**
   * One begins, or begins again.
   *
   * @param file what it writes to; null: nothing
   * @return false if it is no longer wanted
   */
  public boolean begin(long id, @Nullable String file, @Nullable Long estimated, Instant now)
      throws SQLException {
    return execute(
        """
        UPDATE report_job SET state = 'running', file = ?, estimated = ?, messages = 0,
          cursor = NULL, octets = 0, began_at = ?
        WHERE id = ? AND state IN ('waiting', 'running')
        """,
        file,
        estimated,
        now.atOffset(ZoneOffset.UTC),
        id);
  }

  /** It is there. False if it is no longer wanted. */
  public boolean done(
      long id, long messages, long octets, Instant now, Instant expires, @Nullable String result)
      throws SQLException {
    return execute(
        """
        UPDATE report_job SET state = 'done', messages = ?, octets = ?, ended_at = ?,
          expires_at = ?, result = ?
        WHERE id = ? AND state = 'running'
        """,
        messages,
        octets,
        now.atOffset(ZoneOffset.UTC),
        expires.atOffset(ZoneOffset.UTC),
        result,
        id);
  }

  /** It cannot be made, and why. */
  public void failed(long id, String problem, Instant now) throws SQLException {
    execute(
        """
        UPDATE report_job SET state = 'failed', problem = ?, ended_at = ?, file = NULL
        WHERE id = ? AND state IN ('waiting', 'running')
        """,
        problem.length() > 500 ? problem.substring(0, 500) : problem,
        now.atOffset(ZoneOffset.UTC),
        id);
  }

  /** No longer wanted; false if it is over, or not this account's. Its file is let go. */
  public boolean cancel(int account, long id, Instant now) throws SQLException {
    return execute(
        """
        UPDATE report_job SET state = 'cancelled', ended_at = ?, file = NULL
        WHERE account_id = ? AND id = ? AND state IN ('waiting', 'running')
        """,
        now.atOffset(ZoneOffset.UTC),
        account,
        id);
  }

  /** Away with one that is over; false if it is not, or not this account's. */
  public boolean remove(int account, long id) throws SQLException {
    return execute(
        "DELETE FROM report_job WHERE account_id = ? AND id = ?"
            + " AND state NOT IN ('waiting', 'running')",
        account,
        id);
  }

  /** Lets go of what was kept long enough, or is more than {@link #KEPT_MAX} of its account. */
  public void tidy(Instant now) throws SQLException {
    execute(
        "UPDATE report_job SET state = 'expired', file = NULL WHERE state = 'done'"
            + " AND expires_at <= ?",
        now.atOffset(ZoneOffset.UTC));
    execute(
        """
        DELETE FROM report_job WHERE id IN (SELECT id FROM (SELECT id, state,
            row_number() OVER (PARTITION BY account_id, kind ORDER BY id DESC) AS place
          FROM report_job) j WHERE place > ? AND state NOT IN ('waiting', 'running'))
        """,
        KEPT_MAX);
  }

  /** All files that are still somebody's. */
  public List<String> files() throws SQLException {
    return list("WHERE file IS NOT NULL").stream()
        .map(ReportJob::file)
        .filter(java.util.Objects::nonNull)
        .toList();
  }

  private List<ReportJob> list(String where, Object... values) throws SQLException {
    List<ReportJob> jobs = new ArrayList<>();
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement("SELECT " + COLUMNS + " FROM report_job " + where)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      try (ResultSet r = s.executeQuery()) {
        while (r.next()) {
          jobs.add(job(r));
        }
      }
    }
    return jobs;
  }

  private static ReportJob job(ResultSet r) throws SQLException {
    Asked asked =
        new Asked(
            Row.string(r, 4),
            Kind.valueOf(Row.string(r, 5).toUpperCase(Locale.ROOT)),
            Format.valueOf(Row.string(r, 6).toUpperCase(Locale.ROOT)),
            Row.string(r, 7),
            Row.value(Row.instant(r, 8)),
            Row.value(Row.instant(r, 9)),
            ZoneId.of(Row.string(r, 10)),
            r.getBoolean(11),
            r.getBoolean(12));
    return new ReportJob(
        r.getLong(1),
        r.getInt(2),
        r.getObject(3, Long.class),
        asked,
        State.valueOf(Row.string(r, 13).toUpperCase(Locale.ROOT)),
        r.getLong(14),
        r.getObject(15, Long.class),
        r.getObject(16, UUID.class),
        r.getLong(17),
        r.getString(18),
        Row.value(Row.instant(r, 19)),
        Row.instant(r, 20),
        Row.instant(r, 21),
        Row.instant(r, 22),
        r.getString(23),
        r.getString(24));
  }

  private boolean execute(String sql, @Nullable Object... values) throws SQLException {
    try (Connection db = database.connection()) {
      return execute(db, sql, values);
    }
  }

  private static boolean execute(Connection db, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement s = db.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        s.setObject(i + 1, values[i]);
      }
      return s.execute() || s.getUpdateCount() > 0;
    }
  }
}
