package io.waybill.simulator;

import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import java.util.LinkedHashMap;
import java.util.Map;

/// How often each message was seen, for the last [#REMEMBERED] different ones.
final class Sightings {
  static final int REMEMBERED = 100_000;

  private record Key(String dest, Octets text) {}

  private final Map<Key, Integer> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Integer> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// Counts this one, and says how many there were with it.
  synchronized int count(ShortMessage message) {
    return counts.merge(new Key(message.dest(), message.payload()), 1, Integer::sum);
  }
}
