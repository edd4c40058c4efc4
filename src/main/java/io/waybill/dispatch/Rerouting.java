package io.waybill.dispatch;

import io.waybill.message.Event;
import io.waybill.store.DueReader;
import io.waybill.store.DueReader.Due;
import io.waybill.store.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class Rerouting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rerouting.class);
  private static final Duration WHEN_NONE_MOVED = Duration.ofSeconds(30);
  private static final int BATCH = 500;
  private static final long PAUSE_MILLIS = 500;

  private final Ledger ledger;
  private final DueReader due;
  private final Seats seats;
  private final Presence presence;
  private final Ways ways;
  private final InstantSource clock;
  private final Map<String, Instant> nextLook = new HashMap<>();
  private @Nullable Thread thread;

  Rerouting(
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
    thread = Thread.ofVirtual().name("rerouting").start(this::run);
  }

  private void run() {
    while (true) {
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        look();
      } catch (InterruptedException stopped) {
        return;
      } catch (SQLException | RuntimeException e) {
        LOG.warn("what waits for a carrier that is away cannot be moved: {}", String.valueOf(e));
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
          moves.add(record(message, way.get(), carrier));
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

  private CompletableFuture<?> record(Due message, Ways.Way way, String from) {
    int parts = way.parts() == 0 ? message.message().parts().size() : way.parts();
    return ledger.record(
        message.envelope().id(),
        new Event.Rerouted(
            clock.instant(), from, way.carrier(), parts, "no link of " + from + " is up"));
  }

  @Override
  public void close() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
