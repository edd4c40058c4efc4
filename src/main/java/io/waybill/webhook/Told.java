package io.waybill.webhook;

import io.waybill.message.By;
import io.waybill.message.Entry.Report;
import io.waybill.message.State;
import io.waybill.message.Status;
import io.waybill.store.ReplayStore.Which;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a timeline says of reports and of how they were told. Pure. */
final class Told {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final List<Report> reports = new ArrayList<>();
  private final List<JsonNode> attempts = new ArrayList<>();
  private final Map<Integer, Set<String>> outcomes = new HashMap<>();

  /**
   * @param timeline a JSON array of entries, oldest first
   */
  Told(String timeline) {
    for (JsonNode entry : JSON.readTree(timeline)) {
      JsonNode report = entry.path("report");
      if (report.isObject()) {
        State state = State.valueOf(entry.path("state_after").asString().toUpperCase(Locale.ROOT));
        Report read =
            new Report(
                report.path("number").asInt(),
                Status.valueOf(report.path("status").asString()),
                report.path("err").asInt(),
                Instant.parse(entry.path("at").asString()),
                state.isFinal());
        reports.add(
            switch (report.path("by").asString("")) {
              case "us" -> read.by(By.US);
              case "carrier" -> read.by(By.CARRIER);
              default -> read; // made before timelines said it
            });
      }
      if (entry.path("event").asString().equals("callback")) {
        attempts.add(entry);
        outcomes
            .computeIfAbsent(entry.path("report_number").asInt(), _ -> new TreeSet<>())
            .add(entry.path("outcome").asString());
      }
    }
  }

  /** All reports, in the order in which they were made. */
  List<Report> reports() {
    return List.copyOf(reports);
  }

  /** The tries to tell them, oldest first. */
  List<JsonNode> attempts() {
    return List.copyOf(attempts);
  }

  /** Those of which this became. */
  List<Report> reports(Which which) {
    return reports.stream().filter(r -> is(r.number(), which)).toList();
  }

  private boolean is(int number, Which which) {
    Set<String> seen = outcomes.getOrDefault(number, Set.of());
    return switch (which) {
      case GIVEN_UP -> seen.contains("given_up") && !seen.contains("told");
      case FAILED ->
          seen.contains("given_up") || seen.contains("will_retry") || seen.contains("held");
      case TOLD -> seen.contains("told");
    };
  }
}
