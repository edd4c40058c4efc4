package io.waybill.carrier;

import io.waybill.ops.Essential;
import io.waybill.routing.LinkSpec.Mode;
import io.waybill.smpp.CommandId;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is bound to an operator under one name, made again whenever it is lost: one connection, or a
 * transmitter and a receiver. A pair stands and falls together: it is bound when both are, and
 * whoever loses one unbinds the other, so that none submits without getting receipts.
 */
public final class Link implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final long BACKOFF_MILLIS_MIN = 200;
  private static final long BACKOFF_MILLIS_MAX = 1_600;

  /** A carrier that refuses a bind will do so again, and some lock out who insists. */
  private static final long REFUSED_MILLIS_MAX = 15_000;

  private static final long PATIENCE_MILLIS = 3_000;
  private static final Duration STABLE = Duration.ofSeconds(10);

  /** How a link stands. */
  public enum Standing {
    CONNECTING,
    BOUND,
    STOPPED
  }

  private final LinkListener listener;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Outbox outbox;
  private final Thread thread;
  private volatile LinkSettings settings;
  private volatile Standing standing = Standing.CONNECTING;
  private volatile String lastProblem = "";
  private volatile Instant since;
  private volatile @Nullable Instant enquiredAt;
  private volatile @Nullable Instant throttledAt;
  private final Troubles troubles = new Troubles();
  private volatile List<Connection> connections = List.of();
  private volatile @Nullable WireLog wire;

  /** Starts to connect when started, and never gives up until closed. */
  public Link(
      LinkSettings settings, LinkListener listener, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.since = clock.instant();
    this.random = random;
    this.outbox = new Outbox(settings.window(), settings.spec().ratePerSecond());
    outbox.ask(settings.asked());
    this.thread = Essential.platform("link-" + settings.name()).daemon().unstarted(this::run);
  }

  /** Begins to connect. */
  public void start() {
    thread.start();
  }

  public LinkSettings settings() {
    return settings;
  }

  /** Whether it can take these settings on as it is: the connection need not change. */
  public boolean canBecome(LinkSettings other) {
    return settings.spec().speaksLike(other.spec()) && settings.password().equals(other.password());
  }

  /**
   * Goes on with other bounds, another standing, or another carrier's dialect and rules; the
   * connection stays. What is queued goes back if it is paused now.
   *
   * @throws IllegalArgumentException unless {@link #canBecome}
   */
  public void apply(LinkSettings other) {
    if (!canBecome(other)) {
      throw new IllegalArgumentException("link " + other.name() + " must be made anew for this");
    }
    settings = other;
    outbox.bounds(other.window(), other.spec().ratePerSecond());
    outbox.ask(other.asked()).forEach(t -> listener.returned(this, t, "the link is paused"));
  }

  /** How it stands now. */
  public Standing standing() {
    return standing;
  }

  /** Whether it may be given messages: bound, able to submit, neither paused nor draining. */
  public boolean takes() {
    return standing == Standing.BOUND
        && settings.asked() == io.waybill.routing.Standing.OPEN
        && settings.spec().mode() != Mode.RX;
  }

  /** Why it was lost last, or could not bind; empty if never. */
  public String lastProblem() {
    return lastProblem;
  }

  /** Since when it stands so: bound, or trying to bind. */
  public Instant since() {
    return since;
  }

  /** When an enquire_link was last asked or answered by the carrier; null: not since the start. */
  public @Nullable Instant enquiredAt() {
    return enquiredAt;
  }

  /** When the carrier last said that it was too much; null: not since the start. */
  public @Nullable Instant throttledAt() {
    return throttledAt;
  }

  /** What went wrong last, newest first. */
  public List<Troubles.Trouble> troubles() {
    return troubles.all();
  }

  /** Submits written in the last whole second. */
  public int sentLastSecond() {
    return outbox.sentLastSecond();
  }

  /** A sign of life that was asked for. */
  void enquired(Chatter chatter) {
    enquiredAt = clock.instant();
    chatter.heard(settings.name());
  }

  /** The carrier's answer to a submit, a command_status (SMPP 3.4 §5.1.3). */
  void told(int status) {
    if (status != Status.ESME_ROK) {
      troubles.add(clock.instant(), "submit_sm refused: " + Status.name(status));
    }
  }

  /** Submits whose outcome is not recorded yet. */
  public int inWindow() {
    return outbox.inWindow();
  }

  /** Submits a second that it allows itself after throttling; 0 while it is not slowed down. */
  public double slowedTo() {
    return outbox.slowedTo();
  }

  /** The carrier says that it is too much: goes at half the rate, and recovers by and by. */
  public void slowDown() {
    throttledAt = clock.instant();
    if (outbox.slowDown()) {
      LOG.info("link {}: slowed down to {} a second", settings.name(), outbox.slowedTo());
    }
  }

  /** Takes a part to be written as soon as window and rate allow; false if it takes none now. */
  public boolean submit(Ticket ticket) {
    return outbox.offer(ticket);
  }

  /** The outcome of a written ticket is recorded: its place in the window is free again. */
  public void release() {
    outbox.release();
  }

  /** Stops writing submits, or goes on: while outcomes cannot be recorded. */
  public void pause(boolean on) {
    outbox.pause(on);
  }

  /** From now on all PDUs are written there too; ends the one before. */
  public synchronized void wireLog(@Nullable WireLog log) {
    WireLog before = wire;
    wire = log;
    if (before != null) {
      before.close();
    }
  }

  /** The wire log that is written now; null if none is. */
  public @Nullable WireLog wire() {
    WireLog log = wire;
    return log != null && log.isOpen() ? log : null;
  }

  private void run() {
    long backoff = BACKOFF_MILLIS_MIN;
    while (standing != Standing.STOPPED) {
      long started = System.nanoTime();
      boolean refused = false;
      String why;
      try {
        why = serve(bind());
      } catch (IOException | RuntimeException e) {
        why = String.valueOf(e.getMessage());
        refused = e instanceof BindRefused;
        for (Connection half : connections) {
          half.end(why);
        }
      }
      if (!why.equals(lastProblem)) {
        LOG.info("link {}: {}", settings, why);
      }
      lastProblem = why;
      if (standing != Standing.STOPPED) {
        troubles.add(clock.instant(), why);
      }
      WireLog log = wire();
      if (log != null) {
        log.note("the link ended: " + why);
      }
      boolean stable = System.nanoTime() - started > STABLE.toNanos();
      long max = refused ? REFUSED_MILLIS_MAX : BACKOFF_MILLIS_MAX;
      backoff = stable && !refused ? BACKOFF_MILLIS_MIN : Math.min(max, backoff * 2);
      pause(backoff);
    }
  }

  /** The receiver goes first: a transmitter without one would submit what is never heard of. */
  private List<Connection> bind() throws IOException {
    List<Connection> made = new ArrayList<>(2);
    Mode mode = settings.spec().mode();
    switch (mode) {
      case TRX -> made.add(connection(CommandId.BIND_TRANSCEIVER, outbox));
      case TX -> made.add(connection(CommandId.BIND_TRANSMITTER, outbox));
      case RX -> made.add(connection(CommandId.BIND_RECEIVER, answersOnly()));
      case TX_RX -> {
        made.add(connection(CommandId.BIND_RECEIVER, answersOnly()));
        made.add(connection(CommandId.BIND_TRANSMITTER, outbox));
      }
    }
    connections = List.copyOf(made);
    for (Connection half : made) {
      half.bind();
    }
    return made;
  }

  private Connection connection(int bindCommand, Outbox out) {
    return new Connection(this, bindCommand, out, listener, clock);
  }

  /** Never opened, so it hands out no tickets. */
  private static Outbox answersOnly() {
    return new Outbox(1, 0);
  }

  private String serve(List<Connection> bound) {
    outbox.open();
    if (standing == Standing.STOPPED) {
      bound.forEach(half -> half.end("stopped"));
    } else {
      standing = Standing.BOUND;
      since = clock.instant();
      LOG.info("link {}: bound", settings);
      listener.bound(this);
    }
    String why = bound.size() == 1 ? bound.getFirst().run() : runBoth(bound.get(0), bound.get(1));
    leave();
    listener.lost(this, why);
    return why;
  }

  private String runBoth(Connection receiver, Connection transmitter) {
    String[] first = {""};
    Thread other =
        Thread.ofPlatform()
            .daemon()
            .name(settings.name() + "-receiver")
            .start(() -> {
              String why = receiver.run();
              synchronized (first) {
                first[0] = first[0].isEmpty() ? "its receiver: " + why : first[0];
              }
              leave();
              transmitter.unbind(PATIENCE_MILLIS, "unbound by us");
            });
    String why = transmitter.run();
    synchronized (first) {
      first[0] = first[0].isEmpty() ? "its transmitter: " + why : first[0];
    }
    leave();
    receiver.unbind(0, "unbound by us");
    try {
      other.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return first[0];
  }

  /** Takes no more; what is not written goes back. */
  private void leave() {
    if (standing != Standing.STOPPED) {
      since = standing == Standing.CONNECTING ? since : clock.instant();
      standing = Standing.CONNECTING;
    }
    outbox.shut().forEach(t -> listener.returned(this, t, "the link was lost before writing"));
  }

  private void pause(long millis) {
    if (standing == Standing.STOPPED) {
      return;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(millis * 3 / 4 + random.nextLong(millis / 2 + 1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes no more, waits up to three seconds for open answers, unbinds. */
  @Override
  public void close() {
    standing = Standing.STOPPED;
    outbox.shut().forEach(t -> listener.returned(this, t, "Waybill is stopping"));
    List<Connection> current = connections;
    for (int i = current.size() - 1; i >= 0; i--) { // the transmitter before the receiver
      current.get(i).unbind(PATIENCE_MILLIS, "unbound by us");
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    wireLog(null);
  }
}
