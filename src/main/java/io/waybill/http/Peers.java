package io.waybill.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many connections each address has, so that one cannot take the places of all others.
///
/// Helidon 4.5 offers no place between accepting a connection and starting its thread. So that
/// thread asks here before it does anything else: before the handshake of TLS, before it has read
/// an octet. It costs a virtual thread that ends at once. A connection is over when its thread has
/// left, or has ended without a word, as after a handshake that failed. Thread-safe.
final class Peers {
  private static final Logger LOG = LoggerFactory.getLogger(Peers.class);
  private static final long SWEEP_EVERY = Duration.ofSeconds(1).toNanos();
  private static final long COMPLAIN_EVERY = Duration.ofSeconds(10).toNanos();

  private final int max;
  private final Config.Proxies proxies;
  private final Counter refused;
  private final Map<Object, Set<Thread>> threads = new ConcurrentHashMap<>();
  private final AtomicLong swept = new AtomicLong(System.nanoTime());
  private final AtomicLong complained = new AtomicLong(System.nanoTime() - COMPLAIN_EVERY);

  Peers(Config.Http http, Metrics metrics) {
    max = http.limits().connectionsPerAddress();
    proxies = http.proxies();
    refused =
        metrics.counter(
            "waybill_http_connections_refused_total",
            "Connections closed at once because their address had too many.");
  }

  /// Whether the connection of this thread may stay; asking again changes nothing.
  boolean enter(InetAddress from) {
    if (max == 0 || Origin.isTrusted(from, proxies)) {
      return true;
    }
    if (isTime(swept, SWEEP_EVERY)) {
      threads.keySet().forEach(place -> threads.computeIfPresent(place, Peers::living));
    }
    Thread mine = Thread.currentThread();
    AtomicBoolean in = new AtomicBoolean();
    threads.compute(
        Limits.place(from),
        (_, before) -> {
          Set<Thread> all = before == null ? new HashSet<>() : before;
          if (all.size() >= max) {
            all.removeIf(thread -> !thread.isAlive());
          }
          in.set(all.contains(mine) || (all.size() < max && all.add(mine)));
          return all;
        });
    if (!in.get()) {
      refused.inc();
      if (isTime(complained, COMPLAIN_EVERY)) {
        LOG.warn(
            "{} has {} connections (http.connections_per_address): more are closed at once",
            from.getHostAddress(),
            max);
      }
    }
    return in.get();
  }

  /// The connection of this thread is over.
  void leave(InetAddress from) {
    Thread mine = Thread.currentThread();
    threads.computeIfPresent(
        Limits.place(from),
        (_, all) -> {
          all.remove(mine);
          return all.isEmpty() ? null : all;
        });
  }

  private static @Nullable Set<Thread> living(Object place, Set<Thread> all) {
    all.removeIf(thread -> !thread.isAlive());
    return all.isEmpty() ? null : all;
  }

  private static boolean isTime(AtomicLong last, long every) {
    long before = last.get();
    long now = System.nanoTime();
    return now - before >= every && last.compareAndSet(before, now);
  }
}
