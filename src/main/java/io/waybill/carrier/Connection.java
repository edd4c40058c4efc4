package io.waybill.carrier;

import io.waybill.carrier.LinkListener.Odd;
import io.waybill.ops.Essential;
import io.waybill.smpp.CommandId;
import io.waybill.smpp.Decoded;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bound TCP connection of a link, from bind to its end. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final long BIND_SECONDS = 10;
  private static final int EARLY_MAX = 100;
  private static final int UNANSWERED_MAX = 2_000;
  private static final int INTERFACE_VERSION = 0x34;

  /** So many submits in a row that are "not bound": the carrier has forgotten us. */
  private static final int FORGOTTEN = 10;

  private static final long GOODBYE_MILLIS = 500;

  private final Link link;
  private final int bindCommand;
  private final Outbox outbox;
  private final LinkListener listener;
  private final InstantSource clock;
  private final PduSocket peer;
  private final InFlight inFlight = new InFlight();
  private final AtomicInteger sequence = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  /** What came before the answer to the bind. */
  private final ArrayDeque<Pdu> early = new ArrayDeque<>();

  /** deliver_sm that were read and not yet answered: beyond this, reading stops. */
  private final Semaphore unanswered = new Semaphore(UNANSWERED_MAX);

  private final Chatter chatter = new Chatter(over, System.nanoTime());
  private final AtomicBoolean goodbye = new AtomicBoolean();
  private volatile boolean running;
  private volatile boolean ended;
  private volatile String unbinding = "";
  private volatile String why = "";
  private int notBound;

  /**
   * A connection that is not made yet.
   *
   * @param bindCommand which bind it makes, of {@link CommandId}
   * @param outbox its own, or the link's if it submits
   */
  Connection(
      Link link, int bindCommand, Outbox outbox, LinkListener listener, InstantSource clock) {
    this.link = link;
    this.bindCommand = bindCommand;
    this.outbox = outbox;
    this.listener = listener;
    this.clock = clock;
    this.peer = new PduSocket(link);
  }

  /** Connects and binds, within a bound in all; throws with the reason if that fails. */
  void bind() throws IOException {
    CountDownLatch bound = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try {
            if (!bound.await(BIND_SECONDS, TimeUnit.SECONDS)) {
              end("the bind was not answered within " + BIND_SECONDS + " s");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      LinkSettings settings = link.settings();
      peer.connect(settings.spec());
      PduBuffer out = new PduBuffer();
      peer.put(
          out,
          new Pdu.Bind(
              bindCommand,
              nextSequence(),
              settings.spec().systemId(),
              settings.password(),
              settings.spec().systemType(),
              INTERFACE_VERSION,
              0,
              0,
              settings.spec().addressRange()));
      peer.write(out);
      awaitAnswer();
    } catch (IOException e) {
      throw ended ? new IOException(why, e) : e;
    } finally {
      bound.countDown();
    }
  }

  private void awaitAnswer() throws IOException {
    while (true) {
      switch (peer.read()) {
        case Decoded.Complete(Pdu.BindResp answer, var _) -> {
          accepted(answer.status());
          return;
        }
        case Decoded.Complete(Pdu.GenericNack nack, var _) -> throw new BindRefused(nack.status());
        case Decoded.Complete(var pdu, var _) -> {
          chat();
          if (early.size() < EARLY_MAX) {
            early.add(pdu);
          }
        }
        case Decoded.Unframeable(var reason) -> throw notSmpp(reason);
        case Decoded.Malformed _ -> {
          listener.odd(link, Odd.MALFORMED);
          chat();
        }
        case Decoded.NeedsMoreBytes _ -> {}
      }
    }
  }

  private static void accepted(int status) throws BindRefused {
    if (status != Status.ESME_ROK) {
      throw new BindRefused(status);
    }
  }

  private IOException notSmpp(String reason) {
    listener.odd(link, Odd.NOT_SMPP);
    return new IOException("what it sends is not SMPP: " + reason);
  }

  /** Reads, writes and watches until the connection ends; returns why it did. */
  String run() {
    running = true;
    Thread writer =
        Essential.platform(link.settings().name() + "-writer").daemon().start(this::writeAll);
    Thread watch = Essential.virtual(link.settings().name() + "-watch").start(this::watch);
    try {
      while (!early.isEmpty()) {
        handle(early.removeFirst());
      }
      while (!ended) {
        readOne();
      }
    } catch (IOException e) {
      end("the connection broke: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{}: a PDU could not be handled", link.settings().name(), e);
      end("a PDU could not be handled: " + e);
    }
    joinQuietly(writer);
    joinQuietly(watch);
    for (Ticket ticket : inFlight.abandon()) {
      listener.uncertain(link, ticket, why);
    }
    return why;
  }

  /** Ends it from our side, after what is in flight was answered or the patience is over. */
  void unbind(long patienceMillis, String reason) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    try {
      while (!inFlight.isEmpty() && !ended && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      if (goodbye.compareAndSet(false, true)) {
        unbinding = reason;
        reply(new Pdu.Unbind(nextSequence()));
      }
      if (running && !over.await(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.debug("{}: unbind was not answered", link.settings().name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(reason);
  }

  /** Breaks it off. The first reason is the one that counts. */
  void end(String reason) {
    if (!ended) {
      why = unbinding.isEmpty() ? reason : unbinding;
      ended = true;
    }
    peer.close();
    over.countDown();
  }

  private void readOne() throws IOException {
    switch (peer.read()) {
      case Decoded.Complete(var pdu, var _) -> handle(pdu);
      case Decoded.Malformed bad -> {
        listener.odd(link, Odd.MALFORMED);
        chatter.unreadable(link.settings().name(), bad.why());
        if (!CommandId.isResponse(bad.commandId())) {
          reply(new Pdu.GenericNack(bad.status(), bad.sequence()));
        }
      }
      case Decoded.Unframeable(var reason) -> {
        farewell(new Pdu.GenericNack(Status.ESME_RINVCMDLEN, 0));
        throw notSmpp(reason);
      }
      case Decoded.NeedsMoreBytes _ -> {}
    }
  }

  private void handle(Pdu pdu) throws IOException {
    switch (pdu) {
      case Pdu.SubmitSmResp(var status, var seq, var id) -> answered(seq, status, id);
      case Pdu.GenericNack(var status, var seq) ->
          answered(seq, status == Status.ESME_ROK ? Status.ESME_RUNKNOWNERR : status, "");
      case Pdu.DeliverSm(var seq, var message) ->
          delivered(message, status -> reply(new Pdu.DeliverSmResp(status, seq)));
      case Pdu.DataSm(var seq, var message) ->
          delivered(message, status -> reply(new Pdu.DataSmResp(status, seq, "")));
      case Pdu.EnquireLink(var seq) -> {
        link.enquired(chatter);
        reply(new Pdu.EnquireLinkResp(Status.ESME_ROK, seq));
      }
      case Pdu.Unbind(var seq) -> {
        farewell(new Pdu.UnbindResp(Status.ESME_ROK, seq));
        throw new IOException("unbound by the carrier");
      }
      case Pdu.UnbindResp _ -> {
        if (!unbinding.isEmpty()) {
          over.countDown();
        }
      }
      case Pdu.EnquireLinkResp _ -> link.enquired(chatter);
      case Pdu.AlertNotification _ -> chat();
      case Pdu.BindResp _, Pdu.DeliverSmResp _, Pdu.DataSmResp _ -> stray();
      case Pdu.Outbind outbind -> refuse(outbind.commandId(), outbind.sequence());
      case Pdu.Unknown unknown -> refuse(unknown.commandId(), unknown.sequence());
      case Pdu.Bind bind -> refuse(bind.commandId(), bind.sequence());
      case Pdu.SubmitSm submit -> refuse(submit.commandId(), submit.sequence());
    }
  }

  private void stray() {
    listener.odd(link, Odd.STRAY_ANSWER);
    chat();
  }

  private void chat() {
    chatter.heard(link.settings().name());
  }

  private void refuse(int commandId, int seq) {
    listener.odd(link, Odd.COMMAND);
    chat();
    if (!CommandId.isResponse(commandId)) {
      reply(new Pdu.GenericNack(Status.ESME_RINVCMDID, seq));
    }
  }

  /** Nothing that belongs to this connection may go out on the next one. */
  private void reply(Pdu pdu) {
    if (!ended && !outbox.put(pdu)) {
      end("it does not read what we write");
    }
  }

  private void farewell(Pdu last) {
    List<Pdu> all = outbox.takeControl();
    all.add(last);
    peer.writeLast(all);
  }

  private void answered(int seq, int status, String id) throws IOException {
    Ticket ticket = inFlight.answered(seq);
    if (ticket != null) {
      listener.answered(link, ticket, status, id);
    } else {
      ticket = inFlight.answeredLate(seq);
      if (ticket == null) {
        stray();
        return;
      }
      listener.answeredLate(link, ticket, status, id);
    }
    link.told(status);
    notBound = status == Status.ESME_RINVBNDSTS ? notBound + 1 : 0;
    if (notBound >= FORGOTTEN) {
      throw new IOException("it says that we are not bound (ESME_RINVBNDSTS)");
    }
  }

  private void delivered(ShortMessage message, IntConsumer answer) {
    unanswered.acquireUninterruptibly();
    listener.delivered(
        link,
        message,
        status -> {
          unanswered.release();
          answer.accept(status);
        });
  }

  private void writeAll() {
    PduBuffer out = new PduBuffer();
    try {
      while (!ended) {
        Outbox.Batch batch = outbox.take(200);
        batch.control().forEach(pdu -> peer.put(out, pdu));
        List<Ticket> late = new ArrayList<>(0);
        Instant now = clock.instant();
        for (Ticket ticket : batch.tickets()) {
          if (now.isBefore(ticket.validUntil())) {
            int seq = nextSequence();
            inFlight.written(seq, ticket, System.nanoTime());
            peer.put(out, new Pdu.SubmitSm(seq, ticket.pdu()));
          } else {
            late.add(ticket);
          }
        }
        for (Ticket ticket : late) {
          outbox.release();
          listener.returned(link, ticket, "its validity ended in the link's queue");
        }
        peer.write(out);
      }
    } catch (IOException e) {
      end("the connection broke while writing: " + e.getMessage());
    } catch (InterruptedException e) {
      end("interrupted");
    } catch (RuntimeException e) {
      LOG.error("{}: a PDU could not be written", link.settings().name(), e);
      end("a PDU could not be written: " + e);
    }
  }

  /** Signs of life, and answers that do not come. */
  private void watch() {
    try {
      watchSigns();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Nobody would see silence any more: the link makes a new connection.
      LOG.error("{}: the connection could not be watched", link.settings().name(), e);
      end("the connection could not be watched: " + e);
    }
  }

  private void watchSigns() throws InterruptedException {
    long asked = 0;
    while (!ended) {
      TimeUnit.MILLISECONDS.sleep(100);
      long now = System.nanoTime();
      long silence = peer.silenceNanos(now);
      long interval = link.settings().enquireLink().toNanos();
      if (silence > 2 * interval) {
        end("no sign of life for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s");
      } else if (silence > interval && now - asked > interval) {
        asked = now;
        reply(new Pdu.EnquireLink(nextSequence()));
      }
      if (!peer.isReading()) {
        continue;
      }
      for (Ticket ticket : inFlight.overdue(now, link.settings().answerWithin().toNanos())) {
        listener.uncertain(link, ticket, "no answer in time");
      }
    }
  }

  private int nextSequence() {
    return sequence.updateAndGet(n -> n == Integer.MAX_VALUE ? 1 : n + 1);
  }

  private static void joinQuietly(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
