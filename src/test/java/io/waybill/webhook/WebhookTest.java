package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.waybill.ops.Metrics;
import io.waybill.store.EndpointStore;
import io.waybill.store.Envelope;
import io.waybill.store.IdSource;
import io.waybill.store.Steps.Telling;
import io.waybill.store.TellingReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Samples.NOON);
  private final InstantSource clock = now::get;
  private final IdSource ids = new IdSource(clock, new Random(1));
  private final MemoryLedger ledger = new MemoryLedger();
  private final Metrics metrics = new Metrics();
  private final ExecutorService serving = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private volatile IntSupplier status = () -> 200;
  private volatile String retryAfter = "";
  private HttpServer customer = serve();
  private Webhook webhook = webhook(true, 20_000, 2_000);

  private record Call(String body, String signature, String deliveryId) {}

  private HttpServer serve() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 100);
      server.setExecutor(serving);
      server.createContext("/", this::answer);
      server.start();
      return server;
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      String signature = exchange.getRequestHeaders().getFirst("X-Messente-Signature");
      String deliveryId = exchange.getRequestHeaders().getFirst("Waybill-Delivery-Id");
      calls.add(new Call(body, String.valueOf(signature), deliveryId));
      if (!retryAfter.isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", retryAfter);
      }
      exchange.sendResponseHeaders(status.getAsInt(), -1);
    }
  }

  private Webhook webhook(boolean allowPrivate, int memory, int perEndpoint) {
    return new Webhook(
        Samples.settings(allowPrivate, Duration.ofMillis(500)),
        new Bounds(memory, perEndpoint, 512, 8, 64),
        SystemDefaultDnsResolver.INSTANCE,
        around(Samples.KEY, new Metrics()));
  }

  private Webhook.Surroundings around(String key, Metrics counts) {
    return new Webhook.Surroundings(
        ledger,
        ledger,
        ledger.store,
        Samples.ring(key, Samples.PASSWORD),
        _ -> Optional.of(Samples.SECRET),
        counts,
        clock,
        new Random(1));
  }

  private void use(Webhook other) {
    webhook.close();
    webhook = other;
    ledger.tellTo(other);
    other.start();
  }

  @BeforeEach
  void start() {
    ledger.tellTo(webhook);
    webhook.start();
  }

  @AfterEach
  void stop() {
    webhook.close();
    customer.stop(0);
    serving.shutdownNow();
  }

  private Envelope envelope(String url) {
    UUID id = io.waybill.message.Ids.message(ids.next(), 1);
    return Samples.envelope(id, 7, url);
  }

  private String good() {
    return "http://127.0.0.1:" + customer.getAddress().getPort() + "/dlr?secret=1";
  }

  private UUID sentTo(String url) {
    UUID id = ledger.accepted(envelope(url), now.get());
    ledger.sent(id, now.get());
    return id;
  }

  private Map<String, Object> firstCallback(UUID id) {
    Eventually.until("a callback is recorded", () -> !ledger.callbacks(id).isEmpty());
    return ledger.callbacks(id).getFirst();
  }

  @Test
  void aReportReachesTheCustomerSignedAndIsRecorded() {
    UUID id = sentTo(good());

    assertThat(firstCallback(id))
        .containsEntry("outcome", "told")
        .containsEntry("http_status", 200)
        .containsEntry("attempt", 1);
    Call call = calls.remove();
    assertThat(call.body()).contains("\"status\":\"ACK\"", "\"message_id\":\"" + id + "\"");
    assertThat(call.signature())
        .isEqualTo(Signatures.contract(Samples.PASSWORD, call.body().getBytes(UTF_8)));
    assertThat(call.deliveryId()).isEqualTo(id + "-1");
  }

  @Test
  void reportsOfOneMessageComeInOrderAndLaterOnesWaitForEarlierOnes() {
    status = () -> 503;
    UUID id = sentTo(good());
    firstCallback(id);
    status = () -> 200;
    ledger.delivered(id, now.get());

    Eventually.until("all is told", () -> ledger.told() == 1);
    assertThat(calls.stream().map(Call::deliveryId))
        .containsExactly(id + "-1", id + "-1", id + "-2");
    assertThat(calls.stream().map(c -> c.body().contains("DELIVRD")))
        .containsExactly(false, false, true);
  }

  @ParameterizedTest
  @CsvSource({
    "200, told",
    "204, told",
    "302, told",
    "399, told",
    "400, will_retry",
    "404, will_retry",
    "410, held",
    "429, will_retry",
    "500, will_retry",
    "599, will_retry"
  })
  void statusesFrom200To399AreSuccess(int code, String outcome) {
    status = () -> code;
    assertThat(firstCallback(sentTo(good())))
        .containsEntry("outcome", outcome)
        .containsEntry("http_status", code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "600|2026-03-01T12:10:00.120Z",
        "Sun, 01 Mar 2026 13:00:00 GMT|2026-03-01T13:00:00Z",
        "999999999|2026-03-01T20:00:00.120Z"
      })
  void retryAfterIsHeeded(String header, String next) {
    retryAfter = header;
    status = () -> 429;
    assertThat(firstCallback(sentTo(good()))).containsEntry("retry_at", next);
  }

  @Test
  void aFailureIsTriedAgainWhenItIsDueAndNotBefore() {
    status = () -> 500;
    UUID id = sentTo(good());
    Instant retryAt = Instant.parse(String.valueOf(firstCallback(id).get("retry_at")));
    assertThat(retryAt).isBetween(Samples.NOON.plusSeconds(4), Samples.NOON.plusSeconds(6));
    assertThat(calls).hasSize(1);

    status = () -> 200;
    now.set(retryAt);
    Eventually.until("it is told", () -> ledger.told() == 1);
    assertThat(ledger.callbacks(id).getLast())
        .containsEntry("attempt", 2)
        .containsEntry("outcome", "told");
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void anOutcomeThatCannotBeRecordedIsKeptUntilItCan() {
    ledger.busyAnswers.set(4);
    UUID id = sentTo(good());
    assertThat(firstCallback(id)).containsEntry("outcome", "told");
    assertThat(calls).hasSize(1);
  }

  @Test
  void whatHasNoRoomWaitsInTheLedgerAndIsTold() {
    use(webhook(true, 40, 10));
    for (int i = 0; i < 500; i++) {
      sentTo(good());
    }
    Eventually.until("all are told", () -> ledger.told() == 500);
    assertThat(calls).hasSize(500);
    assertThat(ledger.waiting()).isZero();
  }

  @Test
  void aDeadEndpointDoesNotStarveAHealthyOne() throws IOException {
    use(webhook(true, 200, 50));
    try (RawCustomer dead = RawCustomer.silent()) {
      for (int i = 0; i < 300; i++) {
        sentTo(dead.uri("/dead").toString());
      }
      List<UUID> healthy =
          java.util.stream.IntStream.range(0, 200).mapToObj(i -> sentTo(good())).toList();
      Eventually.until("the healthy one is told", () -> ledger.told() == healthy.size());
      assertThat(calls).hasSize(200);
      assertThat(dead.requests.get()).isLessThan(100);
    }
  }

  @Test
  void roomIsBoundedAndAnEndpointWithoutAnyIsNotAskedFor() throws IOException {
    use(webhook(true, 1_000, 20));
    try (RawCustomer dead = RawCustomer.silent()) {
      Envelope envelope = envelope(dead.uri("/dead?a=1").toString());
      for (int i = 0; i < 20; i++) {
        assertThat(webhook.room(envelope)).isTrue();
      }
      assertThat(webhook.room(envelope)).isFalse();
      assertThat(webhook.room(envelope(dead.uri("/dead?a=2").toString()))).isFalse();
      assertThat(webhook.room(envelope(good()))).isTrue();
      sentTo(dead.uri("/dead").toString());
      UUID other = sentTo(good());
      firstCallback(other);
      assertThat(ledger.waiting()).isEqualTo(1);
      assertThat(ledger.endpointsAsked).isEmpty();

      webhook.noRoomNeeded(envelope);
      Eventually.until("it is asked for", () -> !ledger.endpointsAsked.isEmpty());
    }
  }

  @Test
  void privateAddressesAreRefusedWithTheRuleAndTheSetting() {
    use(webhook(false, 100, 10));
    assertThat(firstCallback(sentTo(good())))
        .containsEntry("outcome", "will_retry")
        .hasEntrySatisfying(
            "cause",
            cause ->
                assertThat(String.valueOf(cause))
                    .contains("loopback, RFC 1122", "callbacks.allow_private_addresses"));
    assertThat(calls).isEmpty();
  }

  @Test
  void aUrlThatCannotBeUsedIsGivenUp() {
    assertThat(firstCallback(sentTo("gopher://shop.example/")))
        .containsEntry("outcome", "given_up");
  }

  @Test
  void afterClosingThereIsNoRoomAndNothingIsSent() {
    webhook.close();
    Envelope envelope = envelope(good());
    assertThat(webhook.room(envelope)).isFalse();
    webhook.tell(new Telling(envelope, 1, Samples.telling(envelope.id(), 1).report(), 1, false));
    assertThat(calls).isEmpty();
  }

  @Test
  void whatWasUnderWayAtClosingIsTakenAsNeitherToldNorFailed() throws IOException {
    try (RawCustomer silent = RawCustomer.silent()) {
      UUID id = sentTo(silent.uri("/").toString());
      Eventually.until("it is under way", () -> silent.requests.get() == 1);
      webhook.close();
      assertThat(ledger.callbacks(id)).isEmpty();
    }
  }

  @Test
  void anEndpointThatIsDownIsProbedAndEmptiedOldestFirstWhenItComesBack() {
    status = () -> 503;
    List<UUID> sent = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      now.set(Samples.NOON.plusMillis(i));
      sent.add(sentTo(good()));
    }
    String key = TellingReader.endpoint(7, good());
    Eventually.until("it is down", () -> ledger.store.entry(key) != null && isDown(key));
    Eventually.until("all wait", () -> ledger.waiting() == 60);
    int tried = calls.size();
    assertThat(tried).as("those that merely wait are not tried").isLessThan(30);
    List<UUID> untried = sent.stream().filter(id -> ledger.callbacks(id).isEmpty()).toList();
    assertThat(untried).hasSize(60 - tried);
    UUID oldest = untried.getFirst();

    calls.clear();
    status = () -> 200;
    now.set(now.get().plusSeconds(7));
    Eventually.until("all are told", () -> ledger.told() == 60);
    Eventually.until("it is up", () -> !isDown(key));
    assertThat(calls.element().deliveryId())
        .as("of those that only waited, the oldest is the probe")
        .isEqualTo(oldest + "-1");
  }

  private boolean isDown(String key) {
    EndpointStore.Noted noted = ledger.store.entry(key);
    return noted != null && noted.standing() == EndpointStore.Standing.DOWN;
  }

  @Test
  void onePrivateEndpointIsCalledBecauseTheOperatorSaysSo() {
    ledger.store.allowPrivate(7, good(), true, now.get());
    use(webhook(false, 100, 10));
    assertThat(firstCallback(sentTo(good()))).containsEntry("outcome", "told");
    assertThat(firstCallback(sentTo(good().replace("/dlr", "/other"))))
        .containsEntry("outcome", "will_retry");
    assertThat(calls).hasSize(1);
  }

  @Test
  void whatIsStoppedByHandIsHeldAndToldWhenItIsResumed() {
    ledger.store.stop(7, good(), EndpointStore.StoppedBy.OPERATOR, "a test", now.get());
    use(webhook(true, 100, 10));
    UUID id = sentTo(good());
    Eventually.until("it waits", () -> ledger.waiting() == 1);
    ledger.store.stop(7, good(), null, null, now.get());
    assertThat(firstCallback(id)).containsEntry("outcome", "told");
  }

  @Test
  void outcomesAreCounted() {
    Webhook counted =
        new Webhook(Samples.settings(true, Duration.ofSeconds(1)), around("another", metrics));
    use(counted);
    firstCallback(sentTo(good()));
    assertThat(new String(metrics.scrape(), UTF_8))
        .contains(
            "waybill_callbacks_total{outcome=\"told\"} 1.0",
            "waybill_callback_request_seconds_count 1",
            "waybill_callback_since_report_seconds_count 1",
            "waybill_callbacks_in_flight 0.0");
    assertThat(calls.remove().signature()).as("its key is gone").isEqualTo("null");
  }
}
