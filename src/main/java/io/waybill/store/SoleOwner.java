package io.waybill.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes this process the only one that works on the messages of a database: a second one would take
 * the first one's claims for a dead process's. An advisory lock on a connection of its own keeps
 * others waiting, and is taken again when that connection is lost. If another process is faster, it
 * begins a new epoch, and the {@link Fence} lets nothing of this one be committed any more.
 */
public final class SoleOwner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SoleOwner.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long NAME = 0x5741_5942_494C_4CL;
  private static final int ANSWER_SECONDS = 1;

  private final Database database;
  private final Fence fence;
  private Connection db;
  private boolean has = true;

  private SoleOwner(Database database, Connection db, Fence fence) {
    this.database = database;
    this.db = db;
    this.fence = fence;
  }

  /**
   * Takes the place; waits ten seconds for a process that is just ending.
   *
   * @param holder who takes it, for people: node and start
   * @throws SQLException if another process keeps it
   */
  public static SoleOwner take(Database database, String holder) throws SQLException {
    Connection db = database.connection();
    boolean taken = false;
    try {
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (!locks(db)) {
        if (System.nanoTime() > until) {
          throw new SQLException(
              "another Waybill works on this database: stop that one, or give this one its own");
        }
        Thread.sleep(Duration.ofMillis(100));
      }
      SoleOwner owner = new SoleOwner(database, db, Fence.next(db, holder));
      taken = true;
      return owner;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting for the database", e);
    } finally {
      if (!taken) {
        database.discard(db);
      }
    }
  }

  /** What the ledger's transactions must pass. */
  public Fence fence() {
    return fence;
  }

  /**
   * Whether it still has the place; tries to take it again where the connection was lost. Once
   * {@link Fence#passedTo} somebody else, it never has it again.
   */
  public synchronized boolean keeps() {
    if (fence.passedTo().isPresent()) {
      has = false;
      return false;
    }
    try {
      if (!db.isValid(ANSWER_SECONDS)) {
        lost();
        db = database.connection();
      }
      if (!has && !fence.isPassed(db) && locks(db)) {
        // Under the lock the epoch cannot change any more.
        has = !fence.isPassed(db);
        if (has) {
          LOG.warn("this process has its place at the database again");
        } else {
          database.discard(db);
        }
      }
    } catch (SQLException e) {
      lost();
    }
    return has;
  }

  /** The lock goes with its connection; one that hangs must not keep it from us in the pool. */
  private void lost() {
    if (has) {
      LOG.warn("this process has lost its place at the database, trying to take it again");
    }
    has = false;
    database.discard(db);
  }

  private static boolean locks(Connection db) throws SQLException {
    try (Statement s = db.createStatement();
        ResultSet r = s.executeQuery("SELECT pg_try_advisory_lock(" + NAME + ")")) {
      return r.next() && r.getBoolean(1);
    }
  }

  @Override
  public synchronized void close() {
    database.discard(db);
  }
}
