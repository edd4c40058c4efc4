package io.waybill.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which carriers are there: one that is open and has a bound link, or had one less than ten seconds
 * ago, so that a link that binds again costs no detour (design 11). Thread-safe.
 */
final class Presence {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Seats seats;
  private final InstantSource clock;
  private final Map<String, Instant> lastSeen = new ConcurrentHashMap<>();

  Presence(Seats seats, InstantSource clock) {
    this.seats = seats;
    this.clock = clock;
  }

  /** Whether messages may be given to it. One that is asked for the first time counts as seen. */
  boolean isThere(String carrier) {
    Instant now = clock.instant();
    if (seats.takes(carrier)) {
      lastSeen.put(carrier, now);
      return true;
    }
    Instant seen = lastSeen.computeIfAbsent(carrier, _ -> now);
    return seats.isOpen(carrier) && now.isBefore(seen.plus(PATIENCE));
  }
}
