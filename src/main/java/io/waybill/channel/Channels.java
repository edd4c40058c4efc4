package io.waybill.channel;

import io.waybill.account.Routes;
import io.waybill.http.Route;
import io.waybill.message.Event;
import io.waybill.message.State;
import io.waybill.ops.Essential;
import io.waybill.ops.Metrics;
import io.waybill.store.AdapterRow;
import io.waybill.store.ChannelContacts;
import io.waybill.store.ChannelLedger;
import io.waybill.store.ChannelLedger.Waiting;
import io.waybill.store.DueReader;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.Steps.Submission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The step for channels beyond SMS: claims what is due as far as adapters have room, and lets it
/// be sent. Looks at once when something was queued, else twice a second.
public final class Channels implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
  private static final int UNROUTABLE = 9;
  private static final int HOPELESS_MAX = 200;
  private static final long PAUSE_MILLIS = 500;
  private static final long BUSY_MILLIS = 20;
  private static final Duration LOOK_AROUND_EVERY = Duration.ofSeconds(5);
  private static final Duration FAREWELL = Duration.ofSeconds(3);

  private final Ledger ledger;
  private final ChannelLedger waiting;
  private final InstantSource clock;
  private final Kinds kinds;
  private final Lines lines;
  private final Sending sending;
  private final Hooks hooks;
  private final Set<String> rung = ConcurrentHashMap.newKeySet();
  private final Map<UUID, Claim> claims = new ConcurrentHashMap<>();
  private final Semaphore bell = new Semaphore(0);
  private final ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean closed;
  private @Nullable Thread poller;
  private Instant lookedAround = Instant.EPOCH;

  /// A seat taken for a message whose claim is being recorded.
  private record Claim(Line line, int size) {}

  /// A step without adapters; see [#become].
  public Channels(
      Ledger ledger,
      DueReader due,
      ChannelLedger waiting,
      ChannelContacts contacts,
      ParkedReceipts parked,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.waiting = waiting;
    this.clock = clock;
    this.kinds = new Kinds(contacts);
    this.lines = new Lines(kinds);
    Measures measures = new Measures(metrics);
    Recent recent = new Recent();
    this.sending = new Sending(ledger, due, recent, measures, clock, random);
    Statuses statuses = new Statuses(ledger, waiting, parked, contacts, recent, measures, clock);
    this.hooks = new Hooks(lines, statuses, measures, clock);
  }

  /// From now on these are the adapters.
  public void become(List<AdapterRow> adapters) {
    lines.become(adapters);
    bell.release();
  }

  /// Where providers report to.
  public List<Route> routes() {
    return hooks.routes();
  }

  /// Begins to look for what is due.
  public void start() {
    poller = Essential.virtual("channel-poller").start(this::claimWhatIsDue);
  }

  /// See [io.waybill.store.Steps#queued].
  public void queued(String route) {
    rung.add(route);
    bell.release();
  }

  /// See [io.waybill.store.Steps#submit].
  public void submit(Submission s) {
    Claim claim = claims.remove(s.envelope().id());
    if (claim == null) {
      LOG.error("message {} was claimed without a seat", s.envelope().id());
      return;
    }
    senders.execute(() -> {
      try {
        sending.run(claim.line(), s, claim.size());
      } finally {
        claim.line().giveBack();
        bell.release();
      }
    });
  }

  private void claimWhatIsDue() {
    while (!closed) {
      boolean more = false;
      for (String route : routesToLookAt()) {
        try {
          more |= claim(route);
        } catch (SQLException | RuntimeException e) {
          LOG.warn("what is due at {} cannot be claimed: {}", route, String.valueOf(e));
          rung.add(route);
        }
      }
      try {
        if (bell.tryAcquire(more ? BUSY_MILLIS : PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /// Those of adapters, those that rang, and now and then all that have anything waiting: a process
  /// that died may have left messages on a route that is gone.
  private Set<String> routesToLookAt() {
    Set<String> all = ConcurrentHashMap.newKeySet();
    all.addAll(lines.routes());
    rung.removeIf(route -> {
      all.add(route);
      return true;
    });
    Instant now = clock.instant();
    if (Duration.between(lookedAround, now).compareTo(LOOK_AROUND_EVERY) >= 0) {
      try {
        waiting.routes().stream()
            .filter(r -> r.startsWith(Routes.CHANNEL_PREFIX))
            .forEach(all::add);
        lookedAround = now;
      } catch (SQLException | RuntimeException e) {
        LOG.warn("what waits for channels cannot be read: {}", String.valueOf(e));
      }
    }
    return all;
  }

  /// Whether there may be more at once.
  private boolean claim(String route) throws SQLException {
    if (!lines.exists(route)) {
      return failAll(route);
    }
    Line line = lines.at(route).orElse(null);
    int free = line == null ? 0 : line.free(clock.instant());
    if (line == null || free == 0) {
      return false;
    }
    List<Waiting> due = waiting.due(route, clock.instant(), free);
    List<CompletableFuture<?>> recorded = new ArrayList<>(due.size());
    for (Waiting message : due) {
      if (!line.take()) {
        break;
      }
      recorded.add(claim(line, message));
    }
    CompletableFuture.allOf(recorded.toArray(CompletableFuture[]::new)).join();
    return due.size() == free && line.free(clock.instant()) > 0;
  }

  private CompletableFuture<?> claim(Line line, Waiting message) {
    UUID id = message.envelope().id();
    claims.put(id, new Claim(line, message.size()));
    return ledger
        .record(id, new Event.Claimed(clock.instant(), line.row().name()))
        .whenComplete((outcome, _) -> {
          boolean claimed =
              outcome instanceof Outcome.Recorded(var m, var changed)
                  && changed
                  && m.state() == State.SUBMITTING
                  && m.attempt() > message.attempt();
          if (!claimed && claims.remove(id) != null) {
            line.giveBack();
          }
        });
  }

  /// There is no adapter: such messages end at their turn, and the next of their chains begin.
  private boolean failAll(String route) throws SQLException {
    List<Waiting> due = waiting.due(route, clock.instant(), HOPELESS_MAX);
    List<CompletableFuture<?>> recorded = new ArrayList<>(due.size());
    for (Waiting message : due) {
      String why = "this installation has no adapter for " + message.envelope().channel();
      recorded.add(
          ledger.record(
              message.envelope().id(), new Event.CannotSend(clock.instant(), UNROUTABLE, why)));
    }
    CompletableFuture.allOf(recorded.toArray(CompletableFuture[]::new)).join();
    return due.size() == HOPELESS_MAX;
  }

  /// Claims nothing any more, lets requests under way end for three seconds, then cuts them: their
  /// outcome is recorded as unknown.
  @Override
  public void close() {
    closed = true;
    sending.close();
    if (poller != null) {
      poller.interrupt();
    }
    senders.shutdown();
    try {
      if (!senders.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        kinds.close();
        if (!senders.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.warn("requests to providers have not ended; their messages follow at the next start");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kinds.close();
  }
}
