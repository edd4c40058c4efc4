package io.waybill.store;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** For tests that look into the tables: what the timeline column of a row says. */
public final class StoredTimeline {
  private static final JsonMapper JSON = new JsonMapper();

  private StoredTimeline() {}

  /** Its entries, in order, as the API shows them. */
  public static List<JsonNode> entries(String column) {
    List<JsonNode> entries = new ArrayList<>();
    JSON.readTree(TimelineLines.json(column)).forEach(entries::add);
    return entries;
  }
}
