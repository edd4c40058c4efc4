package io.waybill.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Makes this process the only one that works on the messages of a database: a second one would take
 * the first one's claims for a dead process's. An advisory lock on a connection of its own, taken
 * again when that connection is lost.
 */
public final class SoleOwner implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long NAME = 0x5741_5942_494C_4CL;
  private static final int ANSWER_SECONDS = 1;

  private final Database database;
  private Connection db;
  private boolean has = true;

  private SoleOwner(Database database, Connection db) {
    this.database = database;
    this.db = db;
  }

  /**
   * Takes the place; waits ten seconds for a process that is just ending.
   *
   * @throws SQLException if another process keeps it
   */
  public static SoleOwner take(Database database) throws SQLException {
    Connection db = database.connection();
    long until = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!locks(db)) {
        if (System.nanoTime() > until) {
          db.close();
          throw new SQLException(
              "another Waybill works on this database: stop that one, or give this one its own");
        }
        Thread.sleep(Duration.ofMillis(100));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      db.close();
      throw new SQLException("interrupted while waiting for the database", e);
    }
    return new SoleOwner(database, db);
  }

  /** Whether it still has the place; tries to take it again where the connection was lost. */
  public synchronized boolean keeps() {
    try {
      if (!db.isValid(ANSWER_SECONDS)) {
        has = false;
        db.close();
        db = database.connection();
      }
      has = has || locks(db);
    } catch (SQLException e) {
      has = false;
    }
    return has;
  }

  private static boolean locks(Connection db) throws SQLException {
    try (Statement s = db.createStatement();
        ResultSet r = s.executeQuery("SELECT pg_try_advisory_lock(" + NAME + ")")) {
      return r.next() && r.getBoolean(1);
    }
  }

  @Override
  public synchronized void close() throws SQLException {
    db.close();
  }
}
