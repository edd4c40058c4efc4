package io.waybill.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Token buckets, one for each of many: each takes a second's worth at once and fills steadily.
/// Those that were not asked for the longest are forgotten first, so that memory is bounded whoever
/// asks. Thread-safe.
public final class Buckets {
  private static final long SECOND = 1_000_000_000L;

  /// For each, when its bucket will be full again, on the clock. This one number is the whole
  /// bucket (ITU-T I.371, the "virtual scheduling" form of the generic cell rate algorithm).
  private final LinkedHashMap<Object, Long> fullAt;

  private final LongSupplier nanos;

  /// @param max most that are remembered
  /// @param nanos a clock that never goes back, as `System::nanoTime`
  public Buckets(int max, LongSupplier nanos) {
    this.nanos = nanos;
    this.fullAt =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
            return size() > max;
          }
        };
  }

  /// Takes a token; empty if there was one, else how long until there is.
  ///
  /// @param who equal for those who share a bucket
  /// @param perSecond tokens that come in a second; 0: there is always one
  /// @param burst most tokens at once, at least 1
  public synchronized Optional<Duration> take(Object who, int perSecond, int burst) {
    Optional<Duration> wait = look(who, perSecond, burst);
    if (wait.isEmpty() && perSecond > 0) {
      fullAt.put(who, fullAt(who) + SECOND / perSecond);
    }
    return wait;
  }

  /// How long until there is a token; empty if there is one. Takes none.
  public synchronized Optional<Duration> look(Object who, int perSecond, int burst) {
    if (perSecond <= 0 || !fullAt.containsKey(who)) {
      return Optional.empty();
    }
    long emptyFor = fullAt(who) - nanos.getAsLong() - (burst - 1) * (SECOND / perSecond);
    return emptyFor <= 0 ? Optional.empty() : Optional.of(Duration.ofNanos(emptyFor));
  }

  private long fullAt(Object who) {
    long now = nanos.getAsLong();
    Long at = fullAt.get(who);
    return at == null || at - now < 0 ? now : at;
  }

  synchronized int size() {
    return fullAt.size();
  }
}
