package io.waybill.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.ops.Essential;
import io.waybill.ops.Metrics;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Cuts clients that take too long. The server's sockets know no time-outs of their own (Helidon
/// 4.5 reads and writes channels, which ignore them), and each connection has a thread: so the
/// thread says what it waits for, and is interrupted when that takes too long. An interrupt closes
/// the channel (`java.nio.channels.InterruptibleChannel`), whatever its thread was doing.
///
/// Thread-safe; what a thread says concerns only itself.
final class Patience implements AutoCloseable {
  /// What a connection may be waiting for, and how long.
  enum Phase {
    HANDSHAKE(Duration.ofSeconds(10)),
    /// The first request line of a new connection.
    FIRST_REQUEST(Duration.ofSeconds(15)),
    /// All headers, from the request line on.
    HEADERS(Duration.ofSeconds(15)),
    /// The next octets of a body.
    BODY_PAUSE(Duration.ofSeconds(15)),
    /// All of a body, however slowly it drips.
    BODY(Duration.ofSeconds(30)),
    /// After a refusal the rest of a body is thrown away for a moment, or the client, still
    /// writing, would see a reset connection instead of the answer.
    LINGER(Duration.ofSeconds(2)),
    /// The client takes the answer.
    ANSWER(Duration.ofSeconds(30)),
    /// The client takes an answer to a request line without end, while it still writes that line.
    LAST_ANSWER(Duration.ofSeconds(30)),
    /// The next request on a connection that has had one.
    IDLE(Duration.ofSeconds(60)),
    /// A goodbye, which TLS waits for.
    CLOSE(Duration.ofSeconds(5));

    private final Duration usual;

    Phase(Duration usual) {
      this.usual = usual;
    }

    private String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final ThreadLocal<Watched> OWN = new ThreadLocal<>();
  private static final long NOTHING = 0;
  private static final long CUT = -1;
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);
  private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
  private final long epoch = System.nanoTime();
  private final Counter cut;
  private final Thread watcher;

  /// A connection's thread, and until when it may wait: nanoseconds after the epoch, or one of the
  /// two marks.
  private static final class Watched {
    final Patience by;
    final Thread thread = Thread.currentThread();
    final AtomicLong until = new AtomicLong(NOTHING);
    volatile Phase phase = Phase.HANDSHAKE;

    Watched(Patience by) {
      this.by = by;
    }
  }

  Patience(Metrics metrics) {
    this(metrics, Map.of());
  }

  /// With other times, for tests.
  Patience(Metrics metrics, Map<Phase, Duration> instead) {
    for (Phase phase : Phase.values()) {
      times.put(phase, instead.getOrDefault(phase, phase.usual));
    }
    cut =
        metrics.counter(
            "waybill_http_slow_clients_total", "Connections cut for being slow.", "waiting_for");
    watcher = Essential.virtual("http-patience").start(this::watch);
  }

  Duration time(Phase phase) {
    return times.getOrDefault(phase, phase.usual);
  }

  /// From now on this thread waits for that.
  void await(Phase phase) {
    await(phase, time(phase));
  }

  /// The same with another time.
  void await(Phase phase, Duration time) {
    Watched mine = OWN.get();
    if (mine == null || mine.by != this) {
      mine = new Watched(this);
      OWN.set(mine);
      watched.add(mine);
    }
    mine.phase = phase;
    long until = System.nanoTime() - epoch + time.toNanos();
    mine.until.updateAndGet(before -> before == CUT ? CUT : until);
  }

  /// It waits no longer.
  ///
  /// @return whether it was in time; if not, the connection is closed or about to be
  boolean arrived() {
    Watched mine = OWN.get();
    return mine == null || mine.until.updateAndGet(before -> before == CUT ? CUT : NOTHING) != CUT;
  }

  /// Whether this thread waits for that.
  boolean isAt(Phase phase) {
    Watched mine = OWN.get();
    return mine != null && mine.phase == phase;
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_EVERY.toMillis());
        long now = System.nanoTime() - epoch;
        watched.removeIf(one -> !one.thread.isAlive());
        for (Watched one : watched) {
          long until = one.until.get();
          if (until > 0 && until < now && one.until.compareAndSet(until, CUT)) {
            cut.labelValues(one.phase.label()).inc();
            one.thread.interrupt();
          }
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// How many connections are watched; those that have ended for a moment longer.
  int size() {
    return watched.size();
  }

  @Override
  public void close() {
    watcher.interrupt();
  }
}
