package io.waybill.webhook;

import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.Steps.Telling;
import io.waybill.webhook.Endpoint.Waiting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is in memory, by endpoint, and whose turn it is. Endpoints take turns, each at its own
 * {@link Pace}; the last quarter of all requests is for endpoints that have none under way, so that
 * those that hang leave room for the others. One that is down gets one probe at a time, when it is
 * due; one that is stopped gets nothing. Memory is shared so that those who hold much leave room
 * for those who hold nothing: an endpoint may hold at most a quarter of what is free; of the last
 * quarter, as much as it is begun with. Thread-safe, no I/O.
 */
final class Endpoints {
  private static final int SHARE = 4;
  private static final int FAILING_MAX = 10_000;
  private static final int AWAY_MAX = 100_000;

  private final Bounds bounds;
  private final Consumer<Noted> store;
  private final Map<String, Endpoint> busy = new HashMap<>();
  private final Map<String, Endpoint> failing = new Bounded(FAILING_MAX);
  private final Map<String, Endpoint> away = new Bounded(AWAY_MAX);
  private final Deque<Endpoint> ready = new ArrayDeque<>();
  private final Deque<Endpoint> readyToProbe = new ArrayDeque<>();
  private final Deque<Endpoint> crowded = new ArrayDeque<>();
  private long sent;
  private int held;
  private int inFlight;
  private int probes;
  private int unrecorded;

  private static final class Bounded extends LinkedHashMap<String, Endpoint> {
    private static final long serialVersionUID = 1L;
    private final int max;

    Bounded(int max) {
      this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Endpoint> eldest) {
      return size() > max;
    }
  }

  /**
   * @param store takes what is to be stored of an endpoint; called in the order of events, must
   *     return at once
   */
  Endpoints(Bounds bounds, Consumer<Noted> store) {
    this.bounds = bounds;
    this.store = store;
  }

  private Endpoint of(String name) {
    Endpoint known = known(name);
    return known != null
        ? known
        : new Endpoint(
            name, new Pace(bounds.requestsPerEndpoint(), bounds.requestsPerEndpointMax()));
  }

  private @Nullable Endpoint known(String name) {
    Endpoint endpoint = busy.get(name);
    endpoint = endpoint == null ? failing.get(name) : endpoint;
    return endpoint == null ? away.get(name) : endpoint;
  }

  /** Reserves room for as many as there is room for, at most {@code wanted}; returns how many. */
  synchronized int reserve(String name, int wanted, Instant now) {
    Endpoint endpoint = of(name);
    int reserved = 0;
    while (reserved < wanted && hasRoom(endpoint, now)) {
      endpoint.probeReserved |= !endpoint.isUp();
      busy.putIfAbsent(name, endpoint);
      endpoint.held++;
      held++;
      reserved++;
    }
    return reserved;
  }

  private boolean hasRoom(Endpoint endpoint, Instant now) {
    int own = endpoint.held;
    int free = bounds.memory() - held;
    return switch (endpoint.standing) {
      case STOPPED -> false;
      case DOWN ->
          own == 0
              && free > 0
              && endpoint.nextProbeAt != null
              && !now.isBefore(endpoint.nextProbeAt);
      case UP ->
          free <= bounds.memory() / SHARE
              ? free > 0 && own < bounds.requestsPerEndpoint()
              : own < Math.min(bounds.memoryPerEndpoint(), Math.max(1, free / SHARE));
    };
  }

  /** Gives back room that was reserved and not used. */
  synchronized void giveBack(String name, int count) {
    Endpoint endpoint = busy.get(name);
    if (endpoint != null && count > 0) {
      endpoint.probeReserved = false;
      release(endpoint, count);
    }
  }

  private void release(Endpoint endpoint, int count) {
    int freed = Math.min(count, endpoint.held);
    endpoint.held -= freed;
    held -= freed;
    if (endpoint.held == 0) {
      busy.remove(endpoint.name);
    }
  }

  /**
   * Queues a report for which room was reserved; one that is in memory already is dropped. Without
   * reserved room it is taken all the same: it is committed, and nobody else would tell it.
   *
   * @return the report itself if its endpoint may not be called any more: it must wait in the
   *     ledger, then be {@link #done}
   */
  synchronized List<Waiting> add(String name, Telling telling) {
    Endpoint endpoint = of(name);
    if (busy.putIfAbsent(name, endpoint) == null) {
      endpoint.held++;
      held++;
    }
    Waiting waiting = new Waiting(endpoint, telling);
    if (!endpoint.keys.add(waiting.key())) {
      release(endpoint, 1);
      return List.of();
    }
    if (!endpoint.isUp() && !endpoint.probeReserved) {
      return List.of(waiting);
    }
    endpoint.probeReserved = false;
    endpoint.queue.addLast(waiting);
    line(endpoint);
    return List.of();
  }

  /** The messages of an endpoint that are in memory. */
  synchronized Set<UUID> inMemory(String name) {
    Endpoint endpoint = busy.get(name);
    return endpoint == null
        ? Set.of()
        : endpoint.keys.stream().map(Endpoint.Key::message).collect(Collectors.toUnmodifiableSet());
  }

  /** Whether an endpoint may be at a private address; null: as the installation has it. */
  synchronized @Nullable Boolean allowPrivate(String name) {
    Endpoint endpoint = known(name);
    return endpoint == null ? null : endpoint.allowPrivate;
  }

  /** How many requests an endpoint may have at one time now. */
  synchronized int limit(String name) {
    Endpoint endpoint = known(name);
    return endpoint == null
        ? bounds.requestsPerEndpoint()
        : endpoint.isUp() ? endpoint.pace.limit() : endpoint.standing == Standing.DOWN ? 1 : 0;
  }

  /** Puts an endpoint in line if it has something to send and may send. */
  private void line(Endpoint endpoint) {
    int most = endpoint.isUp() ? endpoint.pace.limit() : 1;
    if (!endpoint.isReady && !endpoint.queue.isEmpty() && endpoint.inFlight < most) {
      endpoint.isReady = true;
      (endpoint.isUp() ? ready : readyToProbe).addLast(endpoint);
    }
  }

  private boolean isCrowded() {
    return bounds.requests() - inFlight <= bounds.requests() / SHARE;
  }

  /** What may be sent now; each goes to {@link #answered}, {@link #recorded}, {@link #done}. */
  synchronized List<Waiting> take() {
    if (!isCrowded()) {
      ready.addAll(crowded);
      crowded.clear();
    }
    List<Waiting> taken = new ArrayList<>();
    while (inFlight < bounds.requests() && unrecorded < bounds.unrecorded()) {
      boolean mayProbe = probes < bounds.probes();
      Endpoint endpoint = !ready.isEmpty() ? ready.poll() : mayProbe ? readyToProbe.poll() : null;
      if (endpoint == null) {
        break;
      }
      if (isCrowded() && endpoint.inFlight > 0) {
        crowded.addLast(endpoint);
        continue;
      }
      endpoint.isReady = false;
      boolean wentDown = !endpoint.isUp() && (endpoint.inFlight > 0 || !mayProbe);
      Waiting next = wentDown ? null : endpoint.queue.poll();
      if (next != null) {
        next.probe = !endpoint.isUp();
        next.number = ++sent;
        probes += next.probe ? 1 : 0;
        endpoint.inFlight++;
        inFlight++;
        taken.add(next);
      }
      line(endpoint);
    }
    return taken;
  }

  /**
   * What an answer changes.
   *
   * @param back reports that must wait in the ledger, then be {@link #done}
   */
  record Change(Turn turn, List<Waiting> back) {}

  /**
   * A request has ended; its outcome is still to be recorded.
   *
   * @param cause what was wrong, if anything
   * @param pause until the next probe, should this one have failed
   */
  synchronized Change answered(
      Waiting waiting, Ending ending, @Nullable String cause, Instant now, Schedule.Probe pause) {
    Endpoint endpoint = waiting.endpoint;
    ended(waiting);
    unrecorded++;
    Turn turn =
        switch (ending) {
          case GOOD, SLOW -> endpoint.good(ending == Ending.GOOD, now);
          case FAILED, TIMED_OUT -> endpoint.bad(waiting, sent, ending, cause, now, pause);
          case GONE -> endpoint.gone(cause, now);
        };
    remember(endpoint);
    boolean isNews = turn != Turn.NONE || (!ending.isGood() && endpoint.isUp());
    boolean wasNews = endpoint.storedAt != null && ending.isGood();
    if (turn != Turn.NONE || ((isNews || wasNews) && endpoint.isStale(now))) {
      store.accept(endpoint.noted(now));
    }
    List<Waiting> back = endpoint.isUp() ? List.of() : drain(endpoint);
    line(endpoint);
    return new Change(turn, back);
  }

  /** Takes what is queued out of line; it stays in memory until it waits in the ledger. */
  private static List<Waiting> drain(Endpoint endpoint) {
    List<Waiting> all = List.copyOf(endpoint.queue);
    endpoint.queue.clear();
    return all;
  }

  private void remember(Endpoint endpoint) {
    failing.remove(endpoint.name);
    away.remove(endpoint.name);
    if (!endpoint.isOrdinary()) {
      boolean isAway = !endpoint.isUp() || endpoint.allowPrivate != null;
      (isAway ? away : failing).put(endpoint.name, endpoint);
    }
  }

  /**
   * Takes over what is stored.
   *
   * @return reports that must wait in the ledger, then be {@link #done}
   */
  synchronized List<Waiting> learn(Noted noted) {
    Endpoint endpoint = of(noted.key());
    endpoint.learn(noted);
    remember(endpoint);
    List<Waiting> back = endpoint.isUp() ? List.of() : drain(endpoint);
    line(endpoint);
    return back;
  }

  /**
   * The same for what a person may have changed.
   *
   * @param isToBeStored whether we know better: something newer of this endpoint is on its way
   * @param resumed told the name of an endpoint that is called again
   */
  synchronized List<Waiting> adopt(
      Noted noted, Predicate<String> isToBeStored, Consumer<String> resumed) {
    Endpoint endpoint = known(noted.key());
    Standing stands = endpoint == null ? Standing.UP : endpoint.standing;
    Boolean allowed = endpoint == null ? null : endpoint.allowPrivate;
    boolean isSame = stands == noted.standing() && Objects.equals(allowed, noted.allowPrivate());
    if (isSame || isToBeStored.test(noted.key())) {
      return List.of();
    }
    if (noted.standing() == Standing.UP && stands != Standing.UP) {
      resumed.accept(noted.key());
    }
    return learn(noted);
  }

  private void ended(Waiting waiting) {
    waiting.endpoint.inFlight--;
    inFlight--;
    probes -= waiting.probe ? 1 : 0;
  }

  /** An outcome is recorded. */
  synchronized void recorded() {
    unrecorded--;
  }

  /** Nothing is left to do: gives the room back. */
  synchronized void done(Waiting waiting) {
    waiting.endpoint.keys.remove(waiting.key());
    release(waiting.endpoint, 1);
  }

  synchronized int held() {
    return held;
  }

  synchronized int inFlight() {
    return inFlight;
  }

  synchronized int unrecorded() {
    return unrecorded;
  }

  /** How many stand so. */
  synchronized int standing(Standing standing) {
    return (int) away.values().stream().filter(e -> e.standing == standing).count();
  }
}
