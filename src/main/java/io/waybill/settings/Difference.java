package io.waybill.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is set otherwise than it should be.
 *
 * @param kind carrier, link or route
 * @param before as it is; null if it is not there
 * @param after as it should be; null if it should not be there
 */
public record Difference(
    String kind,
    String name,
    @Nullable Map<String, Object> before,
    @Nullable Map<String, Object> after) {

  /**
   * What differs, in the order of names.
   *
   * @param prune whether what is not wanted is to go
   */
  public static List<Difference> between(
      String kind,
      Map<String, Map<String, Object>> now,
      Map<String, Map<String, Object>> wanted,
      boolean prune) {
    Map<String, Difference> all = new TreeMap<>();
    wanted.forEach((name, after) -> {
      Map<String, Object> before = now.get(name);
      if (!Objects.equals(before, after)) {
        all.put(name, new Difference(kind, name, before, after));
      }
    });
    if (prune) {
      now.forEach((name, before) -> {
        if (!wanted.containsKey(name)) {
          all.put(name, new Difference(kind, name, before, null));
        }
      });
    }
    return List.copyOf(all.values());
  }

  /** What is done about it: create, change or remove. */
  public String action() {
    return before == null ? "create" : after == null ? "remove" : "change";
  }

  /** For people: one line for the whole, one for each field that differs. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    String sign = before == null ? "+" : after == null ? "-" : "~";
    lines.add(sign + " " + kind + " " + name);
    if (before != null && after != null) {
      fields("", before, after, lines);
    }
    return lines;
  }

  private static void fields(String path, Map<?, ?> before, Map<?, ?> after, List<String> lines) {
    Map<String, Object> keys = new TreeMap<>();
    before.keySet().forEach(k -> keys.put(String.valueOf(k), true));
    after.keySet().forEach(k -> keys.put(String.valueOf(k), true));
    for (String key : keys.keySet()) {
      Object was = before.get(key);
      Object is = after.get(key);
      if (was instanceof Map<?, ?> a && is instanceof Map<?, ?> b) {
        fields(path + key + ".", a, b, lines);
      } else if (!Objects.equals(was, is)) {
        lines.add("    " + path + key + ": " + was + " -> " + is);
      }
    }
  }
}
