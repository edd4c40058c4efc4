package io.waybill.store;

import io.waybill.store.MessageReader.Filter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of a {@link Filter}, on live and history alike. */
final class Filters {
  private Filters() {}

  static void add(Filter filter, StringBuilder sql, List<Object> values) {
    equal("campaign", filter.campaign(), sql, values);
    equal("sender", filter.sender(), sql, values);
    equal("channel", filter.channel(), sql, values);
    equal("country", filter.country(), sql, values);
    equal("key_name", filter.key(), sql, values);
    equal("err", filter.err(), sql, values);
    if (filter.tag() != null) {
      // Tags stand between line feeds, and none has one inside (see Codec).
      sql.append(" AND strpos(tags, ?) > 0");
      values.add("\n" + filter.tag() + "\n");
    }
  }

  private static void equal(
      String column, @Nullable Object value, StringBuilder sql, List<Object> values) {
    if (value != null) {
      sql.append(" AND ").append(column).append(" = ?");
      values.add(value);
    }
  }
}
