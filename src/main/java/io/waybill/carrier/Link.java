package io.waybill.carrier;

import io.waybill.ops.Essential;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One SMPP bind to an operator, made again whenever it is lost. */
public final class Link implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);
  private static final long BACKOFF_MILLIS_MIN = 200;
  private static final long BACKOFF_MILLIS_MAX = 1_600;
  private static final Duration STABLE = Duration.ofSeconds(10);

  /** How a link stands. */
  public enum Standing {
    CONNECTING,
    BOUND,
    STOPPED
  }

  private final LinkSettings settings;
  private final LinkListener listener;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Outbox outbox;
  private final Thread thread;
  private volatile Standing standing = Standing.CONNECTING;
  private volatile String lastProblem = "";
  private volatile @Nullable Connection connection;

  /** Starts to connect at once and never gives up until closed. */
  public Link(
      LinkSettings settings, LinkListener listener, InstantSource clock, RandomGenerator random) {
    this.settings = settings;
    this.listener = listener;
    this.clock = clock;
    this.random = random;
    this.outbox = new Outbox(settings.window(), settings.spec().ratePerSecond());
    this.thread = Essential.platform("link-" + settings.name()).daemon().unstarted(this::run);
  }

  /** Begins to connect. */
  public void start() {
    thread.start();
  }

  public LinkSettings settings() {
    return settings;
  }

  /** How it stands now. */
  public Standing standing() {
    return standing;
  }

  /** Why it was lost last, or could not bind; empty if never. */
  public String lastProblem() {
    return lastProblem;
  }

  /** Submits whose outcome is not recorded yet. */
  public int inWindow() {
    return outbox.inWindow();
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

  private void run() {
    long backoff = BACKOFF_MILLIS_MIN;
    while (standing != Standing.STOPPED) {
      Connection next = new Connection(this, outbox, listener, clock);
      connection = next;
      long started = System.nanoTime();
      String why;
      try {
        next.bind();
        why = serve(next);
      } catch (IOException | RuntimeException e) {
        why = String.valueOf(e.getMessage());
        next.end(why);
      }
      if (!why.equals(lastProblem)) {
        LOG.info("link {}: {}", settings, why);
      }
      lastProblem = why;
      boolean stable = System.nanoTime() - started > STABLE.toNanos();
      backoff = stable ? BACKOFF_MILLIS_MIN : Math.min(BACKOFF_MILLIS_MAX, backoff * 2);
      pause(backoff);
    }
  }

  private String serve(Connection bound) {
    outbox.open();
    if (standing == Standing.STOPPED) {
      bound.end("stopped");
    } else {
      standing = Standing.BOUND;
      LOG.info("link {}: bound", settings);
      listener.bound(this);
    }
    String why = bound.run();
    if (standing != Standing.STOPPED) {
      standing = Standing.CONNECTING;
    }
    outbox.shut().forEach(t -> listener.returned(this, t, "the link was lost before writing"));
    listener.lost(this, why);
    return why;
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
    Connection current = connection;
    if (current != null) {
      current.unbind(3_000);
    }
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
