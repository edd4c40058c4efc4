package io.waybill.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Several statements that are committed together, or not at all. */
final class Transaction {
  private Transaction() {}

  /** What is done within it. */
  interface Work<T, E extends Exception> {
    T go() throws SQLException, E;
  }

  /** Commits when the work returns; takes everything back when it throws. */
  static <T, E extends Exception> T of(Connection db, Work<T, E> work) throws SQLException, E {
    db.setAutoCommit(false);
    try {
      T result = work.go();
      db.commit();
      return result;
    } finally {
      db.rollback();
      db.setAutoCommit(true);
    }
  }
}
