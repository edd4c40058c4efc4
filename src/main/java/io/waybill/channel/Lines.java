package io.waybill.channel;

import io.waybill.channel.Adapter.Unusable;
import io.waybill.store.AdapterRow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The adapters as configured at this moment. Thread-safe.
final class Lines {
  private static final Logger LOG = LoggerFactory.getLogger(Lines.class);

  private final Kinds kinds;
  private volatile State now = new State(Map.of(), Set.of());

  /// @param routes of all adapters, those that cannot work as they are set up too
  private record State(Map<String, Line> byRoute, Set<String> routes) {}

  Lines(Kinds kinds) {
    this.kinds = kinds;
  }

  /// From now on these are the adapters; those that have not changed are left alone.
  synchronized void become(List<AdapterRow> rows) {
    Map<String, Line> next = new HashMap<>();
    for (AdapterRow row : rows) {
      Line before = now.byRoute().get(row.route());
      if (before != null && before.row().equals(row)) {
        next.put(row.route(), before);
        continue;
      }
      try {
        next.put(row.route(), new Line(row, kinds.of(row)));
      } catch (Unusable e) {
        LOG.error("adapter {} cannot work as it is set up: {}", row.name(), e.getMessage());
      }
    }
    Set<String> routes = rows.stream().map(AdapterRow::route).collect(Collectors.toSet());
    now = new State(Map.copyOf(next), Set.copyOf(routes));
  }

  /// The adapter of a route, if it can work.
  Optional<Line> at(String route) {
    return Optional.ofNullable(now.byRoute().get(route));
  }

  /// Whether there is an adapter at this route, able to work or not.
  boolean exists(String route) {
    return now.routes().contains(route);
  }

  /// The routes of all adapters.
  Set<String> routes() {
    return now.routes();
  }
}
