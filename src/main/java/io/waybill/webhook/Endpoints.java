package io.waybill.webhook;

import io.waybill.store.Steps.Telling;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What is in memory, by endpoint, and whose turn it is. Endpoints take turns; each has a bound on
 * its requests at one time, and one that is down gets one. Memory is shared so that those who hold
 * much leave room for those who hold nothing: an endpoint may hold at most a quarter of what is
 * free; of the last quarter, as much as it sends at one time, and none if it is down. Thread-safe,
 * no I/O.
 */
final class Endpoints {
  /** Failures in a row that make an endpoint down. */
  static final int DOWN_AFTER = 10;

  private static final int SHARE = 4;
  private static final int FAILING_MAX = 10_000;

  private final Bounds bounds;
  private final Map<String, Endpoint> busy = new HashMap<>();
  private final Map<String, Integer> failing = new LastFailing();
  private final Deque<Endpoint> ready = new ArrayDeque<>();
  private final Deque<Endpoint> readyToProbe = new ArrayDeque<>();
  private int held;
  private int inFlight;
  private int probes;
  private int unrecorded;

  /**
   * How much may be where.
   *
   * @param memory callbacks reserved, queued, in flight or not yet recorded, in all
   * @param memoryPerEndpoint the same at one endpoint
   * @param requests at one time in all
   * @param requestsPerEndpoint at one time to one endpoint
   */
  record Bounds(int memory, int memoryPerEndpoint, int requests, int requestsPerEndpoint) {
    int probes() {
      return Math.max(1, requests / 4);
    }

    int unrecorded() {
      return 2 * requests;
    }
  }

  /** One report in memory. */
  static final class Waiting {
    private final Endpoint endpoint;
    private final Telling telling;
    private boolean probe;

    private Waiting(Endpoint endpoint, Telling telling) {
      this.endpoint = endpoint;
      this.telling = telling;
    }

    Telling telling() {
      return telling;
    }
  }

  private record Key(UUID message, int report) {}

  private static final class Endpoint {
    final String name;
    final Deque<Waiting> queue = new ArrayDeque<>();
    final Set<Key> keys = new HashSet<>();
    int held;
    int inFlight;
    int failures;
    boolean isReady;

    Endpoint(String name, int failures) {
      this.name = name;
      this.failures = failures;
    }

    boolean isDown() {
      return failures >= DOWN_AFTER;
    }
  }

  private static final class LastFailing extends LinkedHashMap<String, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
      return size() > FAILING_MAX;
    }
  }

  Endpoints(Bounds bounds) {
    this.bounds = bounds;
  }

  /** Reserves room for as many as there is room for, at most {@code wanted}; returns how many. */
  synchronized int reserve(String name, int wanted) {
    int reserved = 0;
    while (reserved < wanted && hasRoom(name)) {
      Endpoint endpoint =
          busy.computeIfAbsent(name, n -> new Endpoint(n, failing.getOrDefault(n, 0)));
      endpoint.held++;
      held++;
      reserved++;
    }
    return reserved;
  }

  private boolean hasRoom(String name) {
    Endpoint endpoint = busy.get(name);
    int own = endpoint == null ? 0 : endpoint.held;
    int failures = endpoint == null ? failing.getOrDefault(name, 0) : endpoint.failures;
    int free = bounds.memory() - held;
    boolean isDown = failures >= DOWN_AFTER;
    if (free <= bounds.memory() / SHARE) {
      return free > 0 && !isDown && own < bounds.requestsPerEndpoint();
    }
    int most = isDown ? bounds.requestsPerEndpoint() : bounds.memoryPerEndpoint();
    return own < Math.min(most, Math.max(1, free / SHARE));
  }

  /** Gives back room that was reserved and not used. */
  synchronized void giveBack(String name, int count) {
    Endpoint endpoint = busy.get(name);
    if (endpoint != null) {
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
   */
  synchronized void add(String name, Telling telling) {
    Endpoint endpoint = busy.get(name);
    if (endpoint == null) {
      endpoint = new Endpoint(name, failing.getOrDefault(name, 0));
      busy.put(name, endpoint);
      endpoint.held++;
      held++;
    }
    if (!endpoint.keys.add(key(telling))) {
      release(endpoint, 1);
      return;
    }
    endpoint.queue.addLast(new Waiting(endpoint, telling));
    line(endpoint);
  }

  /** The messages of an endpoint that are in memory. */
  synchronized Set<UUID> inMemory(String name) {
    Endpoint endpoint = busy.get(name);
    return endpoint == null
        ? Set.of()
        : endpoint.keys.stream().map(Key::message).collect(Collectors.toUnmodifiableSet());
  }

  /** Puts an endpoint in line if it has something to send and may send. */
  private void line(Endpoint endpoint) {
    int most = endpoint.isDown() ? 1 : bounds.requestsPerEndpoint();
    if (!endpoint.isReady && !endpoint.queue.isEmpty() && endpoint.inFlight < most) {
      endpoint.isReady = true;
      (endpoint.isDown() ? readyToProbe : ready).addLast(endpoint);
    }
  }

  /** What may be sent now; each goes to {@link #answered}, {@link #recorded}, {@link #done}. */
  synchronized List<Waiting> take() {
    List<Waiting> taken = new ArrayList<>();
    while (inFlight < bounds.requests() && unrecorded < bounds.unrecorded()) {
      boolean mayProbe = probes < bounds.probes();
      Endpoint endpoint = !ready.isEmpty() ? ready.poll() : mayProbe ? readyToProbe.poll() : null;
      if (endpoint == null) {
        break;
      }
      endpoint.isReady = false;
      boolean wentDown = endpoint.isDown() && (endpoint.inFlight > 0 || !mayProbe);
      Waiting next = wentDown ? null : endpoint.queue.poll();
      if (next != null) {
        next.probe = endpoint.isDown();
        probes += next.probe ? 1 : 0;
        endpoint.inFlight++;
        inFlight++;
        taken.add(next);
      }
      line(endpoint);
    }
    return taken;
  }

  /** The change in an endpoint's health by one answer. */
  enum Turn {
    NONE,
    WENT_DOWN,
    CAME_BACK
  }

  /** A request has ended; its outcome is still to be recorded. */
  synchronized Turn answered(Waiting waiting, boolean succeeded) {
    Endpoint endpoint = waiting.endpoint;
    boolean wasDown = endpoint.isDown();
    ended(waiting);
    endpoint.failures = succeeded ? 0 : endpoint.failures + 1;
    failing.remove(endpoint.name);
    if (!succeeded) {
      failing.put(endpoint.name, endpoint.failures);
    }
    unrecorded++;
    line(endpoint);
    if (wasDown == endpoint.isDown()) {
      return Turn.NONE;
    }
    return wasDown ? Turn.CAME_BACK : Turn.WENT_DOWN;
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
    waiting.endpoint.keys.remove(key(waiting.telling));
    release(waiting.endpoint, 1);
  }

  private static Key key(Telling telling) {
    return new Key(telling.envelope().id(), telling.report().number());
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

  synchronized int down() {
    return (int) failing.values().stream().filter(count -> count >= DOWN_AFTER).count();
  }
}
