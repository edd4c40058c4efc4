package io.waybill.routing;

import io.waybill.settings.Unusable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carriers, links and routes as a file declares them.
 *
 * @param kinds which of {@code carriers}, {@code links}, {@code routes} the file speaks of: the
 *     others are left alone
 */
public record Declared(
    Map<String, Carrier> carriers,
    Map<String, LinkSpec> links,
    Map<String, Route> routes,
    Set<String> kinds) {
  private static final int MAX = 10_000;

  public Declared {
    carriers = Map.copyOf(carriers);
    links = Map.copyOf(links);
    routes = Map.copyOf(routes);
    kinds = Set.copyOf(kinds);
  }

  /** Reads one of a kind. */
  private interface Reader<T> {
    T read(String name, Map<?, ?> map) throws Unusable;
  }

  /** Reads a whole file: {@code carriers}, {@code links} and {@code routes}, each by name. */
  public static Declared read(Map<?, ?> map) throws Unusable {
    List<String> problems = new ArrayList<>();
    for (Object key : map.keySet()) {
      if (!Set.of("carriers", "links", "routes").contains(String.valueOf(key))) {
        problems.add(key + " is not known: there are carriers, links and routes.");
      }
    }
    Map<String, Carrier> carriers = all(map, "carriers", Carrier::read, problems);
    Map<String, LinkSpec> links = all(map, "links", LinkSpec::read, problems);
    Map<String, Route> routes = all(map, "routes", Route::read, problems);
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    Set<String> kinds = new java.util.HashSet<>();
    map.keySet().forEach(k -> kinds.add(String.valueOf(k)));
    return new Declared(carriers, links, routes, kinds);
  }

  private static <T> Map<String, T> all(
      Map<?, ?> map, String kind, Reader<T> reader, List<String> problems) {
    Map<String, T> all = new LinkedHashMap<>();
    Object given = map.get(kind);
    if (given == null) {
      return all;
    }
    if (!(given instanceof Map<?, ?> named) || named.size() > MAX) {
      problems.add(kind + " must be an object: names, and what is set for each.");
      return all;
    }
    named.forEach((name, spec) -> {
      if (spec != null && !(spec instanceof Map)) {
        problems.add(kind + "." + name + " must be an object with fields.");
        return;
      }
      try {
        Map<?, ?> fields = spec instanceof Map<?, ?> m ? m : Map.of();
        all.put(String.valueOf(name), reader.read(String.valueOf(name), fields));
      } catch (Unusable e) {
        problems.addAll(e.problems());
      }
    });
    return all;
  }
}
