package io.waybill.receipt;

import io.waybill.message.Event;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.OnAir;
import io.waybill.store.OnAir.Match;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.ParkedReceipts.Again;
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

/** Matches parked receipts again: after 1 s, 5 s, 30 s, 5 min, then hourly for 14 days. */
final class Rematch implements Runnable, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Rematch.class);
  private static final int BATCH = 500;
  private static final long QUIET_MILLIS = 5_000;
  private static final long BUSY_MILLIS = 250;

  private final Ledger ledger;
  private final OnAir onAir;
  private final ParkedReceipts parked;
  private final InstantSource clock;
  private final Semaphore bell = new Semaphore(0);
  private volatile boolean closed;

  Rematch(Ledger ledger, OnAir onAir, ParkedReceipts parked, InstantSource clock) {
    this.ledger = ledger;
    this.onAir = onAir;
    this.parked = parked;
    this.clock = clock;
  }

  /** Something was parked. */
  void ring() {
    bell.release();
  }

  @Override
  public void run() {
    long pause = BUSY_MILLIS;
    int lively = 0;
    while (!closed) {
      try {
        int done = matchDue();
        lively = done > 0 ? 40 : Math.max(0, lively - 1);
        pause = lively > 0 ? BUSY_MILLIS : QUIET_MILLIS;
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
    List<Match> matches =
        onAir.find(
            due.stream()
                .map(a ->
                    new OnAir.Asked(
                        a.parked().carrier(),
                        a.parked().receipt().carrierId(),
                        a.parked().source()))
                .toList());
    Map<Again, CompletableFuture<Outcome>> recorded = new LinkedHashMap<>();
    for (int i = 0; i < due.size(); i++) {
      Again again = due.get(i);
      switch (matches.get(i)) {
        case Match.None(var why) -> parked.later(again, why, clock.instant());
        case Match.One(var candidate) ->
            recorded.put(
                again,
                ledger.record(
                    candidate.message(),
                    new Event.ReceiptCame(
                        clock.instant(), candidate.part(), again.parked().receipt())));
      }
    }
    List<Long> found = new ArrayList<>();
    for (var e : recorded.entrySet()) {
      if (e.getValue().join() instanceof Outcome.Recorded) {
        found.add(e.getKey().id());
      } else {
        parked.later(e.getKey(), "its message is not stored", clock.instant());
      }
    }
    parked.unpark(found);
    return due.size();
  }

  @Override
  public void close() {
    closed = true;
  }
}
