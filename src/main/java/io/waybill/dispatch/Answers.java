package io.waybill.dispatch;

import io.waybill.carrier.Link;
import io.waybill.carrier.Ticket;
import io.waybill.message.ErrorDictionary;
import io.waybill.message.Event;
import io.waybill.message.Event.OnUncertain;
import io.waybill.smpp.Status;
import io.waybill.store.Ledger;
import io.waybill.store.OnAir;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a link says about a ticket into an event, and frees the seat when it is recorded. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private final Ledger ledger;
  private final OnAir onAir;
  private final Seats seats;
  private final Function<String, OnUncertain> policy;
  private final SubmitMetrics metrics;
  private final InstantSource clock;
  private final RandomGenerator random;

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

  void answered(Link link, Ticket t, int status, String carrierId) {
    record(link, t, event(link, t, status, carrierId), true);
  }

  /** It holds no seat and no place in the window any more. */
  void answeredLate(Link link, Ticket t, int status, String carrierId) {
    ledger.record(t.message(), event(link, t, status, carrierId), _ -> {});
  }

  void uncertain(Link link, Ticket t, String why) {
    Instant now = clock.instant();
    metrics.uncertain(link.settings().name());
    Event event =
        new Event.Uncertain(
            now,
            t.part(),
            t.attempt(),
            why,
            policy.apply(link.settings().carrier()),
            now.plus(Retry.afterLoss(random.nextDouble())));
    record(link, t, event, true);
  }

  void returned(Link link, Ticket t, String why) {
    record(link, t, returnedEvent(t, why), false);
  }

  void returnedUnwritten(String link, Ticket t, String why) {
    ledger.record(t.message(), returnedEvent(t, why), _ -> seats.giveBack(link, 1));
  }

  private Event returnedEvent(Ticket t, String why) {
    Instant now = clock.instant();
    return new Event.Returned(
        now, t.part(), t.attempt(), why, now.plus(Retry.afterLoss(random.nextDouble())));
  }

  private Event event(Link link, Ticket t, int status, String carrierId) {
    Instant now = clock.instant();
    metrics.answered(link.settings().name(), status, t.message(), now);
    if (status == Status.ESME_ROK) {
      if (!carrierId.isEmpty()) {
        onAir.heard(link.settings().carrier(), carrierId, t.message(), t.part(), t.recipient());
      }
      return new Event.Taken(now, t.part(), t.attempt(), carrierId);
    }
    if (ErrorDictionary.ofCommandStatus(status).permanent()) {
      return new Event.Refused(now, t.part(), t.attempt(), status);
    }
    Instant again = now.plus(Retry.after(status, t.attempt(), random.nextDouble()));
    return new Event.PutOff(now, t.part(), t.attempt(), status, again);
  }

  private void record(Link link, Ticket t, Event event, boolean wasWritten) {
    ledger.record(
        t.message(),
        event,
        outcome -> {
          if (wasWritten) {
            link.release();
          }
          seats.giveBack(link.settings().name(), 1);
          if (!(outcome instanceof Ledger.Outcome.Recorded)) {
            LOG.error("the answer about {} was not recorded: {}", t.message(), outcome);
          }
        });
  }
}
