package io.waybill.carrier;

import io.waybill.ops.Essential;
import io.waybill.smpp.CommandId;
import io.waybill.smpp.Decoded;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.PduWindow;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One TCP connection of a link, from bind to its end. */
final class Connection {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int CONNECT_MILLIS = 5_000;
  private static final int BIND_MILLIS = 10_000;
  private static final int UNANSWERED_MAX = 2_000;
  private static final int INTERFACE_VERSION = 0x34;

  private final Link link;
  private final LinkSettings settings;
  private final Outbox outbox;
  private final LinkListener listener;
  private final InstantSource clock;
  private final Socket socket = new Socket();
  private final PduWindow window = new PduWindow();
  private final InFlight inFlight = new InFlight();
  private final AtomicInteger sequence = new AtomicInteger();

  /** deliver_sm that were read and not yet answered: beyond this, reading stops. */
  private final Semaphore unanswered = new Semaphore(UNANSWERED_MAX);

  private volatile long heardNanos = System.nanoTime();

  /** Not while we are too busy to read: then silence says nothing about the carrier. */
  private volatile boolean reading;

  private volatile boolean ended;
  private volatile boolean unbinding;
  private volatile String why = "";

  Connection(Link link, Outbox outbox, LinkListener listener, InstantSource clock) {
    this.link = link;
    this.settings = link.settings();
    this.outbox = outbox;
    this.listener = listener;
    this.clock = clock;
  }

  /** Connects and binds as transceiver; throws with the reason if that fails. */
  void bind() throws IOException {
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(settings.host(), settings.port()), CONNECT_MILLIS);
    socket.setSoTimeout(BIND_MILLIS);
    PduBuffer out = new PduBuffer();
    out.put(
        new Pdu.Bind(
            CommandId.BIND_TRANSCEIVER,
            nextSequence(),
            settings.spec().systemId(),
            settings.password(),
            settings.spec().systemType(),
            INTERFACE_VERSION,
            0,
            0,
            ""));
    write(out);
    while (true) {
      Pdu pdu = read();
      if (pdu instanceof Pdu.BindResp answer) {
        if (answer.status() != Status.ESME_ROK) {
          throw new IOException("bind refused: " + Status.name(answer.status()));
        }
        socket.setSoTimeout(0);
        return;
      }
      if (pdu instanceof Pdu.GenericNack nack) {
        throw new IOException("bind refused: " + Status.name(nack.status()));
      }
    }
  }

  /** Reads, writes and watches until the connection ends; returns why it did. */
  String run() {
    Thread writer = Essential.platform(settings.name() + "-writer").daemon().start(this::writeAll);
    Thread watch = Essential.virtual(settings.name() + "-watch").start(this::watch);
    try {
      while (!ended) {
        handle(read());
      }
    } catch (IOException e) {
      end(unbinding ? "unbound by us" : "the connection broke: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("{}: a PDU could not be handled", settings.name(), e);
      end("a PDU could not be handled: " + e);
    }
    joinQuietly(writer);
    joinQuietly(watch);
    for (Ticket ticket : inFlight.abandon()) {
      listener.uncertain(link, ticket, why);
    }
    return why;
  }

  /** Ends it from outside, after what is in flight has been answered or the patience is over. */
  void unbind(long patienceMillis) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    try {
      while (!inFlight.isEmpty() && !ended && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      unbinding = true;
      outbox.put(new Pdu.Unbind(nextSequence()));
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end("unbound by us");
  }

  void end(String reason) {
    if (!ended) {
      why = reason;
      ended = true;
    }
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("{}: the socket did not close: {}", settings.name(), e.getMessage());
    }
  }

  private Pdu read() throws IOException {
    InputStream in = socket.getInputStream();
    while (true) {
      switch (window.next()) {
        case Decoded.Complete(var pdu, var _) -> {
          return pdu;
        }
        case Decoded.Malformed bad -> malformed(bad);
        case Decoded.Unframeable(var reason) ->
            throw new IOException("what it sends is not SMPP: " + reason);
        case Decoded.NeedsMoreBytes _ -> {
          reading = true;
          int n = in.read(window.array(), window.end(), window.room());
          reading = false;
          if (n < 0) {
            throw new IOException("closed by the carrier");
          }
          window.received(n);
          heardNanos = System.nanoTime();
        }
      }
    }
  }

  private void malformed(Decoded.Malformed bad) {
    LOG.warn("{}: a PDU that cannot be read: {}", settings.name(), bad.why());
    if (!CommandId.isResponse(bad.commandId())) {
      outbox.put(new Pdu.GenericNack(bad.status(), bad.sequence()));
    }
  }

  private void handle(Pdu pdu) throws IOException {
    switch (pdu) {
      case Pdu.SubmitSmResp(var status, var seq, var id) -> answered(seq, status, id);
      case Pdu.GenericNack(var status, var seq) -> answered(seq, status, "");
      case Pdu.DeliverSm(var seq, var message) ->
          delivered(message, status -> outbox.put(new Pdu.DeliverSmResp(status, seq)));
      case Pdu.DataSm(var seq, var message) ->
          delivered(message, status -> outbox.put(new Pdu.DataSmResp(status, seq, "")));
      case Pdu.EnquireLink(var seq) -> outbox.put(new Pdu.EnquireLinkResp(Status.ESME_ROK, seq));
      case Pdu.Unbind(var seq) -> {
        outbox.put(new Pdu.UnbindResp(Status.ESME_ROK, seq));
        throw new IOException("unbound by the carrier");
      }
      case Pdu.EnquireLinkResp _,
          Pdu.UnbindResp _,
          Pdu.BindResp _,
          Pdu.DeliverSmResp _,
          Pdu.DataSmResp _,
          Pdu.AlertNotification _,
          Pdu.Outbind _ -> {}
      case Pdu.Unknown unknown -> refuse(unknown.commandId(), unknown.sequence());
      case Pdu.Bind bind -> refuse(bind.commandId(), bind.sequence());
      case Pdu.SubmitSm submit -> refuse(submit.commandId(), submit.sequence());
    }
  }

  private void refuse(int commandId, int seq) {
    if (!CommandId.isResponse(commandId)) {
      outbox.put(new Pdu.GenericNack(Status.ESME_RINVCMDID, seq));
    }
  }

  private void answered(int seq, int status, String id) {
    Ticket ticket = inFlight.answered(seq);
    if (ticket == null) {
      ticket = inFlight.answeredLate(seq);
      if (ticket != null) {
        listener.answeredLate(link, ticket, status, id);
      }
      return;
    }
    listener.answered(link, ticket, status, id);
  }

  private void delivered(ShortMessage message, java.util.function.IntConsumer answer) {
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
        batch.control().forEach(out::put);
        List<Ticket> late = new ArrayList<>(0);
        Instant now = clock.instant();
        for (Ticket ticket : batch.tickets()) {
          if (now.isBefore(ticket.validUntil())) {
            int seq = nextSequence();
            inFlight.written(seq, ticket, System.nanoTime());
            out.put(new Pdu.SubmitSm(seq, ticket.pdu()));
          } else {
            late.add(ticket);
          }
        }
        for (Ticket ticket : late) {
          outbox.release();
          listener.returned(link, ticket, "its validity ended in the link's queue");
        }
        write(out);
      }
    } catch (IOException e) {
      end("the connection broke while writing: " + e.getMessage());
    } catch (InterruptedException e) {
      end("interrupted");
    } catch (RuntimeException e) {
      LOG.error("{}: a PDU could not be written", settings.name(), e);
      end("a PDU could not be written: " + e);
    }
  }

  private void write(PduBuffer out) throws IOException {
    if (out.length() > 0) {
      OutputStream stream = socket.getOutputStream();
      stream.write(out.array(), 0, out.length());
      out.clear();
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
      LOG.error("{}: the connection could not be watched", settings.name(), e);
      end("the connection could not be watched: " + e);
    }
  }

  private void watchSigns() throws InterruptedException {
    long asked = 0;
    while (!ended) {
      TimeUnit.MILLISECONDS.sleep(100);
      long now = System.nanoTime();
      if (!reading) {
        heardNanos = now;
        continue;
      }
      long silence = now - heardNanos;
      long interval = settings.enquireLink().toNanos();
      if (silence > 2 * interval) {
        end("no sign of life for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s");
      } else if (silence > interval && now - asked > interval) {
        asked = now;
        outbox.put(new Pdu.EnquireLink(nextSequence()));
      }
      for (Ticket ticket : inFlight.overdue(now, settings.answerWithin().toNanos())) {
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
