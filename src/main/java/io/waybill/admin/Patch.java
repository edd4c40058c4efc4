package io.waybill.admin;

import java.util.LinkedHashMap;
import java.util.Map;

/** Changes parts of a document: JSON Merge Patch (RFC 7396). */
final class Patch {
  private Patch() {}

  /** What a document becomes: null removes, objects are merged, everything else is put in place. */
  static Map<String, Object> merge(Map<?, ?> document, Map<?, ?> patch) {
    Map<String, Object> merged = new LinkedHashMap<>();
    document.forEach((key, value) -> merged.put(String.valueOf(key), value));
    patch.forEach((key, value) -> {
      String name = String.valueOf(key);
      if (value == null) {
        merged.remove(name);
      } else if (value instanceof Map<?, ?> inner) {
        Object before = merged.get(name);
        merged.put(name, merge(before instanceof Map<?, ?> old ? old : Map.of(), inner));
      } else {
        merged.put(name, value);
      }
    });
    return merged;
  }
}
