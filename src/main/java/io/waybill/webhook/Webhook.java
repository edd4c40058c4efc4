package io.waybill.webhook;

import io.waybill.account.KeyRing;
import io.waybill.message.Event;
import io.waybill.message.Event.Answer;
import io.waybill.ops.Config;
import io.waybill.ops.Essential;
import io.waybill.ops.Metrics;
import io.waybill.store.CallbackSecrets.Secret;
import io.waybill.store.EndpointStore;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger;
import io.waybill.store.Steps.Telling;
import io.waybill.store.TellingReader;
import io.waybill.webhook.Endpoint.Waiting;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells customers what became of their messages (design 10, contract 1.6). At most 20,000 callbacks
 * are in memory, 2,000 of one endpoint; everything else waits in the ledger and is found there. An
 * outcome that was not recorded, by a crash or by {@link #close}, is told again after the next
 * start. Thread-safe.
 */
public final class Webhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);
  private static final int MEMORY = 20_000;
  private static final int MEMORY_PER_ENDPOINT = 2_000;

  /** How long a report stays out of the poller's reach if the ledger kept its row regardless. */
  private static final Duration STUCK = Duration.ofMinutes(1);

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final InstantSource clock;
  private final RandomGenerator random;
  private final boolean allowPrivate;
  private final Register register;
  private final Endpoints endpoints;
  private final Backlogs backlogs;
  private final Measures measures;
  private final TimedLookup lookup;
  private final Caller caller;
  private final Courier courier;
  private final Recorder recorder;
  private final Poller poller;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Thread> workers = new CopyOnWriteArrayList<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("callback-", 0).factory());

  /**
   * What this step works with.
   *
   * @param secrets the accounts' secrets for signatures; may throw {@link
   *     io.waybill.ops.Unavailable}
   * @param random spreads the retries; used by one thread at a time
   */
  public record Surroundings(
      Ledger ledger,
      TellingReader reader,
      EndpointStore store,
      KeyRing keys,
      IntFunction<Optional<Secret>> secrets,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random) {}

  /** Builds it; nothing is sent before {@link #start}. */
  public Webhook(Config.Callbacks config, Surroundings around) {
    this(
        config,
        new Bounds(
            MEMORY,
            MEMORY_PER_ENDPOINT,
            config.concurrencyTotal(),
            config.concurrencyPerEndpoint(),
            config.concurrencyPerEndpointMax()),
        names(config),
        around);
  }

  private static DnsResolver names(Config.Callbacks config) {
    return config.nameServers().isEmpty()
        ? SystemDefaultDnsResolver.INSTANCE
        : new NameServers(config.nameServers(), config.connectTimeout());
  }

  Webhook(Config.Callbacks config, Bounds bounds, DnsResolver names, Surroundings around) {
    clock = around.clock();
    random = around.random();
    allowPrivate = config.allowPrivateAddresses();
    register = new Register(around.store(), around.reader(), clock, closed);
    endpoints = new Endpoints(bounds, register);
    backlogs = new Backlogs(config.waitingMaxPerEndpoint());
    measures = new Measures(around.metrics(), endpoints, backlogs);
    lookup = new TimedLookup(names, config.connectTimeout());
    caller = new Caller(config, lookup);
    courier = new Courier(caller, around.keys(), around.secrets(), clock, closed);
    recorder = new Recorder(around.ledger(), closed);
    poller =
        new Poller(
            around.reader(), endpoints, register, backlogs, measures, clock, closed, this::pump);
  }

  /**
   * Begins to look for what waits in the ledger. To be called once.
   *
   * @throws io.waybill.ops.Unavailable if it cannot be read how the endpoints stand
   */
  public void start() {
    register.load(endpoints);
    workers.add(
        Essential.virtual("callback-register").start(() -> register.run(endpoints, this::pump)));
    workers.add(Essential.virtual("callback-poller").start(poller));
    pump();
  }

  /** Reserves room for one callback; false if it must wait in the ledger. Returns at once. */
  public boolean room(Envelope envelope) {
    String endpoint = endpoint(envelope);
    boolean has = closed.getCount() > 0 && endpoints.reserve(endpoint, 1, clock.instant()) == 1;
    if (!has) {
      backlogs.waits(endpoint);
      poller.roomRefused();
    }
    return has;
  }

  /** Gives back room that {@link #room} reserved and that is not needed. Returns at once. */
  public void noRoomNeeded(Envelope envelope) {
    endpoints.giveBack(endpoint(envelope), 1);
  }

  /** Takes a committed report for which room was reserved. Returns at once. */
  public void tell(Telling telling) {
    register.hold(endpoints.add(endpoint(telling.envelope()), telling));
    pump();
  }

  /**
   * Whether so many reports wait for the endpoint of this URL that no message that uses it may be
   * accepted ({@code callbacks.waiting_max_per_endpoint}). From memory, some seconds behind.
   */
  public boolean isFull(int accountId, String url) {
    return backlogs.isFull(accountId, url);
  }

  boolean isFull(String endpoint) {
    return backlogs.isFull(endpoint);
  }

  /** Looks at once for what people changed of endpoints. */
  void look() {
    register.look();
  }

  /** Makes what waits for an endpoint due now, as far as it is called. Returns at once. */
  void hurry(String endpoint) {
    register.hurry(endpoint);
  }

  /** Requests that an endpoint may have at one time now. */
  int limit(String endpoint) {
    return endpoints.limit(endpoint);
  }

  /** Sends one request now, and tells nobody of it but the caller. */
  Courier.Trip tryOut(Telling telling) throws InterruptedException {
    return courier.go(telling, Map.of("Waybill-Test", "true"), mayBePrivate(telling), true);
  }

  private static String endpoint(Envelope envelope) {
    String url = envelope.dlrUrl();
    return TellingReader.endpoint(envelope.accountId(), url == null ? "" : url);
  }

  private void pump() {
    if (closed.getCount() == 0) {
      return;
    }
    for (Waiting waiting : endpoints.take()) {
      try {
        threads.execute(() -> run(waiting));
      } catch (RejectedExecutionException closing) {
        return;
      }
    }
  }

  /** One callback from request to record. Holds its room until the outcome is committed. */
  private void run(Waiting waiting) {
    Telling telling = waiting.telling();
    try {
      Courier.Trip trip = courier.go(telling, Map.of(), mayBePrivate(telling), false);
      Answer answer = Verdict.of(trip.result(), telling, trip.at(), trip.millis(), spread(trip));
      if (closed.getCount() == 0 && !answer.succeeded()) {
        return;
      }
      measures.ended(telling.report(), answer, trip.at());
      answered(waiting, trip);
      pump();
      boolean stuck =
          recorder.record(
              telling.envelope().id(),
              new Event.Told(
                  trip.at(),
                  telling.report().number(),
                  telling.attempt(),
                  telling.waited(),
                  answer));
      endpoints.recorded();
      if (stuck && closed.await(STUCK.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
      endpoints.done(waiting);
      pump();
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean mayBePrivate(Telling telling) {
    Boolean own = endpoints.allowPrivate(endpoint(telling.envelope()));
    return own == null ? allowPrivate : own;
  }

  private void answered(Waiting waiting, Courier.Trip trip) {
    Telling telling = waiting.telling();
    Endpoints.Change change =
        endpoints.answered(
            waiting,
            Verdict.ending(trip.result(), trip.millis()),
            Verdict.cause(trip.result()),
            trip.at(),
            new Schedule.Probe(trip.at(), spread(trip), Verdict.asked(trip.result(), trip.at())));
    log(telling, change.turn());
    register.hold(change.back());
    if (change.turn() == Turn.CAME_BACK) {
      register.hurry(endpoint(telling.envelope()));
    }
  }

  /** Only what failed is tried again; good randomness has its price. */
  private double spread(Courier.Trip trip) {
    if (Verdict.ending(trip.result(), trip.millis()).isGood()) {
      return 0;
    }
    synchronized (random) {
      return random.nextDouble();
    }
  }

  /** Names account and host only: a path may be a secret. */
  private static void log(Telling telling, Turn turn) {
    if (turn == Turn.NONE || turn == Turn.STILL_DOWN) {
      return;
    }
    int account = telling.envelope().accountId();
    String host = Callback.target(telling.envelope().dlrUrl()).map(URI::getHost).orElse("?");
    switch (turn) {
      case NONE, STILL_DOWN -> {}
      case WENT_DOWN ->
          LOG.warn(
              "endpoint of account {} at {} is down: {} failures in a row",
              account,
              host,
              Endpoint.DOWN_AFTER);
      case STOPPED ->
          LOG.warn(
              "endpoint of account {} at {} answered 410: its reports are held until it is resumed",
              account,
              host);
      case CAME_BACK -> LOG.info("endpoint of account {} at {} is back", account, host);
    }
  }

  /** Stops taking and sending; waits at most 5 s for what is under way to be recorded. */
  @Override
  public void close() {
    closed.countDown();
    register.look();
    threads.shutdown();
    try {
      for (Thread worker : workers) {
        worker.join(CLOSING);
      }
      if (!threads.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        LOG.info("callbacks under way are broken off; they are told again after the next start");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    workers.forEach(Thread::interrupt);
    caller.close();
    lookup.close();
  }
}
