package io.waybill.simulator;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.Decoded;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduWindow;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection of a client, from accept to close: who it is, whether it is still there, and what
/// each of its PDUs asks for.
final class Session implements Exchange.Submitter, Mischief.Victim {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);

  /// How long what is still to be written at the end may take.
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final long number;
  private final Socket socket;
  private final Options options;
  private final Timers timers;
  private final Counters counters;
  private final Exchange exchange;
  private final Troupe troupe;
  private final Outbox outbox = new Outbox();
  private final AtomicInteger sequence = new AtomicInteger();
  private volatile Pdu.@Nullable Bind bind;
  private volatile boolean heard;
  private volatile boolean asked;
  private final CountDownLatch dropped = new CountDownLatch(1);
  private volatile boolean frozen;
  private volatile @Nullable Mischief mischief;
  private int submits;

  /// @param number counts the connections
  Session(
      long number,
      Socket socket,
      Options options,
      Timers timers,
      Counters counters,
      Exchange exchange,
      Troupe troupe) {
    this.number = number;
    this.socket = socket;
    this.options = options;
    this.timers = timers;
    this.counters = counters;
    this.exchange = exchange;
    this.troupe = troupe;
  }

  /// Serves the client until either side ends it.
  void run() {
    Timers.Alarm bindTimer = timers.after(options.bindWithin(), this::dropUnlessBound);
    Timers.Alarm silence = timers.every(options.enquireEvery(), this::checkSilence);
    Thread writer = Thread.ofVirtual().name("simulator-writer").start(this::write);
    try {
      read();
    } catch (IOException e) {
      LOG.debug("{} left: {}", systemId(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bindTimer.cancel();
      silence.cancel();
      exchange.mailroom().leave(this);
      outbox.finish();
      awaitLastWords(writer);
      drop();
    }
  }

  /// Says goodbye if the client is bound, and closes when that is written; at once if nothing is
  /// written any more.
  void end() {
    if (frozen) {
      drop();
      return;
    }
    if (bind != null) {
      send(new Pdu.Unbind(nextSequence()));
    }
    outbox.finish();
  }

  long number() {
    return number;
  }

  boolean isBound() {
    return bind != null;
  }

  @Override
  public int nextSequence() {
    return sequence.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
  }

  @Override
  public String systemId() {
    var bound = bind;
    return bound == null ? "" : bound.systemId();
  }

  @Override
  public void answer(Pdu pdu) throws InterruptedException {
    outbox.put(pdu);
  }

  @Override
  public void send(Pdu pdu) {
    outbox.add(pdu);
  }

  /// What the personality does as time goes by.
  void look(long nanos) {
    Mischief now = mischief;
    if (now != null) {
      now.look(role(), nanos);
    }
  }

  private Role role() {
    return troupe.role(systemId());
  }

  @Override
  public void enquire() {
    outbox.addIfRoom(new Pdu.EnquireLink(nextSequence()));
  }

  @Override
  public void litter(Octets octets) {
    outbox.litter(octets);
  }

  @Override
  public void freeze() {
    LOG.info("{} is neither read nor written any more", systemId());
    frozen = true;
    outbox.freeze();
  }

  @Override
  public void disconnect(boolean unbind) {
    LOG.info("the connection of {} ends{}", systemId(), unbind ? " with unbind" : "");
    if (unbind) {
      end();
    } else {
      drop();
    }
  }

  @Override
  public void drop() {
    dropped.countDown();
    if (frozen) {
      outbox.finish();
    }
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing: {}", e.getMessage());
    }
  }

  private void write() {
    try {
      outbox.writeTo(socket.getOutputStream());
    } catch (IOException e) {
      LOG.debug("{} cannot be written to: {}", systemId(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      outbox.finish();
      drop();
    }
  }

  private void read() throws IOException, InterruptedException {
    InputStream in = socket.getInputStream();
    var window = new PduWindow();
    do {
      int octets = in.read(window.array(), window.end(), window.room());
      if (frozen) {
        dropped.await();
      }
      if (octets < 0) {
        return;
      }
      heard = true;
      asked = false;
      window.received(octets);
    } while (actOnAll(window));
  }

  /// False when the session is over.
  private boolean actOnAll(PduWindow window) throws InterruptedException {
    while (true) {
      switch (window.next()) {
        case Decoded.Complete(Pdu pdu, int _) -> {
          if (!act(pdu)) {
            return false;
          }
        }
        case Decoded.Malformed malformed -> {
          if (!CommandId.isResponse(malformed.commandId())) {
            answer(new Pdu.GenericNack(malformed.status(), malformed.sequence()));
          }
        }
        case Decoded.NeedsMoreBytes _ -> {
          return true;
        }
        case Decoded.Unframeable(String why) -> {
          LOG.info("closing a connection that is not SMPP: {}", why);
          answer(new Pdu.GenericNack(Status.ESME_RINVCMDLEN, 0));
          return false;
        }
      }
    }
  }

  /// False when the session is over.
  private boolean act(Pdu pdu) throws InterruptedException {
    switch (pdu) {
      case Pdu.Bind request -> bind(request);
      case Pdu.SubmitSm(int seq, var message) -> submit(pdu, message, new Reply(seq, false));
      case Pdu.DataSm(int seq, var message) -> submit(pdu, message, new Reply(seq, true));
      case Pdu.DeliverSmResp(int status, int seq) ->
          exchange.mailroom().answered(this, seq, status);
      case Pdu.GenericNack(int status, int seq) -> exchange.mailroom().answered(this, seq, status);
      case Pdu.DataSmResp(int status, int seq, var _) ->
          exchange.mailroom().answered(this, seq, status);
      case Pdu.EnquireLink(int seq) -> {
        if (!role().who().connection().ignoreEnquireLink()) {
          answer(new Pdu.EnquireLinkResp(Status.ESME_ROK, seq));
        }
      }
      case Pdu.Unbind(int seq) -> {
        exchange.mailroom().leave(this);
        answer(new Pdu.UnbindResp(Status.ESME_ROK, seq));
        return false;
      }
      case Pdu.UnbindResp _ -> {
        return false;
      }
      case Pdu.Unknown(int commandId, int _, int seq, var _) -> {
        if (!CommandId.isResponse(commandId)) {
          answer(new Pdu.GenericNack(Status.ESME_RINVCMDID, seq));
        }
      }
      // Only an operator sends these
      case Pdu.DeliverSm(int seq, var _) -> answer(new Pdu.GenericNack(Status.ESME_RINVCMDID, seq));
      // Answers to what was not asked, and two kinds that have no answer
      case Pdu.EnquireLinkResp _, Pdu.BindResp _, Pdu.SubmitSmResp _ -> {}
      case Pdu.Outbind _, Pdu.AlertNotification _ -> {}
    }
    return true;
  }

  private void bind(Pdu.Bind request) throws InterruptedException {
    int status = verdict(request);
    if (status != Status.ESME_ROK) {
      LOG.info("{} may not bind: {}", request.systemId(), Status.name(status));
      counters.bindsRefused().increment();
      answer(Pdu.BindResp.to(request, status, ""));
      return;
    }
    bind = request;
    mischief = new Mischief(this, counters, System.nanoTime());
    counters.binds().increment();
    LOG.info("{} is bound", request.systemId());
    answer(Pdu.BindResp.to(request, status, "simulator"));
    if (request.commandId() != CommandId.BIND_TRANSMITTER) {
      exchange.mailroom().join(this, request.systemId());
    }
  }

  private int verdict(Pdu.Bind request) {
    if (bind != null) {
      return Status.ESME_RALYBND;
    }
    if (!options.systemId().orElse(request.systemId()).equals(request.systemId())) {
      return Status.ESME_RBINDFAIL;
    }
    boolean right = options.password().orElse(request.password()).equals(request.password());
    return right
        ? troupe.role(request.systemId()).bindStatus(System.nanoTime())
        : Status.ESME_RINVPASWD;
  }

  private void submit(Pdu pdu, ShortMessage message, Reply reply) throws InterruptedException {
    var bound = bind;
    if (bound == null || bound.commandId() == CommandId.BIND_RECEIVER) {
      LOG.debug("{} from a session that may not submit", pdu.commandId());
      answer(reply.of(Status.ESME_RINVBNDSTS, ""));
      return;
    }
    Role role = role();
    LineManners manners = role.who().connection();
    if (++submits != manners.disconnectAfterSubmits()) {
      exchange.take(this, message, reply);
      return;
    }
    exchange.take(new Unheard(this), message, reply);
    role.hasDisconnected(System.nanoTime());
    counters.disconnections().increment();
    disconnect(manners.unbindFirst());
  }

  private void dropUnlessBound() {
    if (bind == null) {
      LOG.info("closing a connection that does not bind");
      drop();
    }
  }

  /// Section 7.2: ask after a silence, and give up when that stays unanswered.
  private void checkSilence() {
    if (frozen) {
      return; // its end is for Mischief to decide
    }
    if (heard) {
      heard = false;
    } else if (asked) {
      LOG.info("{} has fallen silent", systemId());
      drop();
    } else if (bind != null) {
      asked = true;
      send(new Pdu.EnquireLink(nextSequence()));
    }
  }

  private static void awaitLastWords(Thread writer) {
    try {
      writer.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
