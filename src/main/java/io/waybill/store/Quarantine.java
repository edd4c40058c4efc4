package io.waybill.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where events are put aside that alone cannot be stored. */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

  private Quarantine() {}

  /** Puts one aside; if even that fails, only the log says so. */
  static void put(Database database, UUID message, String event, String problem, Instant at) {
    try (Connection fresh = database.connection();
        PreparedStatement s =
            fresh.prepareStatement(
                "INSERT INTO quarantine (message_id, event, problem, at) VALUES (?, ?, ?, ?)")) {
      s.setObject(1, message);
      s.setString(2, event);
      s.setString(3, problem.replace('\0', ' '));
      s.setTimestamp(4, HistoryTable.timestamp(at));
      s.executeUpdate();
    } catch (SQLException e) {
      LOG.error("the quarantine could not be written either: {}", e.getMessage());
    }
  }
}
