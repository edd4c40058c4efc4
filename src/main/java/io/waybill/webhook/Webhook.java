package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.message.Event;
import io.waybill.message.Event.Answer;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger;
import io.waybill.store.Steps.Telling;
import io.waybill.store.TellingReader;
import io.waybill.webhook.Endpoints.Waiting;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
  private static final int MISSING_KEYS_MAX = 1_000;

  /** How long a report stays out of the poller's reach if the ledger kept its row regardless. */
  private static final Duration STUCK = Duration.ofMinutes(1);

  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final KeyRing keys;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Endpoints endpoints;
  private final Measures measures;
  private final TimedLookup lookup;
  private final Caller caller;
  private final Recorder recorder;
  private final Poller poller;
  private final Set<String> missingKeys = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("callback-", 0).factory());

  /**
   * Builds it; nothing is sent before {@link #start}.
   *
   * @param random spreads the retries; used by one thread at a time
   */
  public Webhook(
      Config.Callbacks config,
      Ledger ledger,
      TellingReader reader,
      KeyRing keys,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this(
        config,
        new Endpoints.Bounds(
            MEMORY,
            MEMORY_PER_ENDPOINT,
            config.concurrencyTotal(),
            config.concurrencyPerEndpoint()),
        SystemDefaultDnsResolver.INSTANCE,
        ledger,
        reader,
        keys,
        metrics,
        clock,
        random);
  }

  Webhook(
      Config.Callbacks config,
      Endpoints.Bounds bounds,
      DnsResolver names,
      Ledger ledger,
      TellingReader reader,
      KeyRing keys,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.keys = keys;
    this.clock = clock;
    this.random = random;
    endpoints = new Endpoints(bounds);
    measures = new Measures(metrics, endpoints);
    lookup = new TimedLookup(names, config.connectTimeout());
    caller = new Caller(config, new AddressCheck(config.allowPrivateAddresses(), lookup));
    recorder = new Recorder(ledger, closed);
    poller = new Poller(reader, endpoints, measures, clock, closed, this::pump);
  }

  /** Begins to look for what waits in the ledger. To be called once. */
  public void start() {
    threads.execute(poller);
    pump();
  }

  /** Reserves room for one callback; false if it must wait in the ledger. Returns at once. */
  public boolean room(Envelope envelope) {
    boolean has = closed.getCount() > 0 && endpoints.reserve(endpoint(envelope), 1) == 1;
    if (!has) {
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
    endpoints.add(endpoint(telling.envelope()), telling);
    pump();
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
      Event.Told told = call(telling);
      boolean succeeded = told.answer().succeeded();
      if (closed.getCount() == 0 && !succeeded) {
        return;
      }
      measures.ended(telling.report(), told.answer(), told.at());
      log(telling, endpoints.answered(waiting, succeeded));
      pump();
      boolean stuck = recorder.record(telling.envelope().id(), told);
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

  private Event.Told call(Telling telling) {
    long began = System.nanoTime();
    Caller.Result result;
    try {
      result = exchange(telling);
    } catch (RuntimeException ours) {
      LOG.error("a callback of message {} failed here", telling.envelope().id(), ours);
      result = new Caller.Result.NoAnswer("Waybill failed to make the request", false);
    }
    int millis = Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    Instant now = clock.instant();
    Answer answer = Verdict.of(result, telling, now, millis, spread());
    return new Event.Told(
        now, telling.report().number(), telling.attempt(), telling.waited(), answer);
  }

  private Caller.Result exchange(Telling telling) {
    Envelope envelope = telling.envelope();
    Optional<URI> target = Callback.target(envelope.dlrUrl());
    if (target.isEmpty()) {
      return new Caller.Result.NoAnswer("the callback URL cannot be used", true);
    }
    byte[] body = Callback.body(envelope, telling.report());
    Optional<ApiKey> key = keys.key(envelope.keyName());
    if (key.isEmpty()
        && missingKeys.size() < MISSING_KEYS_MAX
        && missingKeys.add(envelope.keyName())) {
      LOG.warn("API key {} is gone: its callbacks are not signed", envelope.keyName());
    }
    return caller.post(target.get(), body, Callback.headers(telling, body, key));
  }

  private double spread() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  /** Names account and host only: a path may be a secret. */
  private static void log(Telling telling, Endpoints.Turn turn) {
    int account = telling.envelope().accountId();
    String host = Callback.target(telling.envelope().dlrUrl()).map(URI::getHost).orElse("?");
    switch (turn) {
      case NONE -> {}
      case WENT_DOWN ->
          LOG.warn(
              "endpoint of account {} at {} is down: {} failures in a row",
              account,
              host,
              Endpoints.DOWN_AFTER);
      case CAME_BACK -> LOG.info("endpoint of account {} at {} is back", account, host);
    }
  }

  /** Stops taking and sending; waits at most 5 s for what is under way to be recorded. */
  @Override
  public void close() {
    closed.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS)) {
        LOG.info("callbacks under way are broken off; they are told again after the next start");
      }
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    threads.shutdownNow();
    caller.close();
    lookup.close();
  }
}
