package io.waybill.webhook;

import io.waybill.message.Event;
import io.waybill.store.Ledger;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records outcomes until they are recorded: the customer was called, so it must not get lost. */
final class Recorder {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final CountDownLatch closed;
  private final AtomicBoolean inTrouble = new AtomicBoolean();

  Recorder(Ledger ledger, CountDownLatch closed) {
    this.ledger = ledger;
    this.closed = closed;
  }

  /**
   * Returns when the ledger has committed it.
   *
   * @return whether the ledger has kept the row that waited: it must not be told again at once
   * @throws InterruptedException when this step is closed meanwhile: it will be told again
   */
  boolean record(UUID id, Event.Told told) throws InterruptedException {
    Ledger.Outcome outcome = ask(id, told);
    Duration pause = FIRST_PAUSE;
    while (outcome instanceof Ledger.Outcome.Busy(var why)) {
      if (!inTrouble.getAndSet(true)) {
        LOG.warn("outcomes of callbacks cannot be recorded at present: {}", why);
      }
      if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("closed");
      }
      pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
      outcome = ask(id, told);
    }
    if (inTrouble.getAndSet(false)) {
      LOG.info("outcomes of callbacks are recorded again");
    }
    return switch (outcome) {
      case Ledger.Outcome.Recorded(var _, boolean changed) -> told.waited() && !changed;
      case Ledger.Outcome.NotFound() -> {
        LOG.warn("message {} is gone, its report {} cannot be recorded", id, told.report());
        yield told.waited();
      }
      case Ledger.Outcome.Quarantined(var problem) -> {
        LOG.error("outcome of report {} of {} was put aside: {}", told.report(), id, problem);
        yield true;
      }
      case Ledger.Outcome.Busy(var why) -> throw new IllegalStateException(why);
    };
  }

  private Ledger.Outcome ask(UUID id, Event.Told told) throws InterruptedException {
    try {
      return ledger.record(id, told).get();
    } catch (ExecutionException failed) {
      return new Ledger.Outcome.Busy("the ledger failed: " + failed.getCause());
    } catch (RuntimeException failed) {
      return new Ledger.Outcome.Busy("the ledger failed: " + failed);
    }
  }
}
