package io.waybill.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.ops.Metrics;

/// The one room for all request bodies that are in memory, however many connections there are. Who
/// has not shown a valid key has only a part of it, so strangers cannot take the customers' room.
/// Octets are taken as they arrive, and given back when the request is answered. Thread-safe.
final class BodyRoom {
  /// The part of the heap that bodies may take.
  private static final int HEAP_SHARE = 8;

  /// At least so much, however small the heap.
  private static final long LEAST = 64L << 20;

  /// The part of the room that callers without a valid key may take.
  private static final int STRANGERS_SHARE = 4;

  private final long max;
  private final Counter refused;
  private long all;
  private long strangers;

  /// An eighth of the heap.
  BodyRoom(Metrics metrics) {
    this(Math.max(LEAST, Runtime.getRuntime().maxMemory() / HEAP_SHARE), metrics);
  }

  /// @param max octets
  BodyRoom(long max, Metrics metrics) {
    this.max = max;
    metrics.gauge(
        "waybill_http_body_bytes", "Octets of request bodies in memory.", () -> (double) taken());
    refused =
        metrics.counter(
            "waybill_http_bodies_refused_total",
            "Bodies refused because there was no room for them.",
            "caller");
  }

  /// Room for one request, nothing taken yet.
  Hold open(boolean hasKey) {
    return new Hold(hasKey);
  }

  /// Octets that are taken.
  synchronized long taken() {
    return all;
  }

  private synchronized boolean take(long octets, boolean hasKey) {
    boolean fits = all + octets <= max && (hasKey || strangers + octets <= max / STRANGERS_SHARE);
    if (fits) {
      all += octets;
      strangers += hasKey ? 0 : octets;
    } else {
      refused.labelValues(hasKey ? "key" : "stranger").inc();
    }
    return fits;
  }

  private synchronized void give(long octets, boolean hasKey) {
    all -= octets;
    strangers -= hasKey ? 0 : octets;
  }

  /// What one request has taken. For one thread.
  final class Hold implements AutoCloseable {
    private final boolean hasKey;
    private long mine;

    private Hold(boolean hasKey) {
      this.hasKey = hasKey;
    }

    /// Takes so much more; false, and nothing is taken, if there is no room.
    boolean take(long octets) {
      boolean took = BodyRoom.this.take(octets, hasKey);
      mine += took ? octets : 0;
      return took;
    }

    /// Gives some of it back.
    void give(long octets) {
      BodyRoom.this.give(octets, hasKey);
      mine -= octets;
    }

    /// Gives all of it back. May be called again.
    @Override
    public void close() {
      give(mine);
    }
  }
}
