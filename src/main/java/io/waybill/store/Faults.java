package io.waybill.store;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;

/** Whose fault a failed statement is: the data's, or the database's (SQLSTATE classes). */
final class Faults {
  private Faults() {}

  /** No partition for a row: the time's fault, and mended by making it. */
  static boolean isNoPartition(SQLException e) {
    return "23514".equals(e.getSQLState())
        && e instanceof PSQLException p
        && (p.getServerErrorMessage() == null || p.getServerErrorMessage().getConstraint() == null);
  }

  /**
   * The data's: what is to be stored can never be. Classes 22 (data exception), 23 (integrity
   * constraint), 21, 54 (program limit), and a text that is no UTF-8. Everything else, a failover,
   * a full disk, a deadlock, a missing connection, may pass.
   */
  static boolean isOfData(SQLException e) {
    String state = e.getSQLState();
    if (state == null || state.length() < 2) {
      return false;
    }
    return switch (state.substring(0, 2)) {
      case "21", "22", "54" -> true;
      case "23" -> !isNoPartition(e);
      default -> false;
    };
  }
}
