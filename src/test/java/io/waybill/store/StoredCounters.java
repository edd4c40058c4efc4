package io.waybill.store;

import io.waybill.message.State;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For tests that look into the tables: whether counters say what the messages say (design 5). */
public final class StoredCounters {
  /** All messages, with what they are counted by. */
  private static final String MESSAGES =
      """
      SELECT floor(extract(epoch FROM accepted_at) / 900)::int AS bucket, account_id, carrier,
        coalesce(country, '') AS country, coalesce(network, '') AS network, state, err,
        array_length(string_to_array(parts, E'\\n'), 1) AS parts,
        coalesce(part_price, 0) AS price
      FROM (SELECT accepted_at, account_id, carrier, country, network, state, err, parts, part_price
          FROM live UNION ALL
        SELECT accepted_at, account_id, carrier, country, network, state, err, parts, part_price
          FROM history) m
      """;

  /**
   * Selects each sum of counters that is not the sum of the messages: by bucket of a day, because
   * rows may be rolled up.
   */
  public static final String WRONG =
      "SELECT 'counted: ' || coalesce(c::text, 'none') || ', messages: ' || coalesce(m::text,"
          + " 'none') FROM (SELECT bucket / 96 AS day, account_id, carrier, country, network, "
          + all("sum(%s)")
          + ", "
          + stands("sum(%s_parts)")
          + ", "
          + stands("sum(%s_price)")
          + " FROM counter GROUP BY 1, 2, 3, 4, 5 HAVING "
          + all("sum(%s) <> 0", " OR ")
          + ") c FULL JOIN (SELECT bucket / 96 AS day, account_id, carrier, country, network, "
          + all("count(*) FILTER (WHERE state = upper('%s'))")
          + ", "
          + stands("coalesce(sum(parts) FILTER (WHERE stand = '%s'), 0)")
          + ", "
          + stands("round(coalesce(sum(parts * price) FILTER (WHERE stand = '%s'), 0) * 100000)")
          + " FROM (SELECT *, "
          + stand()
          + " AS stand FROM ("
          + MESSAGES
          + ") m) m GROUP BY 1, 2, 3, 4, 5) m ON c::text = m::text WHERE c IS NULL OR m IS NULL";

  /** The same for the contract's numbers. */
  public static final String WRONG_ERRS =
      "SELECT 'counted errors: ' || coalesce(c::text, 'none') || ', messages: ' || coalesce(m::text, 'none') FROM (SELECT bucket / 96 AS day,"
          + " account_id, carrier, country, network, err, sum(messages) AS n FROM counter_err"
          + " GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(messages) <> 0) c FULL JOIN (SELECT bucket / 96"
          + " AS day, account_id, carrier, country, network, err, count(*) AS n FROM (SELECT *, "
          + stand()
          + " AS stand FROM ("
          + MESSAGES
          + ") m) m WHERE stand IN ('failed', 'rejected') GROUP BY 1, 2, 3, 4, 5, 6) m"
          + " ON c::text = m::text WHERE c IS NULL OR m IS NULL";

  private StoredCounters() {}

  private static String stand() {
    return Stream.of(State.values())
        .filter(s -> s != State.UNUSED)
        .map(s ->
            " WHEN '%s' THEN '%s'"
                .formatted(s.name(), Counts.Stand.of(s).name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining("", "CASE state", " END"));
  }

  private static String all(String form) {
    return all(form, ", ");
  }

  private static String all(String form, String between) {
    return Arrays.stream(State.values())
        .map(s -> form.formatted(s.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(between));
  }

  private static String stands(String form) {
    return Arrays.stream(Counts.Stand.values())
        .map(s -> form.formatted(s.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.joining(", "));
  }
}
