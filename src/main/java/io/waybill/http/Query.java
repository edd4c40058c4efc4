package io.waybill.http;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The parameters of a query string, in the order of their first appearance. Its length is bounded
/// by the server's bound for the request line.
///
/// @param values decoded; a parameter may be given several times
public record Query(Map<String, List<String>> values) {
  public Query {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// Reads a raw query string; empty if its percent-encoding is broken or not UTF-8.
  static Optional<Query> of(String raw) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String pair : raw.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        Optional<String> name = Utf8.unescape(equals < 0 ? pair : pair.substring(0, equals), true);
        Optional<String> value = Utf8.unescape(equals < 0 ? "" : pair.substring(equals + 1), true);
        if (name.isEmpty() || value.isEmpty()) {
          return Optional.empty();
        }
        values.computeIfAbsent(name.get(), any -> new ArrayList<>()).add(value.get());
      }
    }
    return Optional.of(new Query(values));
  }

  /// All values of a parameter; none if it is absent.
  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /// The names that were given.
  public Set<String> names() {
    return values.keySet();
  }
}
