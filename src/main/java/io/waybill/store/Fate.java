package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What became of a commit whose answer was lost. */
final class Fate {
  private static final Logger LOG = LoggerFactory.getLogger(Fate.class);

  private Fate() {}

  /**
   * Asks until it is known: what may be stored must be neither refused nor stored again.
   *
   * @param transaction its number, as {@link Fence#enter} told it
   */
  static boolean isCommitted(Database database, String transaction) throws InterruptedException {
    while (true) {
      try (Connection fresh = database.connection();
          PreparedStatement s = fresh.prepareStatement("SELECT pg_xact_status(?::xid8)")) {
        s.setString(1, transaction);
        try (ResultSet r = s.executeQuery()) {
          r.next();
          String status = String.valueOf(r.getString(1));
          if (!status.equals("in progress")) {
            return status.equals("committed");
          }
        }
      } catch (SQLException e) {
        LOG.debug("cannot ask what became of a commit: {}", e.getMessage());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }
}
