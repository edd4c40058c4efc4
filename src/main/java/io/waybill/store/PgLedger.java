package io.waybill.store;

import io.waybill.account.Vault;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.ops.Config;
import io.waybill.ops.Essential;
import io.waybill.ops.Metrics;
import io.waybill.ops.Rounds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The ledger on PostgreSQL: events are routed by message to a few group-committing writers. */
public final class PgLedger implements Ledger, AutoCloseable {
  private static final Duration ACCEPT_WAITS_MAX = Duration.ofSeconds(2);
  private static final Duration GIVE_UP_EVERY = Duration.ofMillis(250);

  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Fence fence;
  private final Rounds giveUp;
  private volatile boolean closed;

  /**
   * Starts the writers.
   *
   * @param objections asked before a message is begun
   * @param fence keeps it from committing once another process has taken over
   * @param owner this process: node and epoch
   */
  public PgLedger(
      Config.Ledger config,
      Database database,
      Steps steps,
      Objections objections,
      Fence fence,
      Vault vault,
      String owner,
      InstantSource clock,
      Metrics metrics) {
    this.fence = fence;
    LedgerMetrics counts = new LedgerMetrics(metrics);
    int queueMax = Math.max(1, config.queueMax() / config.writers());
    for (int i = 0; i < config.writers(); i++) {
      Writer writer =
          new Writer(
              i,
              queueMax,
              config.groupMax(),
              database,
              steps,
              objections,
              fence,
              vault,
              owner,
              clock,
              counts);
      writers.add(writer);
      threads.add(Essential.platform("ledger-" + i).start(writer));
    }
    metrics.gauge(
        "waybill_ledger_waiting",
        "Events waiting for a commit",
        () -> writers.stream().mapToInt(w -> w.queue().size()).sum());
    giveUp = new Rounds("ledger-give-up", GIVE_UP_EVERY, this::giveUpOnTheImpatient);
  }

  @Override
  public CompletableFuture<Outcome> accept(List<NewMessage> messages, @Nullable Once once) {
    CompletableFuture<Outcome> future = new CompletableFuture<>();
    Job.Accept job =
        new Job.Accept(
            List.copyOf(messages),
            once,
            System.nanoTime(),
            new AtomicReference<>(Job.Fate.OPEN),
            future);
    if (closed) {
      future.complete(new Outcome.Busy("Waybill is stopping"));
    } else if (fence.passedTo().isPresent()) {
      future.complete(new Outcome.Busy("another Waybill has taken over this database"));
    } else if (failingFor().compareTo(ACCEPT_WAITS_MAX) > 0) {
      future.complete(new Outcome.Busy("the database does not answer"));
    } else if (!writer(job.id()).queue().offer(job)) {
      future.complete(new Outcome.Busy("too many messages wait to be stored"));
    }
    return future;
  }

  /** Waits while the queue is full: the caller's reading stops, and so its peer's writing. */
  @Override
  public CompletableFuture<Outcome> record(UUID id, Event event) {
    CompletableFuture<Outcome> future = new CompletableFuture<>();
    Job.Happened job = new Job.Happened(id, event, future);
    boolean interrupted = false;
    boolean handedIn = false;
    while (!handedIn) {
      try {
        writer(id).queue().put(job);
        handedIn = true;
      } catch (InterruptedException e) {
        // What has happened must be recorded, however little time its teller has.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return future;
  }

  /** The longest time for which the database has been failing a writer. */
  public Duration failingFor() {
    return writers.stream().map(Writer::failingFor).max(Duration::compareTo).orElseThrow();
  }

  /** Whether all writers work: what escapes one of them ends the process. */
  public boolean isWriting() {
    return threads.stream().allMatch(Thread::isAlive);
  }

  private Writer writer(UUID id) {
    UUID omni = Ids.omniOf(id);
    long mixed = omni.getLeastSignificantBits() * 0x9E3779B97F4A7C15L;
    return writers.get((int) Long.remainderUnsigned(mixed >>> 32, writers.size()));
  }

  private void giveUpOnTheImpatient() {
    long now = System.nanoTime();
    for (Writer writer : writers) {
      writer.queue().forEach(job -> giveUp(job, now));
      writer.inHand().forEach(job -> giveUp(job, now));
    }
  }

  private static void giveUp(Job job, long now) {
    if (job instanceof Job.Accept a
        && now - a.sinceNanos() > ACCEPT_WAITS_MAX.toNanos()
        && a.giveUp()) {
      a.future().complete(new Outcome.Busy("it could not be stored in time"));
    }
  }

  /** Commits what was handed in, then stops. */
  @Override
  public void close() {
    closed = true;
    writers.forEach(Writer::stop);
    for (Thread thread : threads) {
      try {
        thread.join(Duration.ofSeconds(10));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    giveUp.close();
  }
}
