package io.waybill.receipt;

import io.waybill.message.Event;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.OnAir;
import io.waybill.store.OnAir.Match;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.ParkedReceipts.Again;
import io.waybill.store.ParkedReceipts.Later;
import io.waybill.store.ParkedReceipts.Target;
import io.waybill.store.Unmatched;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matches parked receipts again: after 1 s, 5 s, 30 s, 5 min, then hourly for 14 days. Records
 * those that a person has assigned, whichever process the person asked.
 */
final class Rematch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rematch.class);
  private static final int BATCH = 1_000;
  private static final long QUIET_MILLIS = 5_000;
  private static final long BUSY_MILLIS = 250;
  private static final long BURST_LOOK_MILLIS = 50;

  private final Ledger ledger;
  private final OnAir onAir;
  private final ParkedReceipts parked;
  private final InstantSource clock;
  private final Semaphore bell = new Semaphore(0);
  private final BurstHold hold = new BurstHold();
  private volatile boolean closed;

  Rematch(Ledger ledger, OnAir onAir, ParkedReceipts parked, InstantSource clock) {
    this.ledger = ledger;
    this.onAir = onAir;
    this.parked = parked;
    this.clock = clock;
  }

  /** So many were stored as they came. */
  void burst(int count) {
    hold.burst(count, System.nanoTime());
  }

  /** Whether matching waits for a burst to pause. */
  boolean isHeldOff() {
    return hold.isOn(System.nanoTime());
  }

  /** Something was parked or assigned. */
  void ring() {
    bell.release();
  }

  @Override
  public void run() {
    int lively = 0;
    while (!closed) {
      try {
        while (isHeldOff() && !closed) {
          TimeUnit.MILLISECONDS.sleep(BURST_LOOK_MILLIS);
        }
        int done = matchDue();
        if (done < BATCH) {
          hold.caughtUp();
        }
        lively = done > 0 ? 40 : Math.max(0, lively - 1);
        if (done == BATCH) {
          continue; // more is due
        }
        long pause = lively > 0 ? BUSY_MILLIS : QUIET_MILLIS;
        if (bell.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
          lively = 40;
          TimeUnit.MILLISECONDS.sleep(BUSY_MILLIS);
        }
      } catch (SQLException | RuntimeException e) {
        LOG.warn("parked receipts cannot be matched now: {}", String.valueOf(e));
        pauseQuietly();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void pauseQuietly() {
    try {
      TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int matchDue() throws SQLException {
    List<Again> due = parked.due(clock.instant(), BATCH);
    if (due.isEmpty()) {
      return 0;
    }
    List<Again> open = due.stream().filter(a -> a.target() == null).toList();
    List<Match> matches = onAir.find(open.stream().map(Rematch::asked).toList());
    List<Again> matched = new ArrayList<>();
    List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
    List<Later> later = new ArrayList<>();
    for (int i = 0; i < open.size(); i++) {
      Again again = open.get(i);
      switch (matches.get(i)) {
        case Match.None(var why) -> later.add(new Later(again, why, why.sentence()));
        case Match.One(var candidate) -> {
          matched.add(again);
          outcomes.add(
              ledger.record(
                  candidate.message(),
                  new Event.ReceiptCame(
                      clock.instant(), candidate.part(), again.parked().receipt())));
        }
      }
    }
    Map<Again, CompletableFuture<Outcome>> assigned = assigned(due);
    List<Long> found = new ArrayList<>();
    for (int i = 0; i < matched.size(); i++) {
      if (outcomes.get(i).join() instanceof Outcome.Recorded) {
        found.add(matched.get(i).id());
      } else {
        later.add(new Later(matched.get(i), Unmatched.NOT_STORED, Unmatched.NOT_STORED.sentence()));
      }
    }
    parked.unpark(found);
    parked.later(later, clock.instant());
    for (var e : assigned.entrySet()) {
      close(e.getKey(), e.getValue().join());
    }
    return due.size();
  }

  private static OnAir.Asked asked(Again a) {
    return new OnAir.Asked(
        a.parked().carrier(), a.parked().receipt().carrierId(), a.parked().source());
  }

  private Map<Again, CompletableFuture<Outcome>> assigned(List<Again> due) {
    Map<Again, CompletableFuture<Outcome>> assigned = new LinkedHashMap<>();
    for (Again again : due) {
      Target to = again.target();
      if (to != null) {
        assigned.put(
            again,
            ledger.record(
                to.message(),
                new Event.ReceiptCame(
                    clock.instant(),
                    to.part(),
                    again.parked().receipt().assignedBy("by hand: " + to.by()))));
      }
    }
    return assigned;
  }

  private void close(Again again, Outcome outcome) throws SQLException {
    switch (outcome) {
      case Outcome.Recorded _ -> parked.assigned(again.id());
      case Outcome.NotFound _ ->
          parked.unassign(again.id(), "assigned by hand, but that message is not stored any more");
      case Outcome.Quarantined(var why) ->
          parked.unassign(again.id(), "assigned by hand, but it could not be recorded: " + why);
      case Outcome.Busy _ -> {
        // It stays due: the next round tries again.
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
