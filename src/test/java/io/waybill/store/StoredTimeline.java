package io.waybill.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** For tests that look into the tables: what the timeline column of a row says. */
public final class StoredTimeline {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * All messages, wherever they are and whatever of them is kept beside their row: id, state, seq,
   * reports, waiting, own (a column of lines) and beside (another, or null), is_live.
   */
  public static final String MESSAGES =
      """
      SELECT m.id, m.state, greatest(m.seq, t.seq) AS seq, m.reports, m.is_live,
        CASE WHEN t.seq > m.seq THEN t.waiting ELSE m.waiting END AS waiting,
        m.timeline AS own, t.lines AS beside
      FROM (SELECT id, state, seq, reports, waiting, timeline, true AS is_live FROM live
        UNION ALL SELECT id, state, seq, reports, waiting, timeline, false FROM history) m
      LEFT JOIN LATERAL (SELECT max(seq) AS seq, string_agg(lines, '' ORDER BY seq) AS lines,
          (array_agg(waiting ORDER BY seq DESC))[1] AS waiting
        FROM told WHERE message_id = m.id) t ON true
      """;

  /** How many messages are final and told. */
  public static final String OVER =
      "SELECT count(*) FROM history h"
          + " WHERE NOT EXISTS (SELECT 1 FROM untold u WHERE u.message_id = h.id)";

  private StoredTimeline() {}

  /** Its entries, in order, as the API shows them. */
  public static List<JsonNode> entries(String column) {
    List<JsonNode> entries = new ArrayList<>();
    JSON.readTree(TimelineLines.json(column)).forEach(entries::add);
    return entries;
  }

  /** The entries of a message whose row has these lines, with these beside it. */
  public static List<JsonNode> entries(String own, @Nullable String beside) {
    return entries(TimelineLines.merged(own, beside));
  }
}
