package io.waybill.webhook;

import io.waybill.store.EndpointStore;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import io.waybill.store.Steps.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint in memory: what waits for it, what is under way, how it stands. Guarded by {@link
 * Endpoints}.
 */
final class Endpoint {
  /** Failures in a row that make an endpoint down. */
  static final int DOWN_AFTER = 10;

  private static final Duration STORE_EVERY = Duration.ofMinutes(1);

  final String name;
  final Pace pace;
  final Deque<Waiting> queue = new ArrayDeque<>();
  final Set<Key> keys = new HashSet<>();
  int held;
  int inFlight;
  boolean isReady;
  boolean probeReserved;

  Standing standing = Standing.UP;
  @Nullable StoppedBy stoppedBy;
  int failures;
  int probes;
  @Nullable Instant since;
  @Nullable Instant nextProbeAt;
  @Nullable String cause;
  @Nullable Instant lastSuccessAt;
  @Nullable Instant lastFailureAt;
  @Nullable Boolean allowPrivate;
  @Nullable Instant storedAt;

  /** One report in memory. */
  static final class Waiting {
    final Endpoint endpoint;
    private final Telling telling;
    boolean probe;
    long number;

    Waiting(Endpoint endpoint, Telling telling) {
      this.endpoint = endpoint;
      this.telling = telling;
    }

    Telling telling() {
      return telling;
    }

    Key key() {
      return new Key(telling.envelope().id(), telling.report().number());
    }
  }

  /** Which report it is. */
  record Key(UUID message, int report) {}

  Endpoint(String name, Pace pace) {
    this.name = name;
    this.pace = pace;
  }

  boolean isUp() {
    return standing == Standing.UP;
  }

  /** Whether there is nothing about it that a new one would not have. */
  boolean isOrdinary() {
    return isUp() && failures == 0 && allowPrivate == null && !pace.isSlowed();
  }

  /** Whether its entry should be stored, although it stands as it stood. */
  boolean isStale(Instant now) {
    return storedAt == null || now.isAfter(storedAt.plus(STORE_EVERY));
  }

  void stand(Standing to, Instant now) {
    standing = to;
    since = now;
    stoppedBy = null;
    nextProbeAt = null;
    probes = 0;
    probeReserved = false;
    if (to == Standing.UP) {
      failures = 0;
    }
  }

  /** A good answer. */
  Turn good(boolean quick, Instant now) {
    lastSuccessAt = now;
    failures = 0;
    if (standing == Standing.DOWN) {
      stand(Standing.UP, now);
      pace.restart();
      return Turn.CAME_BACK;
    }
    pace.succeeded(quick, !queue.isEmpty());
    return Turn.NONE;
  }

  /**
   * A bad answer, or none.
   *
   * @param newest the number of the newest request of all
   */
  Turn bad(
      Waiting waiting,
      long newest,
      Ending ending,
      @Nullable String why,
      Instant now,
      Schedule.Probe pause) {
    failures++;
    lastFailureAt = now;
    cause = why;
    pace.failed(waiting.number, newest, ending == Ending.TIMED_OUT);
    if (isUp() && failures >= DOWN_AFTER) {
      stand(Standing.DOWN, now);
      nextProbeAt = pause.after(0);
      return Turn.WENT_DOWN;
    }
    if (standing == Standing.DOWN && waiting.probe) {
      probes++;
      nextProbeAt = pause.after(probes);
      return Turn.STILL_DOWN;
    }
    return Turn.NONE;
  }

  /** The endpoint says that it takes no more, ever: 410. */
  Turn gone(@Nullable String why, Instant now) {
    lastFailureAt = now;
    cause = why;
    if (standing == Standing.STOPPED) {
      return Turn.NONE;
    }
    stand(Standing.STOPPED, now);
    stoppedBy = StoppedBy.ENDPOINT;
    return Turn.STOPPED;
  }

  /** Takes over what is stored. */
  void learn(Noted noted) {
    if (noted.standing() == Standing.UP && !isUp()) {
      failures = 0;
      pace.restart();
    }
    standing = noted.standing();
    probeReserved &= standing == Standing.DOWN;
    stoppedBy = noted.stoppedBy();
    since = noted.since();
    probes = noted.probes();
    nextProbeAt = noted.nextProbeAt();
    cause = noted.cause();
    lastSuccessAt = noted.lastSuccessAt();
    lastFailureAt = noted.lastFailureAt();
    allowPrivate = noted.allowPrivate();
  }

  /** As it is to be stored. */
  Noted noted(Instant now) {
    storedAt = now;
    int blank = name.indexOf(' ');
    return new EndpointStore.Noted(
        name,
        Integer.parseInt(name.substring(0, blank)),
        name.substring(blank + 1),
        standing,
        stoppedBy,
        since == null ? now : since,
        probes,
        nextProbeAt,
        cause,
        lastSuccessAt,
        lastFailureAt,
        allowPrivate,
        0);
  }
}
