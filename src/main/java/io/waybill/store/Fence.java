package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the ledger's transactions commit only as long as no other process has taken this one's place
 * (design 3 and 12: owner and epoch). Each transaction holds a lock that whoever takes the place
 * waits for, and looks at the epoch under it: so nothing of an old owner is committed after a new
 * one has begun. Thread-safe.
 */
public final class Fence {
  private static final long NAME = 0x5741_5942_4645_4EL;

  private static final String EPOCH = "SELECT epoch, holder FROM owner";

  /** Two statements in one trip: the second sees what was committed before the lock was had. */
  private static final String ENTER =
      "SELECT pg_advisory_xact_lock_shared("
          + NAME
          + "); SELECT epoch, holder, pg_current_xact_id()::text FROM owner";

  private static final int PATIENCE_SECONDS = 10;

  private final long epoch;
  private volatile @Nullable String passedTo;

  /** The fence of the process that has this epoch. */
  Fence(long epoch) {
    this.epoch = epoch;
  }

  /** Another process has taken the place: nothing that this one writes is committed any more. */
  static final class Passed extends SQLException {
    private static final long serialVersionUID = 1L;

    Passed(String holder) {
      super("another Waybill (" + holder + ") has taken over this database");
    }
  }

  /**
   * Begins the next epoch, after the last transaction of the one before. To be called with
   * auto-commit on, by the only process that may; if it fails, the connection is to be closed.
   *
   * @param holder who takes the place, for people
   * @throws SQLException if transactions of another process do not end within ten seconds
   */
  static Fence next(Connection db, String holder) throws SQLException {
    db.setAutoCommit(false);
    try (Statement s = db.createStatement();
        PreparedStatement grow =
            db.prepareStatement(
                "UPDATE owner SET epoch = epoch + 1, holder = ?, taken_at = now()"
                    + " RETURNING epoch")) {
      s.execute("SET LOCAL lock_timeout = '" + PATIENCE_SECONDS + "s'");
      s.execute("SELECT pg_advisory_xact_lock(" + NAME + ")");
      grow.setString(1, holder);
      try (ResultSet r = grow.executeQuery()) {
        r.next();
        Fence fence = new Fence(r.getLong(1));
        db.commit();
        db.setAutoCommit(true);
        return fence;
      }
    }
  }

  /**
   * To be called first in a transaction: from here to its end no other process can take the place.
   *
   * @return the transaction's number, by which one can ask later what became of it
   * @throws Passed if another process has taken the place
   */
  String enter(Connection db) throws SQLException {
    String transaction;
    try (PreparedStatement s = db.prepareStatement(ENTER)) {
      s.execute();
      s.getMoreResults();
      try (ResultSet r = s.getResultSet()) {
        compare(r);
        transaction = Row.string(r, 3);
      }
    }
    if (passedTo != null) {
      throw new Passed(passedTo);
    }
    return transaction;
  }

  /** Looks whether another process has taken the place. */
  boolean isPassed(Connection db) throws SQLException {
    try (Statement s = db.createStatement();
        ResultSet r = s.executeQuery(EPOCH)) {
      compare(r);
    }
    return passedTo != null;
  }

  private void compare(ResultSet r) throws SQLException {
    r.next();
    if (r.getLong(1) != epoch) {
      passedTo = Row.string(r, 2);
    }
  }

  /** Who has taken the place, as far as this process knows; then it never gets it back. */
  public Optional<String> passedTo() {
    return Optional.ofNullable(passedTo);
  }
}
