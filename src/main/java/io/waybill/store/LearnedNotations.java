package io.waybill.store;

import io.waybill.routing.Notation;
import io.waybill.settings.Difference;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What {@link Notations} has learned about carriers set to {@link Notation#AUTO}, as stored. */
public final class LearnedNotations {
  private final Database database;

  public LearnedNotations(Database database) {
    this.database = database;
  }

  /**
   * A carrier's notation, fixed by experience.
   *
   * @param since when it was fixed
   */
  public record Learned(String carrier, Notation notation, Instant since) {}

  /** All of them, by name of the carrier. */
  public List<Learned> all() throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                "SELECT carrier, notation, since FROM carrier_notation ORDER BY carrier");
        ResultSet r = s.executeQuery()) {
      List<Learned> all = new ArrayList<>();
      while (r.next()) {
        String word = Row.string(r, 2);
        Instant since = Row.value(Row.instant(r, 3));
        for (Notation notation : Notation.values()) {
          if (notation.word().equals(word)) {
            all.add(new Learned(Row.string(r, 1), notation, since));
          }
        }
      }
      return all;
    }
  }

  /** What was learned about this carrier; empty if nothing is fixed. */
  public Optional<Learned> learned(String carrier) throws SQLException {
    return all().stream().filter(l -> l.carrier().equals(carrier)).findFirst();
  }

  /**
   * Forgets what was learned about it: every notation is tried again. In force in a running process
   * within two seconds.
   *
   * @return whether anything was known
   */
  public boolean forget(String carrier, Audit.By by) throws SQLException {
    if (learned(carrier).isEmpty()) {
      return false; // nothing that others would have to hear of
    }
    try (Connection db = database.connection()) {
      return Transaction.of(
          db,
          () -> {
            try (PreparedStatement s = db.prepareStatement("UPDATE config_change SET n = n + 1")) {
              s.executeUpdate();
            }
            Optional<Learned> known = learned(carrier);
            if (known.isEmpty()) {
              return false;
            }
            delete(db, carrier);
            new Audit(by)
                .note(
                    db,
                    "forget",
                    new Difference(
                        "notation",
                        carrier,
                        Map.of("notation", known.get().notation().word()),
                        null));
            return true;
          });
    }
  }

  /** Not for a carrier that is gone meanwhile. */
  void fix(Learned learned) throws SQLException {
    try (Connection db = database.connection();
        PreparedStatement s =
            db.prepareStatement(
                """
                INSERT INTO carrier_notation (carrier, notation, since)
                SELECT name, ?, ? FROM carrier WHERE name = ?
                ON CONFLICT (carrier) DO UPDATE SET notation = excluded.notation,
                  since = excluded.since
                """)) {
      s.setString(1, learned.notation().word());
      s.setTimestamp(2, HistoryTable.timestamp(learned.since()));
      s.setString(3, learned.carrier());
      s.executeUpdate();
    }
  }

  void unfix(String carrier) throws SQLException {
    try (Connection db = database.connection()) {
      delete(db, carrier);
    }
  }

  private static void delete(Connection db, String carrier) throws SQLException {
    try (PreparedStatement s =
        db.prepareStatement("DELETE FROM carrier_notation WHERE carrier = ?")) {
      s.setString(1, carrier);
      s.executeUpdate();
    }
  }
}
