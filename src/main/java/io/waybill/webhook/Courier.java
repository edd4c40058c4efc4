package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.ops.Unavailable;
import io.waybill.store.CallbackSecrets.Secret;
import io.waybill.store.Envelope;
import io.waybill.store.Steps.Telling;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes, signs and sends the request for one report. Thread-safe. */
final class Courier {
  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);
  private static final int MISSING_KEYS_MAX = 1_000;

  private final Caller caller;
  private final KeyRing keys;
  private final IntFunction<Optional<Secret>> secrets;
  private final InstantSource clock;
  private final CountDownLatch closed;
  private final Set<String> missingKeys = ConcurrentHashMap.newKeySet();

  /**
   * One trip to an endpoint.
   *
   * @param sent null if no request could be made
   * @param at when it ended
   */
  record Trip(@Nullable Outbound sent, Caller.Result result, Instant at, int millis) {}

  /**
   * @param secrets the accounts' secrets; may throw {@link Unavailable}
   */
  Courier(
      Caller caller,
      KeyRing keys,
      IntFunction<Optional<Secret>> secrets,
      InstantSource clock,
      CountDownLatch closed) {
    this.caller = caller;
    this.keys = keys;
    this.secrets = secrets;
    this.clock = clock;
    this.closed = closed;
  }

  /**
   * Goes there and back. Waits while the account's secret cannot be read.
   *
   * @param more headers besides the usual ones
   * @param wantWords whether even a good answer's words are kept
   * @throws InterruptedException when this step is closed meanwhile
   */
  Trip go(Telling telling, Map<String, String> more, boolean allowPrivate, boolean wantWords)
      throws InterruptedException {
    Outbound sent = null;
    Caller.Result result;
    long began = System.nanoTime();
    try {
      Optional<Outbound> made = Callback.of(telling);
      if (made.isEmpty()) {
        result = new Caller.Result.NoAnswer("the callback URL cannot be used", true, false);
      } else {
        sent = signed(made.get().with(more), telling);
        began = System.nanoTime();
        result = caller.exchange(sent, allowPrivate, wantWords);
      }
    } catch (RuntimeException ours) {
      LOG.error("a callback of message {} failed here", telling.envelope().id(), ours);
      result = new Caller.Result.NoAnswer("Waybill failed to make the request", false, false);
    }
    int millis = Math.toIntExact(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    return new Trip(sent, result, clock.instant(), millis);
  }

  private Outbound signed(Outbound outbound, Telling telling) throws InterruptedException {
    Envelope envelope = telling.envelope();
    Optional<ApiKey> key = keys.key(envelope.keyName());
    if (key.isEmpty()
        && missingKeys.size() < MISSING_KEYS_MAX
        && missingKeys.add(envelope.keyName())) {
      LOG.warn("API key {} is gone: its callbacks lack the key's signature", envelope.keyName());
    }
    Optional<Secret> secret = secret(envelope.accountId());
    return outbound.with(
        Signatures.headers(
            outbound.signed(), Callback.deliveryId(telling), clock.instant(), key, secret));
  }

  private Optional<Secret> secret(int accountId) throws InterruptedException {
    while (true) {
      try {
        return secrets.apply(accountId);
      } catch (Unavailable away) {
        if (closed.await(500, TimeUnit.MILLISECONDS)) {
          throw new InterruptedException("closed");
        }
      }
    }
  }
}
