package io.waybill.dispatch;

import io.waybill.message.Event;
import io.waybill.message.Message;
import io.waybill.message.Part;
import io.waybill.message.State;
import io.waybill.ops.Essential;
import io.waybill.store.DueReader;
import io.waybill.store.DueReader.Due;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims what waits in the ledger, as far as links have room; and lets the clock's events happen
 * (validity, deadline). Looks at once when something was queued, else twice a second.
 */
final class Poller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final int CLAIMS_MAX = 1_000;
  private static final int OVERDUE_MAX = 500;
  private static final long PAUSE_MILLIS = 500;
  private static final long BUSY_MILLIS = 5;

  private final Ledger ledger;
  private final DueReader due;
  private final FairShare fair;
  private final Seats seats;
  private final InstantSource clock;
  private final Set<String> carriers = ConcurrentHashMap.newKeySet();
  private final Map<UUID, String> texts = new ConcurrentHashMap<>();
  private final Semaphore bell = new Semaphore(0);
  private volatile boolean closed;
  private final List<Thread> threads = new ArrayList<>();

  Poller(Ledger ledger, DueReader due, Seats seats, InstantSource clock) {
    this.ledger = ledger;
    this.due = due;
    this.fair = new FairShare(due);
    this.seats = seats;
    this.clock = clock;
  }

  void start() {
    threads.add(Essential.virtual("dispatch-poller").start(this::claimWhatIsDue));
    threads.add(Essential.virtual("dispatch-clock").start(this::letTimePass));
  }

  void carrier(String name) {
    carriers.add(name);
  }

  void queued(String carrier) {
    carriers.add(carrier);
    seats.backlog(carrier, true);
    bell.release();
  }

  /** The text of a message that was just claimed from the ledger; null if it was not. */
  @Nullable String text(UUID message) {
    return texts.remove(message);
  }

  private void claimWhatIsDue() {
    while (!closed) {
      boolean more = false;
      for (String carrier : carriers) {
        try {
          more |= claim(carrier);
        } catch (SQLException | RuntimeException e) {
          LOG.warn("what is due cannot be claimed: {}", String.valueOf(e));
        }
      }
      try {
        if (bell.tryAcquire(more ? BUSY_MILLIS : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Whether there may be more at once. */
  private boolean claim(String carrier) throws SQLException {
    int free = Math.min(seats.free(carrier), CLAIMS_MAX);
    if (free == 0) {
      // One that is away rings when it is back.
      return seats.backlog(carrier) && seats.takes(carrier);
    }
    seats.backlog(carrier, false);
    List<Due> found;
    try {
      found = fair.due(carrier, clock.instant(), free);
    } catch (SQLException e) {
      seats.backlog(carrier, true);
      throw e;
    }
    boolean more = found.size() == free;
    List<CompletableFuture<?>> claims = new ArrayList<>(found.size());
    for (Due message : found) {
      if (message.text() == null) {
        claims.add(
            ledger.record(
                message.envelope().id(),
                new Event.CannotSend(
                    clock.instant(), 999, "its text is gone, or the key file has changed")));
        continue;
      }
      var link = seats.take(carrier, waiting(message));
      if (link.isEmpty()) {
        more = true;
        break;
      }
      claims.add(claim(message, link.get()));
    }
    if (more) {
      seats.backlog(carrier, true);
    }
    CompletableFuture.allOf(claims.toArray(CompletableFuture[]::new)).join();
    return more;
  }

  private CompletableFuture<?> claim(Due message, String link) {
    UUID id = message.envelope().id();
    String text = message.text();
    if (text != null) {
      texts.put(id, text);
    }
    int before = message.message().attempt();
    return ledger
        .record(id, new Event.Claimed(clock.instant(), link))
        .whenComplete((outcome, _) -> {
          boolean claimed =
              outcome instanceof Outcome.Recorded(var m, var changed)
                  && changed
                  && m.state() == State.SUBMITTING
                  && m.attempt() > before;
          int used =
              claimed ? count(((Outcome.Recorded) outcome).message(), Part.Phase.CLAIMED) : 0;
          if (!claimed) {
            texts.remove(id);
          }
          if (waiting(message) > used) {
            seats.giveBack(link, waiting(message) - used);
          }
        });
  }

  private static int waiting(Due message) {
    return count(message.message(), Part.Phase.WAITING);
  }

  private static int count(Message message, Part.Phase phase) {
    return (int) message.parts().stream().filter(p -> p.phase() == phase).count();
  }

  private void letTimePass() {
    while (!closed) {
      int found = 0;
      try {
        List<UUID> overdue = due.overdue(clock.instant(), OVERDUE_MAX);
        found = overdue.size();
        CompletableFuture.allOf(
                overdue.stream()
                    .map(id -> ledger.record(id, new Event.TimePassed(clock.instant())))
                    .toArray(CompletableFuture[]::new))
            .join();
      } catch (SQLException | RuntimeException e) {
        LOG.warn("what has run out cannot be read: {}", String.valueOf(e));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(found == OVERDUE_MAX ? BUSY_MILLIS : PAUSE_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
  }
}
