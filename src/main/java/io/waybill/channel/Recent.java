package io.waybill.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Providers' ids of what was taken a moment ago: a report may come before the commit. Bounded;
/// thread-safe.
final class Recent {
  static final int MAX = 100_000;

  private final Map<String, UUID> messages =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, UUID> eldest) {
          return size() > MAX;
        }
      };

  synchronized void heard(String route, String providerId, UUID message) {
    messages.put(route + ' ' + providerId, message);
  }

  synchronized Optional<UUID> find(String route, String providerId) {
    return Optional.ofNullable(messages.get(route + ' ' + providerId));
  }
}
