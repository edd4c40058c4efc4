package io.waybill.dispatch;

import io.waybill.carrier.Link;
import io.waybill.carrier.Ticket;
import io.waybill.message.Event;
import io.waybill.message.Event.OnUncertain;
import io.waybill.smpp.Status;
import io.waybill.store.Ledger;
import io.waybill.store.OnAir;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a link says about a ticket into an event for each of its parts, and frees the seats
 * when they are recorded.
 */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final Ledger ledger;
  private final OnAir onAir;
  private final Seats seats;
  private final Function<String, OnUncertain> policy;
  private final SubmitMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;
  private volatile Rerouting rerouting = Rerouting.NEVER;

  Answers(
      Ledger ledger,
      OnAir onAir,
      Seats seats,
      Function<String, OnUncertain> policy,
      SubmitMetrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.onAir = onAir;
    this.seats = seats;
    this.policy = policy;
    this.metrics = metrics;
    this.clock = clock;
    this.random = random;
  }

  void reroutes(Rerouting seam) {
    rerouting = seam;
  }

  void answered(Link link, Ticket t, int status, String carrierId) {
    record(link, t, event(link, t, status, carrierId), true, taken(status, carrierId));
  }

  /** It holds no seat and no place in the window any more. */
  void answeredLate(Link link, Ticket t, int status, String carrierId) {
    IntFunction<Event> event = event(link, t, status, carrierId);
    recordAll(link, t, event, taken(status, carrierId), _ -> {});
  }

  void uncertain(Link link, Ticket t, String why) {
    Instant now = clock.instant();
    metrics.uncertain(link.settings().name());
    OnUncertain what = policy.apply(link.settings().carrier());
    Instant again = now.plus(Retry.afterLoss(random.nextDouble()));
    record(
        link, t, part -> new Event.Uncertain(now, part, t.attempt(), why, what, again), true, "");
  }

  void returned(Link link, Ticket t, String why) {
    record(link, t, returned(t, why), false, "");
  }

  void returnedUnwritten(String link, Ticket t, String why) {
    IntFunction<Event> event = returned(t, why);
    for (int part = t.part(); part < t.part() + t.parts(); part++) {
      ledger.record(t.message(), event.apply(part), _ -> seats.giveBack(link, 1));
    }
  }

  private IntFunction<Event> returned(Ticket t, String why) {
    Instant now = clock.instant();
    Instant again = now.plus(Retry.afterLoss(random.nextDouble()));
    return part -> new Event.Returned(now, part, t.attempt(), why, again);
  }

  private IntFunction<Event> event(Link link, Ticket t, int status, String carrierId) {
    Instant now = clock.instant();
    String name = link.settings().name();
    if (status == Status.ESME_ROK) {
      metrics.taken(name, t.message(), now);
      return part -> new Event.Taken(now, part, t.attempt(), carrierId);
    }
    switch (link.settings().to().rule(status)) {
      case REFUSE -> {
        return refused(name, t, status, now);
      }
      case REROUTE -> {
        String carrier = link.settings().carrier();
        if (!rerouting.looksElsewhere(t.message(), t.part(), carrier, status)) {
          return refused(name, t, status, now);
        }
        metrics.rerouted(name);
      }
      case RETRY -> metrics.putOff(name);
      case SLOW_DOWN -> {
        metrics.putOff(name);
        link.slowDown();
      }
    }
    Instant again = now.plus(Retry.after(status, t.attempt(), random.nextDouble()));
    return part -> new Event.PutOff(now, part, t.attempt(), status, again);
  }

  private IntFunction<Event> refused(String link, Ticket t, int status, Instant now) {
    metrics.refused(link);
    return part -> new Event.Refused(now, part, t.attempt(), status);
  }

  /** The id under which the carrier has it; empty if it has it not. */
  private static String taken(int status, String carrierId) {
    return status == Status.ESME_ROK ? carrierId : "";
  }

  private void heard(Link link, Ticket t, String carrierId) {
    if (!carrierId.isEmpty()) {
      onAir.heard(link.settings().carrier(), carrierId, t.message(), t.part(), t.recipient());
    }
  }

  private void record(
      Link link, Ticket t, IntFunction<Event> event, boolean wasWritten, String takenAs) {
    AtomicInteger left = new AtomicInteger(t.parts());
    recordAll(
        link,
        t,
        event,
        takenAs,
        outcome -> {
          if (left.decrementAndGet() == 0 && wasWritten) {
            link.release();
          }
          seats.giveBack(link.settings().name(), 1);
          if (!(outcome instanceof Ledger.Outcome.Recorded)) {
            LOG.error("the answer about {} was not recorded: {}", t.message(), outcome);
          }
        });
  }

  /**
   * One part's id may be found before it is recorded; that of several only behind them, so that a
   * receipt finds all of them taken.
   */
  private void recordAll(
      Link link,
      Ticket t,
      IntFunction<Event> event,
      String takenAs,
      Consumer<Ledger.Outcome> then) {
    if (t.parts() == 1) {
      heard(link, t, takenAs);
    }
    for (int part = t.part(); part < t.part() + t.parts(); part++) {
      ledger.record(t.message(), event.apply(part), then);
    }
    if (t.parts() > 1) {
      heard(link, t, takenAs);
    }
  }
}
