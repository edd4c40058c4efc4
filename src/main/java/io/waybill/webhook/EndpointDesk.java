package io.waybill.webhook;

import io.waybill.message.Entry.Report;
import io.waybill.message.Ids;
import io.waybill.message.Status;
import io.waybill.store.CallbackSecrets;
import io.waybill.store.CallbackSecrets.Secret;
import io.waybill.store.EndpointStore;
import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import io.waybill.store.Envelope;
import io.waybill.store.ReplayStore;
import io.waybill.store.ReplayStore.Progress;
import io.waybill.store.ReplayStore.Replay;
import io.waybill.store.ReplayStore.Which;
import io.waybill.store.ReportFormat;
import io.waybill.store.Steps.Telling;
import io.waybill.store.TellingReader;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** What people ask about and do to the endpoints of an account: by API and on pages the same. */
public final class EndpointDesk {
  /** Waiting reports are counted no further in lists. */
  public static final int COUNT_IN_LISTS = 10_000;

  /** Characters of a URL. */
  public static final int URL_MAX = 2_000;

  private static final int ENTRIES_MAX = 1_000;
  private static final int TESTS_AT_ONCE = 16;
  private static final int REPLAYS_SHOWN = 5;

  private final EndpointStore store;
  private final TellingReader reader;
  private final ReplayStore replays;
  private final Webhook webhook;
  private final Replays runner;
  private final CallbackSecrets secrets;
  private final int waitingMax;
  private final InstantSource clock;
  private final Semaphore tests = new Semaphore(TESTS_AT_ONCE);

  /** With what the routes work with. */
  public EndpointDesk(CallbackRoutes.Parts parts) {
    store = parts.endpoints();
    reader = parts.reader();
    replays = parts.replays();
    webhook = parts.webhook();
    runner = parts.runner();
    secrets = parts.secrets();
    waitingMax = parts.config().waitingMaxPerEndpoint();
    clock = parts.clock();
  }

  /** An account's entries by id, after this one. */
  public List<Noted> page(int account, String afterId, int limit) {
    return store.page(account, afterId, limit);
  }

  /** One entry of an account. */
  public Optional<Noted> find(int account, String id) {
    return store.find(account, id.toLowerCase(Locale.ROOT));
  }

  /** How many reports wait there; counts no further than {@code limit}. */
  public int waiting(Noted noted, int limit) {
    return reader.waitingAt(noted.key(), limit);
  }

  /** How many reports may wait at one endpoint before new messages for it are refused. */
  public int waitingMax() {
    return waitingMax;
  }

  /** How many requests go there at once. */
  public int requestsAtOnce(Noted noted) {
    return webhook.limit(noted.key());
  }

  /** Its newest replays. */
  public List<Replay> replays(Noted noted) {
    return replays.newest(noted.key(), REPLAYS_SHOWN);
  }

  /** Makes the entry of a URL, so that it can be looked at and stopped; or finds it. */
  public Noted name(int account, String url) throws Refusal {
    check(url);
    String id = EndpointStore.id(TellingReader.endpoint(account, url));
    if (store.find(account, id).isEmpty()
        && store.page(account, "", ENTRIES_MAX).size() == ENTRIES_MAX) {
      throw Refusal.because(
          409, "The account has " + ENTRIES_MAX + " entries of endpoints already.");
    }
    store.name(account, url, clock.instant());
    return store.find(account, id).orElseThrow();
  }

  private static void check(String url) throws Refusal {
    if (url.length() > URL_MAX || Callback.target(url).isEmpty()) {
      throw Refusal.wrong("url", "url must be an http or https URL of at most 2,000 characters.");
    }
  }

  /** Stops one; its reports wait. */
  public Noted stop(Noted noted, String why) {
    store.stop(noted.accountId(), noted.url(), StoppedBy.CUSTOMER, why, clock.instant());
    webhook.look();
    return again(noted);
  }

  /** Goes on with one; also ends the waiting of one that is down. */
  public Noted resume(Noted noted) throws Refusal {
    if (noted.stoppedBy() == StoppedBy.OPERATOR) {
      throw Refusal.because(
          403, "The platform's operator stopped this endpoint: only they can resume it.");
    }
    store.stop(noted.accountId(), noted.url(), null, null, clock.instant());
    webhook.look();
    webhook.hurry(noted.key());
    return again(noted);
  }

  private Noted again(Noted noted) {
    return store.find(noted.accountId(), noted.id()).orElseThrow();
  }

  /** Begins to tell again what was made in a range of time. */
  public Replay replay(Noted noted, Instant from, Instant until, Which which) throws Refusal {
    if (noted.standing() == Standing.STOPPED) {
      throw Refusal.because(409, "The endpoint is stopped: resume it first.");
    }
    if (from.isAfter(until)) {
      throw Refusal.wrong(
          "from", "from and until must be times as 2026-11-22T10:00:00Z, from not after until.");
    }
    UUID first = Ids.firstAt(from);
    Replay replay =
        new Replay(
            UUID.randomUUID(),
            noted.accountId(),
            noted.key(),
            first,
            Ids.firstAt(until),
            which,
            Progress.RUNNING,
            first,
            0,
            0,
            null,
            clock.instant(),
            null);
    if (!replays.begin(replay)) {
      throw Refusal.because(409, "A replay of this endpoint runs already: wait for it.");
    }
    runner.look();
    return replay;
  }

  /**
   * What came of a test.
   *
   * @param sent null if no request could be made
   * @param status of HTTP; null if there was no answer
   * @param answer the beginning of what was said; null if there was no answer
   * @param cause what was wrong; null if nothing was
   */
  public record Tried(
      @Nullable Request sent,
      boolean isGood,
      @Nullable Integer status,
      @Nullable String answer,
      @Nullable String cause,
      int millis) {}

  /** What was sent. */
  public record Request(String method, String url, Map<String, String> headers, String body) {}

  /**
   * Sends one report of a message that never was to a URL, and waits for what comes of it.
   *
   * @param username the key in whose name it is signed
   */
  public Tried tryOut(int account, String username, String url, ReportFormat format)
      throws Refusal {
    check(url);
    if (!tests.tryAcquire()) {
      throw Refusal.because(429, "Too many tests run at this moment.");
    }
    try {
      Courier.Trip trip = webhook.tryOut(sample(account, username, url, format));
      Outbound sent = trip.sent();
      return new Tried(
          sent == null
              ? null
              : new Request(sent.method(), sent.target().toString(), sent.headers(), sent.body()),
          Verdict.ending(trip.result(), trip.millis()).isGood(),
          trip.result() instanceof Caller.Result.Answered a ? Integer.valueOf(a.status()) : null,
          trip.result() instanceof Caller.Result.Answered a ? a.words() : null,
          Verdict.cause(trip.result()),
          trip.millis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Refusal.because(503, "The server is being stopped.");
    } finally {
      tests.release();
    }
  }

  /** A delivered message that never was: its id is new and known nowhere. */
  private Telling sample(int account, String username, String url, ReportFormat format) {
    Instant now = clock.instant();
    Envelope envelope =
        new Envelope(
            UUID.randomUUID(),
            account,
            username,
            "test",
            1,
            "Test",
            "+37251000000",
            "EE",
            null,
            "test",
            url,
            "nostore",
            LocalDate.EPOCH,
            0,
            null,
            now,
            Envelope.SMS,
            format,
            Envelope.Extras.NONE);
    return new Telling(envelope, 1, new Report(1, Status.DELIVRD, 0, now, true), 1, false);
  }

  /** The account's secret of Standard Webhooks; made if there is none. */
  public Secret secret(int account) {
    return secrets.of(account);
  }

  /**
   * Makes another secret; the one before is valid for a while longer.
   *
   * @param force even if that ends the validity of the one before it at once
   */
  public Secret rotate(int account, boolean force) throws Refusal {
    Optional<Secret> rotated =
        force ? Optional.of(secrets.rotate(account)) : secrets.rotateUnlessTwo(account);
    return rotated.orElseThrow(() ->
        Refusal.because(
            409,
            "The last rotation's previous secret is still valid, and a further one would end it at"
                + " once: wait, or ask with ?force=true."));
  }
}
