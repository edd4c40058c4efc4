package io.waybill.simulator;

import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// The message centre: asks the behaviour what to do with a message, answers, and promises receipts
/// to the mailroom.
final class Exchange {
  /// Section 5.2.8: addresses have up to 20 characters.
  private static final int ADDRESS_MAX = 20;

  /// A session that submits.
  interface Submitter {
    String systemId();

    /// Answers now, from the session's own thread; may wait for the client to read.
    void answer(Pdu pdu) throws InterruptedException;

    /// Answers later, from another thread; does not wait.
    void send(Pdu pdu);

    void drop();
  }

  /// Makes the answer to one request: submit_sm_resp or data_sm_resp.
  @FunctionalInterface
  interface Answer {
    Pdu of(int status, String messageId);
  }

  private final Options options;
  private final Behaviour behaviour;
  private final Counters counters;
  private final Timers timers;
  private final Mailroom mailroom;
  private final Semaphore promises;
  private final Sightings sightings = new Sightings();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong nextId;

  Exchange(Options options, Timers timers, Counters counters) {
    this.options = options;
    this.behaviour = options.behaviourOrDefault();
    this.counters = counters;
    this.timers = timers;
    this.promises = new Semaphore(options.promisesMax());
    this.mailroom = new Mailroom(options.window(), timers, counters, promises::release);
    this.nextId = new AtomicLong(options.firstId());
  }

  Mailroom mailroom() {
    return mailroom;
  }

  /// Takes a message, or refuses it.
  void take(Submitter submitter, ShortMessage message, Answer answer) throws InterruptedException {
    counters.submits().increment();
    if (message.dest().isEmpty() || message.dest().length() > ADDRESS_MAX) {
      submitter.answer(answer.of(Status.ESME_RINVDSTADR, ""));
    } else if (message.source().length() > ADDRESS_MAX) {
      submitter.answer(answer.of(Status.ESME_RINVSRCADR, ""));
    } else {
      var submit = new Submit(message, arrived.incrementAndGet(), sightings.count(message));
      carryOut(behaviour.plan(submit), submitter, message, answer);
    }
  }

  private void carryOut(Plan plan, Submitter submitter, ShortMessage message, Answer answer)
      throws InterruptedException {
    if (plan.dropConnectionInstead()) {
      submitter.drop();
      return;
    }
    boolean taken = plan.status() == Status.ESME_ROK;
    List<Receipt> receipts = taken ? wanted(message, plan.receipts()) : List.of();
    Duration wait = plan.answerDelay().map(options.answerDelay()::plus).orElse(Duration.ZERO);
    int promised = receipts.size() + (wait.isZero() ? 0 : 1);
    if (!promises.tryAcquire(promised)) {
      submitter.answer(answer.of(Status.ESME_RMSGQFUL, ""));
      return;
    }
    String id = taken ? Long.toString(nextId.getAndIncrement()) : "";
    Instant submitted = options.clock().instant();
    var about = new About(submitter.systemId(), message, id, submitted);
    receipts.stream().filter(Receipt::beforeAnswer).forEach(receipt -> send(receipt, about));
    if (!wait.isZero()) {
      timers.after(wait, () -> answerLate(submitter, answer.of(plan.status(), id)));
    } else if (plan.answerDelay().isPresent()) {
      submitter.answer(answer.of(plan.status(), id));
    }
    for (Receipt receipt : receipts) {
      if (!receipt.beforeAnswer()) {
        promise(receipt, about, wait.plus(receipt.delay()));
      }
    }
  }

  /// The message that receipts are about.
  private record About(String systemId, ShortMessage message, String id, Instant submitted) {}

  private void answerLate(Submitter submitter, Pdu answer) {
    submitter.send(answer);
    promises.release();
  }

  private void promise(Receipt receipt, About about, Duration wait) {
    if (wait.isZero()) {
      send(receipt, about);
    } else {
      timers.after(wait, () -> send(receipt, about));
    }
  }

  private void send(Receipt receipt, About about) {
    Instant done = options.clock().instant();
    ShortMessage text =
        ReceiptText.about(about.message(), about.id(), receipt, about.submitted(), done);
    mailroom.deliver(new Mailroom.Letter(about.systemId(), text));
  }

  /// Section 5.2.17, bits 1 and 0: 0 asks for no receipt, 1 for one in any case, 2 for one on
  /// failure. 3 is reserved; operators take it for 1.
  private static List<Receipt> wanted(ShortMessage message, List<Receipt> receipts) {
    return switch (message.registeredDelivery() & 3) {
      case 0 -> List.of();
      case 2 -> receipts.stream().filter(Receipt::tellsFailure).toList();
      default -> receipts;
    };
  }
}
