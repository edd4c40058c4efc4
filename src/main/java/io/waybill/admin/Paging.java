package io.waybill.admin;

import io.waybill.http.Call;
import org.jspecify.annotations.Nullable;

/** How much of a list is asked for, and from where. */
final class Paging {
  private static final int LIMIT = 100;
  private static final int LIMIT_MAX = 1_000;

  private Paging() {}

  /**
   * What is asked for.
   *
   * @param limit 1 to 1,000
   * @param after the name before the first of the page
   * @param below the id after the first of the page, newest first
   * @param problem null: nothing is wrong
   */
  record Asked(int limit, String after, long below, String parameter, @Nullable String problem) {}

  static Asked read(Call call) {
    String limit = first(call, "limit", Integer.toString(LIMIT));
    String below = first(call, "before", "");
    if (!limit.matches("[1-9][0-9]{0,3}") || Integer.parseInt(limit) > LIMIT_MAX) {
      return bad("limit", "limit must be a whole number from 1 to 1000.");
    }
    if (!below.matches("[0-9]{0,18}")) {
      return bad("before", "before must be next_before of the page before.");
    }
    return new Asked(
        Integer.parseInt(limit),
        first(call, "after", ""),
        below.isEmpty() ? Long.MAX_VALUE : Long.parseLong(below),
        "",
        null);
  }

  private static Asked bad(String parameter, String problem) {
    return new Asked(1, "", Long.MAX_VALUE, parameter, problem);
  }

  static String first(Call call, String name, String otherwise) {
    return call.query().all(name).stream().findFirst().orElse(otherwise);
  }
}
