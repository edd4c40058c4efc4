package io.waybill.store;

import io.waybill.message.Acceptance;
import io.waybill.message.Decision;
import io.waybill.message.Entry;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import io.waybill.message.Objection;
import io.waybill.message.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages that were: each is led through the very {@link Lifecycle} that real ones go
 * through, so that timelines, reports and states are true to it. The same random numbers make the
 * same messages. For one thread.
 */
final class SeedMaker {
  private static final Duration VALID = Duration.ofHours(6);
  private static final Duration FINAL = Duration.ofHours(30);
  private static final int CONTENT_DAYS = 30;
  private static final int INVALID_NUMBER = 0x0B;
  private static final int SUBMIT_FAILED = 0x45;
  private static final double LOG_SPREAD = 0.9;
  private static final double OBJECTED = 0.012;
  private static final double REFUSED = 0.027;
  private static final double RETOLD = 0.02;

  private final RandomGenerator random;
  private final List<Integer> accounts;
  private final Instant end;

  /**
   * @param accounts whose messages they are, the first with the most
   * @param end nothing happens to a message later than that
   */
  SeedMaker(RandomGenerator random, List<Integer> accounts, Instant end) {
    this.random = random;
    this.accounts = accounts;
    this.end = end;
  }

  /** A row of {@code told}. */
  record Telling(int seq, int tries, String waiting, String lines) {}

  /** How long something took. */
  record Took(Slots.Kind kind, Duration time) {}

  /** A message that is over. */
  static final class Made {
    final Envelope envelope;
    final SeedText text;
    final List<Entry> own = new ArrayList<>(6);
    final List<Telling> told = new ArrayList<>(2);
    final List<Took> took = new ArrayList<>(4);
    Message row;
    Instant changedAt;
    private Message now;
    private int version = 1;

    private Made(Envelope envelope, SeedText text, Decision first) {
      this.envelope = envelope;
      this.text = text;
      own.addAll(first.entries());
      now = first.next();
      row = now.stored(version);
      changedAt = envelope.acceptedAt();
    }

    private void happens(Event event) {
      Decision decision = Lifecycle.decide(now, event);
      boolean isTelling = now.isSameButForTelling(decision.next());
      now = decision.next();
      if (isTelling) {
        told.add(
            new Telling(
                now.seq(),
                now.tries(),
                Codec.reports(now.waiting()),
                TimelineLines.of(decision.entries(), Lifecycle.VERSION)));
      } else {
        own.addAll(decision.entries());
        row = now.stored(++version);
        changedAt = event.at();
      }
    }
  }

  /** One that was accepted then. */
  Made make(Instant at) {
    SeedWorld.Country country = SeedWorld.pick(random);
    SeedText text = SeedText.pick(random, (int) (at.getEpochSecond() / 604_800));
    Envelope e = envelope(at, country, text);
    double fate = random.nextDouble();
    Objection objection = fate < OBJECTED ? objection() : null;
    Acceptance acceptance =
        new Acceptance(
            e.id(),
            at,
            text.parts(),
            null,
            at.plus(VALID),
            at.plus(FINAL),
            true,
            e.carrier() + "-1",
            Acceptance.Place.ALONE,
            objection,
            Map.of("channel", "sms"));
    Made made = new Made(e, text, Lifecycle.accept(acceptance));
    if (objection == null) {
      goes(made, at, fate, country);
    } else {
      tell(made, at);
    }
    return made;
  }

  private void goes(Made made, Instant at, double fate, SeedWorld.Country country) {
    Instant taken = at.plusMillis(15 + (long) (60 * lognormal(LOG_SPREAD)));
    String id = Long.toHexString(random.nextLong() >>> 16);
    if (fate < REFUSED) {
      int status = random.nextInt(10) < 7 ? INVALID_NUMBER : SUBMIT_FAILED;
      made.happens(new Event.Refused(taken, 1, 1, status));
      if (made.text.parts() > 1 && !made.now.state().isFinal()) {
        made.happens(new Event.Refused(taken, 2, 1, status));
      }
      tell(made, taken);
      return;
    }
    for (int part = 1; part <= made.text.parts(); part++) {
      made.happens(new Event.Taken(taken, part, 1, id + part));
    }
    made.took.add(new Took(Slots.Kind.SENT, Duration.between(at, taken)));
    tell(made, taken);
    ends(made, at, taken, id, country);
  }

  private void ends(Made made, Instant at, Instant taken, String id, SeedWorld.Country country) {
    long millis = 700 + (long) (1_000 * country.seconds() * lognormal(LOG_SPREAD));
    Instant arrives = before(taken.plusMillis(millis), taken);
    double share = random.nextDouble();
    double kind = random.nextDouble();
    Instant expired = at.plus(VALID).plusSeconds(20);
    Instant givenUp = at.plus(FINAL);
    if (share < country.delivered()) {
      receipts(made, arrives, Receipt.Word.DELIVRD, "000", id);
      made.took.add(new Took(Slots.Kind.DELIVERED, Duration.between(at, arrives)));
    } else if (kind < 0.3 && expired.isBefore(end)) {
      receipts(made, expired, Receipt.Word.EXPIRED, "027", id);
    } else if (kind < 0.4 && givenUp.isBefore(end)) {
      made.happens(new Event.TimePassed(givenUp));
    } else if (kind < 0.45) {
      receipts(made, arrives, Receipt.Word.REJECTD, "069", id);
    } else {
      receipts(made, arrives, Receipt.Word.UNDELIV, "001", id);
    }
    tell(made, made.changedAt);
  }

  private Instant before(Instant wanted, Instant least) {
    return wanted.isBefore(end) ? wanted : least.plusMillis(500);
  }

  private static void receipts(Made made, Instant at, Receipt.Word word, String err, String id) {
    for (int part = 1; part <= made.text.parts(); part++) {
      String raw = "id:" + id + part + " sub:001 dlvrd:001 stat:" + word + " err:" + err + " text:";
      made.happens(new Event.ReceiptCame(at, part, new Receipt(word, err, id + part, raw)));
    }
  }

  /** What waits to be told is told, mostly at the first try. */
  private void tell(Made made, Instant since) {
    Instant at = since;
    while (!made.now.waiting().isEmpty()) {
      Entry.Report report = made.now.waiting().getFirst();
      int millis = 12 + (int) (90 * lognormal(LOG_SPREAD));
      int attempt = 1;
      at = at.plusMillis(millis);
      if (random.nextDouble() < RETOLD) {
        Instant again = at.plusSeconds(5);
        var failed = new Event.Answer(false, 502, null, millis, again);
        made.happens(new Event.Told(at, report.number(), attempt++, false, failed));
        at = again.plusMillis(millis);
      }
      var answer = new Event.Answer(true, 200, null, millis, null);
      made.happens(new Event.Told(at, report.number(), attempt, attempt > 1, answer));
      made.took.add(new Took(Slots.Kind.TOLD, Duration.between(report.at(), at)));
    }
  }

  private Envelope envelope(Instant at, SeedWorld.Country country, SeedText text) {
    UUID omni = Ids.omni(at.toEpochMilli(), random.nextInt(4096), random.nextLong());
    int account = (int) (accounts.size() * random.nextDouble() * random.nextDouble());
    String network = SeedWorld.pick(country.networks(), random);
    boolean hasReference = random.nextInt(10) < 3;
    List<String> tags = text.tag().isEmpty() ? List.of() : List.of(text.tag());
    return new Envelope(
        Ids.message(omni, 1),
        accounts.get(account),
        "seed-" + (account + 1),
        SeedWorld.pick(country.carriers(), random),
        text.campaign() == null ? 0 : 1,
        text.sender(),
        "+" + country.prefix() + digits(country.national()),
        country.code(),
        network.isEmpty() ? null : network,
        hasReference ? "order-" + random.nextInt(10_000_000) : null,
        "https://customer.example/reports",
        "plaintext",
        NewRows.day(at).plusDays(CONTENT_DAYS),
        random.nextInt(256),
        null,
        at,
        Envelope.SMS,
        ReportFormat.CONTRACT,
        new Envelope.Extras(null, false, text.campaign(), tags, country.price()));
  }

  private String digits(int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private @Nullable Objection objection() {
    return switch (random.nextInt(12)) {
      case 0, 1 -> Objection.NO_CREDIT;
      case 2, 3, 4 -> new Objection(6, "identical to an earlier message");
      case 5, 6 -> new Objection(7, "the sender is not allowed");
      default -> new Objection(8, "the recipient is on the blacklist");
    };
  }

  /** With the median 1. */
  private double lognormal(double spread) {
    return Math.exp(random.nextGaussian() * spread);
  }
}
