package io.waybill.simulator;

import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// The message centre: asks the behaviour what to do with a message, answers, and promises receipts
/// to the mailroom.
final class Exchange {
  /// Section 5.2.8: addresses have up to 20 characters.
  private static final int ADDRESS_MAX = 20;

  /// A session that submits.
  interface Submitter extends Mailroom.Subscriber {
    String systemId();

    /// Answers now, from the session's own thread; may wait for the client to read.
    void answer(Pdu pdu) throws InterruptedException;

    void drop();
  }

  private final Options options;
  private final Behaviour behaviour;
  private final Counters counters;
  private final Timers timers;
  private final Mailroom mailroom;
  private final Semaphore promises;
  private final Sightings sightings = new Sightings();
  private final Map<String, Integer> owed = new ConcurrentHashMap<>();
  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();

  Exchange(Options options, Troupe troupe, Timers timers, Counters counters) {
    this.options = options;
    this.behaviour = options.behaviour().orElse(troupe);
    this.counters = counters;
    this.timers = timers;
    this.promises = new Semaphore(options.promisesMax());
    this.mailroom =
        new Mailroom(
            systemId -> {
              int window = troupe.role(systemId).who().receipts().window();
              return window == 0 ? options.window() : window;
            },
            timers,
            counters,
            this::delivered);
  }

  Mailroom mailroom() {
    return mailroom;
  }

  /// Takes a message, or refuses it.
  void take(Submitter submitter, ShortMessage message, Reply reply) throws InterruptedException {
    counters.submits().increment();
    if (message.dest().isEmpty() || message.dest().length() > ADDRESS_MAX) {
      refuse(submitter, reply, Status.ESME_RINVDSTADR);
    } else if (message.source().length() > ADDRESS_MAX) {
      refuse(submitter, reply, Status.ESME_RINVSRCADR);
    } else {
      String systemId = submitter.systemId();
      var submit =
          new Submit(
              message,
              arrived.incrementAndGet(),
              sightings.count(message),
              systemId,
              owed.getOrDefault(systemId, 0));
      carryOut(behaviour.plan(submit), submitter, message, reply);
    }
  }

  /// A message from a handset goes to whoever is bound under this name, or waits.
  ///
  /// @return false if too much is owed already
  boolean bring(String systemId, ShortMessage message) {
    if (!promises.tryAcquire()) {
      return false;
    }
    owe(systemId, 1);
    counters.fromHandsets().increment();
    mailroom.deliver(Mailroom.Letter.plain(systemId, message));
    return true;
  }

  private void refuse(Submitter submitter, Reply reply, int status) throws InterruptedException {
    counters.refused().increment();
    submitter.answer(reply.of(status, ""));
  }

  private void carryOut(Plan plan, Submitter submitter, ShortMessage message, Reply reply)
      throws InterruptedException {
    if (plan.dropConnectionInstead()) {
      submitter.drop();
      return;
    }
    boolean accepted = plan.status() == Status.ESME_ROK;
    List<Receipt> receipts = accepted ? wanted(message, plan.receipts()) : List.of();
    Duration wait = plan.answerDelay().map(options.answerDelay()::plus).orElse(Duration.ZERO);
    int promised = receipts.size() + (wait.isZero() ? 0 : 1);
    if (!promises.tryAcquire(promised)) {
      refuse(submitter, reply, Status.ESME_RMSGQFUL);
      return;
    }
    owe(submitter.systemId(), receipts.size());
    long number = accepted ? plan.ids().number(options.firstId(), taken.getAndIncrement()) : 0;
    String id = accepted ? plan.ids().inAnswer(number) : "";
    Instant submitted = options.clock().instant();
    var about = new About(submitter, message, plan.ids().inReceipt(number), submitted);
    receipts.stream().filter(Receipt::beforeAnswer).forEach(receipt -> send(receipt, about));
    if (!accepted) {
      counters.refused().increment();
    }
    if (plan.answerDelay().isEmpty()) {
      counters.unanswered().increment();
    } else {
      List<Pdu> answers = reply.in(plan.manner(), plan.status(), id);
      if (wait.isZero()) {
        for (Pdu answer : answers) {
          submitter.answer(answer);
        }
      } else {
        timers.after(wait, () -> answerLate(submitter, answers));
      }
    }
    for (Receipt receipt : receipts) {
      if (!receipt.beforeAnswer()) {
        promise(receipt, about, wait.plus(receipt.delay()));
      }
    }
  }

  /// The message that receipts are about, and its id as they write it.
  private record About(Submitter submitter, ShortMessage message, String id, Instant submitted) {}

  private void answerLate(Submitter submitter, List<Pdu> answers) {
    answers.forEach(submitter::send);
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
    Submitter by = about.submitter();
    mailroom.deliver(new Mailroom.Letter(by.systemId(), text, receipt.carriage(), by));
  }

  private void owe(String systemId, int more) {
    owed.compute(
        systemId,
        (_, before) -> {
          int now = (before == null ? 0 : before) + more;
          return now == 0 ? null : now;
        });
  }

  private void delivered(String systemId) {
    owe(systemId, -1);
    promises.release();
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
