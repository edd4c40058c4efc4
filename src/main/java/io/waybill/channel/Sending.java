package io.waybill.channel;

import io.waybill.http.Json;
import io.waybill.message.Event;
import io.waybill.message.Receipt;
import io.waybill.store.DueReader;
import io.waybill.store.Ledger;
import io.waybill.store.Steps.Submission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One claimed message: its text is read, handed to the provider, and what came of it recorded.
final class Sending {
  /// Longer contents (old clients' pictures) are held by so few requests at a time.
  static final int LONG_OCTETS = 256 * 1024;

  static final int LONG_AT_ONCE = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Sending.class);
  private static final int PART = 1;
  private static final int GONE_ERR = 999;
  private static final Duration AGAIN_MAX = Duration.ofMinutes(5);

  private final Ledger ledger;
  private final DueReader due;
  private final Recent recent;
  private final Measures measures;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Semaphore longOnes = new Semaphore(LONG_AT_ONCE);
  private volatile boolean closing;

  Sending(
      Ledger ledger,
      DueReader due,
      Recent recent,
      Measures measures,
      InstantSource clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.due = due;
    this.recent = recent;
    this.measures = measures;
    this.clock = clock;
    this.random = random;
  }

  /// What is not yet begun goes back to the ledger from now on.
  void close() {
    closing = true;
  }

  /// Returns when the outcome is recorded.
  ///
  /// @param size octets of the text
  void run(Line line, Submission s, int size) {
    boolean isLong = size > LONG_OCTETS;
    if (isLong) {
      longOnes.acquireUninterruptibly();
    }
    try {
      LockSupport.parkNanos(line.pace().take(System.nanoTime()));
      Instant now = clock.instant();
      if (closing || !now.isBefore(s.validUntil())) {
        record(s, returned(s, closing ? "the program is being stopped" : "its validity ended"));
        return;
      }
      String text = text(s);
      if (text != null) {
        send(line, s, text, now);
      }
    } finally {
      if (isLong) {
        longOnes.release();
      }
    }
  }

  /// Null if it cannot be had; then that is recorded.
  private @Nullable String text(Submission s) {
    try {
      List<DueReader.Due> found = due.one(s.envelope().id());
      String text = found.isEmpty() ? null : found.getFirst().text();
      if (text == null) {
        String why = "its text is not kept any more, or the key file has changed";
        record(s, new Event.CannotSend(clock.instant(), GONE_ERR, why));
      }
      return text;
    } catch (SQLException e) {
      LOG.warn("the text of {} could not be read: {}", s.envelope().id(), e.getMessage());
      record(s, returned(s, "its text could not be read"));
      return null;
    }
  }

  private void send(Line line, Submission s, String text, Instant now) {
    var e = s.envelope();
    Outbound message =
        new Outbound(
            e.id(),
            e.channel(),
            e.recipient(),
            e.sender(),
            Json.trusted(text),
            s.validUntil(),
            now);
    long start = System.nanoTime();
    Outcome outcome;
    try {
      outcome = line.adapter().send(message);
    } catch (RuntimeException broken) {
      LOG.error("adapter {} failed over {}", line.row().name(), e.id(), broken);
      outcome = new Outcome.Unsure("the adapter failed: see the log");
    }
    measures.sent(line.row().name(), outcome, System.nanoTime() - start);
    conclude(line, s, outcome);
  }

  private void conclude(Line line, Submission s, Outcome outcome) {
    Instant now = clock.instant();
    int attempt = s.submit().attempt();
    UUID id = s.envelope().id();
    switch (outcome) {
      case Outcome.Taken(var providerId, var delivered) -> {
        line.isWell();
        recent.heard(line.row().route(), providerId, id);
        record(s, new Event.Taken(now, PART, attempt, providerId));
        if (delivered) {
          Receipt receipt =
              new Receipt(Receipt.Word.DELIVRD, null, providerId, "accepted_is_delivered");
          record(s, new Event.ReceiptCame(now, PART, receipt));
        }
      }
      case Outcome.Declined(var err, var why) -> {
        line.isWell();
        record(s, new Event.Declined(now, PART, attempt, err, why));
      }
      case Outcome.Returned(var why, var pause, var all) -> {
        if (pause.isZero()) {
          line.isTroubled(now);
        } else if (all) {
          line.pause(now.plus(pause));
        }
        Instant again = later(again(now, attempt), now.plus(pause));
        record(s, new Event.Returned(now, PART, attempt, why, again));
      }
      case Outcome.Unsure(var why) -> {
        line.isTroubled(now);
        var policy = line.row().onUncertain();
        record(s, new Event.Uncertain(now, PART, attempt, why, policy, again(now, attempt)));
      }
    }
  }

  private Event returned(Submission s, String why) {
    Instant now = clock.instant();
    int attempt = s.submit().attempt();
    return new Event.Returned(now, PART, attempt, why, again(now, attempt));
  }

  /// After a second, doubling with each attempt up to five minutes, ±20 %.
  private Instant again(Instant now, int attempt) {
    long doubled = 1_000L << Math.min(Math.max(0, attempt - 1), 9);
    long millis = Math.min(AGAIN_MAX.toMillis(), doubled);
    return now.plusMillis((long) (millis * (0.8 + 0.4 * random.nextDouble())));
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /// Not given up while the ledger is busy: what a provider has answered is known only here.
  private void record(Submission s, Event event) {
    while (true) {
      Ledger.Outcome outcome = ledger.record(s.envelope().id(), event).join();
      if (!(outcome instanceof Ledger.Outcome.Busy) || closing) {
        if (!(outcome instanceof Ledger.Outcome.Recorded)) {
          LOG.error("the outcome of {} was not recorded: {}", s.envelope().id(), outcome);
        }
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }
}
