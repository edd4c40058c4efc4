package io.waybill.admin;

import io.waybill.http.Call;
import io.waybill.settings.Difference;
import io.waybill.store.AdminStore;
import io.waybill.store.Audit;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was changed, or would be, for those who ask. */
final class Changes {
  private Changes() {}

  static Map<String, Object> json(Difference d) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("action", d.action());
    map.put("kind", d.kind());
    map.put("name", d.name());
    map.put("before", d.before());
    map.put("after", d.after());
    return map;
  }

  /** A page of the audit log, newest first. */
  static Map<String, Object> page(AdminStore admin, Call call, int limit, long below)
      throws SQLException {
    List<Audit.Entry> entries =
        admin.changes(new Audit.Asked(below, orNull(call, "kind"), orNull(call, "name"), limit));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("changes", entries.stream().map(Changes::json).toList());
    body.put("next_before", entries.size() == limit ? Long.toString(entries.getLast().id()) : null);
    return body;
  }

  private static @Nullable String orNull(Call call, String name) {
    String text = Paging.first(call, name, "");
    return text.isEmpty() ? null : text;
  }

  private static Map<String, Object> json(Audit.Entry e) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", Long.toString(e.id()));
    map.put("at", e.at().toString());
    map.put("who", e.by().actor());
    map.put("via", e.by().via());
    map.put("action", e.action());
    map.put("kind", e.kind());
    map.put("name", e.name());
    map.put("before", e.before());
    map.put("after", e.after());
    return map;
  }
}
