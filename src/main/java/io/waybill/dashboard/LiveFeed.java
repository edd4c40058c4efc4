package io.waybill.dashboard;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.ops.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Hands hints that messages have changed to those who look on. An account has a ring of its last
 * changes only while somebody looks at it, and for a moment longer, so that a tab that was hidden
 * can go on. Everything is bounded; what does not find room is said to have been left out.
 */
public final class LiveFeed implements AutoCloseable {
  /** So many streams there are at most, and so many for one person. */
  static final int STREAMS_MAX = 200;

  static final int STREAMS_OF_ONE = 12;

  /** How long changes are kept for somebody who has gone. */
  static final Duration KEPT = Duration.ofMinutes(2);

  private final InstantSource clock;
  private final Counter ended;
  private final Map<Integer, LiveRing> rings = new ConcurrentHashMap<>();
  private final Map<Long, Integer> people = new ConcurrentHashMap<>();
  private int streams;
  private volatile boolean closed;

  public LiveFeed(InstantSource clock, Metrics metrics) {
    this.clock = clock;
    ended =
        metrics.counter(
            "waybill_dashboard_streams_ended_total", "Streams of live updates that ended.", "why");
    metrics.gauge("waybill_dashboard_streams", "Tabs that look on live.", () -> (double) streams());
  }

  /** Whether anybody looks on at all. */
  public boolean isWatched() {
    return !rings.isEmpty();
  }

  /** A message has changed. Returns at once, whoever looks on. */
  public void changed(int account, UUID id) {
    LiveRing ring = rings.get(account);
    if (ring != null) {
      ring.add(id);
    }
  }

  synchronized int streams() {
    return streams;
  }

  /** One more who looks on at an account; empty if there are too many. */
  synchronized Optional<LiveRing> enter(long person, int account) {
    forget(clock.instant());
    int own = people.getOrDefault(person, 0);
    if (closed || streams >= STREAMS_MAX || own >= STREAMS_OF_ONE) {
      ended.labelValues("no_room").inc();
      return Optional.empty();
    }
    streams++;
    people.put(person, own + 1);
    LiveRing ring = rings.computeIfAbsent(account, _ -> new LiveRing(clock.millis()));
    ring.viewers++;
    return Optional.of(ring);
  }

  /**
   * One who looked on has gone.
   *
   * @param why a word for the metric
   */
  synchronized void leave(long person, LiveRing ring, String why) {
    ended.labelValues(why).inc();
    streams--;
    people.computeIfPresent(person, (_, n) -> n > 1 ? n - 1 : null);
    ring.viewers--;
    ring.leftAt = clock.instant();
  }

  /** Drops the rings that nobody has looked at for a while. */
  synchronized void forget(Instant now) {
    rings.values().removeIf(ring -> ring.viewers == 0 && ring.leftAt.plus(KEPT).isBefore(now));
  }

  boolean isClosed() {
    return closed;
  }

  /** All streams end. */
  @Override
  public void close() {
    closed = true;
    rings.values().forEach(LiveRing::finish);
  }
}
