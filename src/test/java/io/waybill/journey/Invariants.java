package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.store.StoredCounters;
import io.waybill.store.StoredTimeline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// What must be true of the tables whatever has happened (design 5, the reconciler).
final class Invariants {

  /// Each query selects what must not be there; its first column says which.
  private static final List<String> NOTHING =
      List.of(
          "SELECT 'put aside: ' || event || ' ' || problem FROM quarantine",
          "SELECT 'both live and over: ' || id FROM live JOIN history USING (id)",
          "SELECT 'over, not final: ' || id || ' ' || state FROM history WHERE state IN"
              + " ('SCHEDULED', 'QUEUED', 'SUBMITTING', 'SENT', 'ACCEPTED', 'UNCLEAR')",
          "SELECT 'not told, and nobody knows: ' || id FROM ("
              + StoredTimeline.MESSAGES
              + ") m WHERE NOT is_live AND waiting <> '' AND id NOT IN (SELECT message_id FROM untold)",
          "SELECT 'told, and held to be untold: ' || message_id FROM untold u WHERE NOT EXISTS"
              + " (SELECT 1 FROM ("
              + StoredTimeline.MESSAGES
              + ") m WHERE m.id = u.message_id AND NOT is_live AND waiting <> '')",
          "SELECT 'told of, but nowhere: ' || message_id FROM told t WHERE NOT EXISTS (SELECT 1"
              + " FROM live WHERE id = t.message_id) AND NOT EXISTS"
              + " (SELECT 1 FROM history WHERE id = t.message_id)",
          "SELECT 'final, still live: ' || id FROM live WHERE state NOT IN"
              + " ('PLANNED', 'SCHEDULED', 'QUEUED', 'SUBMITTING', 'SENT', 'ACCEPTED', 'UNCLEAR')",
          "SELECT 'overdue for a link: ' || id FROM live WHERE state IN ('SCHEDULED', 'QUEUED')"
              + " AND due_at < now() - interval '5 s'",
          "SELECT 'overdue by the clock: ' || id FROM live WHERE deadline < now() - interval '5 s'",
          "SELECT 'overdue to be told: ' || message_id FROM callback_due"
              + " WHERE due_at < now() - interval '5 s'",
          "SELECT 'a report that nobody waits for: ' || message_id FROM callback_due c"
              + " WHERE NOT EXISTS (SELECT 1 FROM ("
              + StoredTimeline.MESSAGES
              + ") m WHERE m.id = c.message_id AND waiting <> '')",
          "SELECT 'a message without its number: ' || id FROM (SELECT id, purge_day FROM live"
              + " UNION ALL SELECT id, purge_day FROM history) m"
              + " WHERE NOT EXISTS (SELECT 1 FROM content c WHERE c.id = m.id"
              + " AND c.purge_day = m.purge_day)",
          StoredCounters.WRONG,
          StoredCounters.WRONG_ERRS);

  private Invariants() {}

  static void hold(Site site) {
    List<String> problems = new ArrayList<>();
    try (Connection db = site.sql();
        Statement statement = db.createStatement()) {
      for (String query : NOTHING) {
        try (ResultSet row = statement.executeQuery(query)) {
          while (row.next()) {
            problems.add(row.getString(1));
          }
        }
      }
      try (ResultSet row = statement.executeQuery(StoredTimeline.MESSAGES)) {
        while (row.next()) {
          timeline(row, problems);
        }
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    assertThat(problems).as("what is wrong in the tables").isEmpty();
  }

  /// One line for each sequence number, the last one with the stored state, all reports numbered.
  private static void timeline(ResultSet row, List<String> problems) throws SQLException {
    String id = row.getString("id");
    List<JsonNode> lines = StoredTimeline.entries(row.getString("own"), row.getString("beside"));
    if (lines.size() != row.getInt("seq")) {
      problems.add(id + ": " + lines.size() + " lines, but seq " + row.getInt("seq"));
    }
    int reports = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).path("seq").asInt() != i + 1) {
        problems.add(id + ": line " + (i + 1) + " is " + lines.get(i));
      }
      JsonNode report = lines.get(i).path("report");
      if (report.isObject() && report.path("number").asInt() != ++reports) {
        problems.add(id + ": a report out of order in " + lines.get(i));
      }
    }
    if (reports != row.getInt("reports")) {
      problems.add(id + ": " + reports + " reports, stored " + row.getInt("reports"));
    }
    String last = lines.isEmpty() ? "none" : lines.getLast().path("state_after").asString();
    if (!last.equals(row.getString("state").toLowerCase(Locale.ROOT))) {
      problems.add(id + ": is " + row.getString("state") + ", but its last line says " + last);
    }
  }
}
