package io.waybill.dispatch;

import io.waybill.message.Event;
import io.waybill.store.DueReader;
import io.waybill.store.DueReader.Due;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what waits for a carrier that has been away for ten seconds to others, as far as routes
 * lead there: in batches, so that the path of new messages goes on (design 11). Where no other
 * carrier is up nothing is read, and messages wait.
 */
final class Detours implements Rerouting, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Detours.class);
  private static final Duration WHEN_NONE_MOVED = Duration.ofSeconds(30);
  private static final int BATCH = 500;
  private static final int REFUSED_MAX = 10_000;
  private static final int TRIED_MAX = 100_000;
  private static final long PAUSE_MILLIS = 500;

  private final Ledger ledger;
  private final DueReader due;
  private final Seats seats;
  private final Presence presence;
  private final Ways ways;
  private final InstantSource clock;
  private final Map<String, Instant> nextLook = new HashMap<>();
  private final Queue<Refused> refused = new ArrayBlockingQueue<>(REFUSED_MAX);

  /** Which carriers a message is not to be given to again, oldest first. */
  private final Map<UUID, Set<String>> tried = Collections.synchronizedMap(new LinkedHashMap<>());

  private @Nullable Thread thread;

  /** A message of which a carrier took nothing, and that another one may take. */
  private record Refused(UUID message, String carrier) {}

  Detours(
      Ledger ledger,
      DueReader due,
      Seats seats,
      Presence presence,
      Ways ways,
      InstantSource clock) {
    this.presence = presence;
    this.ledger = ledger;
    this.due = due;
    this.seats = seats;
    this.ways = ways;
    this.clock = clock;
  }

  void start() {
    thread = Thread.ofVirtual().name("detours").start(this::run);
  }

  private void run() {
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        moveRefused();
        look();
      } catch (InterruptedException stopped) {
        return;
      } catch (SQLException | RuntimeException e) {
        LOG.warn("what waits for a carrier that is away cannot be moved: {}", String.valueOf(e));
      }
    }
  }

  /** The first time, if any other carrier is up; a message that came back from one is refused. */
  @Override
  public boolean looksElsewhere(UUID message, int part, String carrier, int commandStatus) {
    boolean another = ways.carriers().stream().anyMatch(c -> !c.equals(carrier) && seats.takes(c));
    Set<String> before = tried.getOrDefault(message, Set.of());
    return another && !before.contains(carrier) && refused.offer(new Refused(message, carrier));
  }

  private void moveRefused() throws SQLException {
    List<CompletableFuture<?>> moves = new ArrayList<>();
    int size = refused.size();
    for (int i = 0; i < size; i++) {
      Refused one = refused.poll();
      if (one != null) {
        moves.add(move(one));
      }
    }
    CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new)).join();
  }

  /** Its part was put off just before, or is being so: if it does not wait yet, it comes again. */
  private CompletableFuture<?> move(Refused one) throws SQLException {
    Set<String> avoid = new HashSet<>(tried.getOrDefault(one.message(), Set.of()));
    avoid.add(one.carrier());
    remember(one.message(), avoid);
    List<Due> found = due.one(one.message());
    if (found.isEmpty() || !found.getFirst().envelope().carrier().equals(one.carrier())) {
      return CompletableFuture.completedFuture(null);
    }
    Due message = found.getFirst();
    Optional<Ways.Way> way =
        ways.of(message.envelope(), message.text(), c -> !avoid.contains(c) && seats.takes(c));
    return way.isEmpty() || avoid.contains(way.get().carrier())
        ? CompletableFuture.completedFuture(null)
        : record(message, way.get(), one.carrier(), one.carrier() + " does not take it")
            .thenAccept(outcome -> {
              boolean moved = outcome instanceof Outcome.Recorded(var _, var changed) && changed;
              if (!moved) {
                tried.remove(one.message());
              }
            });
  }

  private void remember(UUID message, Set<String> avoid) {
    synchronized (tried) {
      tried.put(message, Set.copyOf(avoid));
      if (tried.size() > TRIED_MAX) {
        tried.remove(tried.keySet().iterator().next());
      }
    }
  }

  private void look() throws SQLException, InterruptedException {
    Instant now = clock.instant();
    List<String> away = new ArrayList<>();
    boolean anyUp = false;
    for (String carrier : ways.carriers()) {
      anyUp |= seats.takes(carrier);
      if (presence.isThere(carrier)) {
        nextLook.remove(carrier);
      } else {
        away.add(carrier);
      }
    }
    for (String carrier : away) {
      if (anyUp && !now.isBefore(nextLook.getOrDefault(carrier, Instant.MIN))) {
        long moved = move(carrier);
        nextLook.put(carrier, moved > 0 ? now : now.plus(WHEN_NONE_MOVED));
      }
    }
  }

  /** Goes once through what waits; stops when the carrier is back. */
  private long move(String carrier) throws SQLException, InterruptedException {
    long moved = 0;
    Due last = null;
    List<Due> page;
    do {
      page = due.waiting(carrier, clock.instant(), last, BATCH);
      List<CompletableFuture<?>> moves = new ArrayList<>();
      for (Due message : page) {
        Optional<Ways.Way> way = ways.of(message.envelope(), message.text(), seats::takes);
        if (way.isPresent() && !way.get().carrier().equals(carrier)) {
          moves.add(record(message, way.get(), carrier, "no link of " + carrier + " is up"));
        }
      }
      CompletableFuture.allOf(moves.toArray(CompletableFuture[]::new)).join();
      moved += moves.size();
      last = page.isEmpty() ? null : page.getLast();
      TimeUnit.MILLISECONDS.sleep(1);
    } while (page.size() == BATCH && !presence.isThere(carrier));
    if (moved > 0) {
      LOG.info("{} messages moved away from carrier {}", moved, carrier);
    }
    return moved;
  }

  private CompletableFuture<Outcome> record(Due message, Ways.Way way, String from, String why) {
    int parts = way.parts() == 0 ? message.message().parts().size() : way.parts();
    return ledger.record(
        message.envelope().id(),
        new Event.Rerouted(clock.instant(), from, way.carrier(), parts, why));
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
