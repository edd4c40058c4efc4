package io.waybill.simulator;

import io.waybill.settings.Unusable;
import io.waybill.smpp.ShortMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running operator. Takes up to 64 connections at once; for one more the oldest that has not
/// bound is closed, or, where all have, that one itself.
///
/// All methods may be called from any thread.
public final class Simulator implements AutoCloseable {
  /// The most connections at once.
  public static final int CONNECTIONS_MAX = 64;

  private static final Logger LOG = LoggerFactory.getLogger(Simulator.class);
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  /// Out of file descriptors, accept fails at once, again and again.
  private static final Duration AFTER_FAILURE = Duration.ofMillis(10);

  private static final Duration COMPLAIN_EVERY = Duration.ofSeconds(10);

  private final Options options;
  private final ServerSocket server;

  /// How often is looked at what personalities do as time goes by.
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Timers timers = new Timers();
  private final Counters counters = new Counters();
  private final Troupe troupe;
  private final Exchange exchange;
  private final Map<Session, Thread> sessions = new ConcurrentHashMap<>();

  /// Both of the accepting thread.
  private long number;

  private long complained = System.nanoTime() - COMPLAIN_EVERY.toNanos();
  private @Nullable Control control;
  private @Nullable Follower follower;

  private Simulator(Options options, ServerSocket server) {
    this.options = options;
    this.server = server;
    this.troupe = options.troupe();
    this.exchange = new Exchange(options, troupe, timers, counters);
  }

  /// Listens, and returns when clients can connect.
  ///
  /// @throws IOException if the port cannot be had
  public static Simulator start(Options options) throws IOException {
    var server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(options.host(), options.port()), CONNECTIONS_MAX);
    } catch (IOException e) {
      server.close();
      throw e;
    }
    var simulator = new Simulator(options, server);
    Thread.ofVirtual().name("simulator-accept").start(simulator::accept);
    simulator.timers.every(LOOK, simulator::look);
    LOG.info("simulated operator on {}:{}", options.host(), simulator.port());
    return simulator;
  }

  /// The port it listens on.
  public int port() {
    return server.getLocalPort();
  }

  /// Binds that were granted.
  public long binds() {
    return counters.binds().sum();
  }

  /// Messages that arrived on sessions that may submit, whatever the answer was.
  public long submits() {
    return counters.submits().sum();
  }

  /// Receipts that were sent, each as often as it was.
  public long receiptsSent() {
    return counters.receiptsSent().sum();
  }

  /// Receipts that were answered with ESME_ROK.
  public long receiptsAcknowledged() {
    return counters.receiptsAcknowledged().sum();
  }

  /// Who plays now.
  public Cast cast() {
    return troupe.cast();
  }

  /// From now on this cast plays: for what is submitted, bound and sent next. Sessions stay.
  public void play(Cast cast) {
    troupe.play(cast);
  }

  /// What the cast does with a message, for a behaviour that only wants to look at it first.
  public Behaviour ofCast() {
    return troupe;
  }

  /// Sends all receipts that were held back; says how many.
  public int release() {
    return exchange.mailroom().release();
  }

  /// Sends a message from a handset to whoever is bound under a name.
  ///
  /// @param systemId empty if only one is bound
  /// @throws Unusable if it cannot be: who is bound, or what is wrong with the message
  public void bring(String systemId, String from, String to, String text) throws Unusable {
    List<String> names = exchange.mailroom().names();
    if (systemId.isEmpty() && names.size() != 1) {
      throw new Unusable(
          List.of(
              names.isEmpty()
                  ? "nobody is bound who receives."
                  : "say for whom: " + String.join(", ", names) + " are bound."));
    }
    ShortMessage message = HandsetMessage.of(from, to, text);
    if (!exchange.bring(systemId.isEmpty() ? names.getFirst() : systemId, message)) {
      throw new Unusable(List.of("too much waits to be acknowledged already."));
    }
  }

  /// What has happened since the start and what is now, by name; docs/simulator.md says what each
  /// is.
  public Map<String, Long> counters() {
    Map<String, Long> all = counters.all();
    all.put("connections", (long) sessions.size());
    all.put("receipts_waiting", (long) exchange.mailroom().waiting());
    all.put("receipts_held", (long) exchange.mailroom().held());
    return all;
  }

  private void look() {
    long now = System.nanoTime();
    sessions.keySet().forEach(session -> session.look(now));
  }

  /// Closes every connection without a word, as a broken network does. New ones are welcome.
  ///
  /// @return how many there were
  public int dropConnections() {
    List<Session> all = List.copyOf(sessions.keySet());
    all.forEach(Session::drop);
    return all.size();
  }

  /// Plays what the file says, and what it says later: it is looked at about every second, and a
  /// wrong one is logged and changes nothing.
  ///
  /// @param settings laid over what the file says, see [Cast#with]
  /// @throws Unusable if it is wrong now
  public synchronized void follow(Path file, List<String> settings) throws IOException, Unusable {
    Follower next = Follower.follow(this, file, settings);
    if (follower != null) {
      follower.close();
    }
    follower = next;
  }

  /// Takes commands from [ControlClient] until it is closed.
  ///
  /// @throws IOException if it cannot
  public synchronized void takeCommands() throws IOException {
    if (control == null) {
      control = Control.open(this);
    }
  }

  /// Sends unbind to everyone, closes all connections and stops listening. Receipts that were not
  /// acknowledged are gone.
  @Override
  public void close() {
    deafen();
    try {
      server.close();
    } catch (IOException e) {
      LOG.debug("closing: {}", e.getMessage());
    }
    sessions.keySet().forEach(Session::end);
    try {
      for (Thread session : sessions.values()) {
        session.join(FAREWELL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    dropConnections();
    timers.close();
  }

  private synchronized void deafen() {
    if (control != null) {
      control.close();
    }
    if (follower != null) {
      follower.close();
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        welcome(server.accept());
      } catch (IOException e) {
        LOG.debug("accept: {}", e.getMessage());
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
      }
    }
  }

  private void welcome(Socket socket) throws IOException {
    if (server.isClosed() || (sessions.size() >= CONNECTIONS_MAX && !makeRoom())) {
      socket.close();
      return;
    }
    socket.setTcpNoDelay(true);
    var session = new Session(++number, socket, options, timers, counters, exchange, troupe);
    Thread thread = Thread.ofVirtual().name("simulator-session").unstarted(() -> serve(session));
    sessions.put(session, thread);
    thread.start();
    if (server.isClosed()) {
      session.drop();
    }
  }

  /// Connections that never bind must not keep out those that do. Called by one thread.
  private boolean makeRoom() {
    if (System.nanoTime() - complained > COMPLAIN_EVERY.toNanos()) {
      complained = System.nanoTime();
      LOG.info("more than {} connections: who has not bound has to leave", CONNECTIONS_MAX);
    }
    Optional<Session> oldest =
        sessions.keySet().stream()
            .filter(session -> !session.isBound())
            .min(Comparator.comparingLong(Session::number));
    oldest.ifPresent(session -> {
      sessions.remove(session);
      session.drop();
    });
    return oldest.isPresent();
  }

  private void serve(Session session) {
    try {
      session.run();
    } finally {
      sessions.remove(session);
    }
  }
}
