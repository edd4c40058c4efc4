package io.waybill.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The far end of the generic channel protocol (docs/channels.md): a gateway that takes signed
/// messages for any channel and reports by the recipient's last two digits, see [ChannelOutcome]. A
/// message that comes again is answered with the id it had.
public final class ChannelFarEnd implements AutoCloseable {
  /// The longest message that is read, octets.
  public static final int BODY_MAX = 8 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ChannelFarEnd.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TRIES_MAX = 20;
  private static final Duration AGAIN = Duration.ofMillis(500);
  private static final int KNOWN_MAX = 1_000_000;

  private final HttpServer server;
  private final WebhookSignature signature;
  private final Duration delay;
  private final Duration lateDelay;
  private final Clock clock = Clock.systemUTC();
  private final AtomicReference<String> callbackBase;
  private final Map<String, String> ids = new ConcurrentHashMap<>();
  private final Set<String> delayed = ConcurrentHashMap.newKeySet();
  private final AtomicLong nextId;
  private final LongAdder taken = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("far-end-timers").factory());
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private ChannelFarEnd(
      HttpServer server, String secret, String callbackBase, Duration delay, Duration lateDelay) {
    this.server = server;
    this.signature = new WebhookSignature(secret);
    this.callbackBase = new AtomicReference<>(callbackBase);
    this.delay = delay;
    this.lateDelay = lateDelay;
    this.nextId = new AtomicLong(clock.millis() * 1_000);
  }

  /// Listens; returns when messages can come.
  ///
  /// @param secret of the adapters that speak to it
  /// @param callbackBase where Waybill is: statuses go to `/channels/{adapter}` there
  /// @param delay until the report that ends a message; `lateDelay` until a late one
  /// @throws IOException if the port cannot be had
  public static ChannelFarEnd start(
      String host, int port, String secret, String callbackBase, Duration delay, Duration lateDelay)
      throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 200);
    var farEnd = new ChannelFarEnd(server, secret, callbackBase, delay, lateDelay);
    server.createContext("/", farEnd::take);
    server.setExecutor(farEnd.threads);
    server.start();
    LOG.info("simulated channels on {}:{}", host, farEnd.port());
    return farEnd;
  }

  /// The port it listens on.
  public int port() {
    return server.getAddress().getPort();
  }

  /// Waybill is there from now on.
  public void reportsTo(String newCallbackBase) {
    callbackBase.set(newCallbackBase);
  }

  /// Different messages that were taken.
  public long taken() {
    return taken.sum();
  }

  /// Messages that came again after they had been taken.
  public long repeated() {
    return repeated.sum();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(BODY_MAX + 1);
      boolean genuine =
          body.length <= BODY_MAX
              && signature.verifies(exchange.getRequestHeaders()::getFirst, body, clock.instant());
      if (!genuine) {
        answer(exchange, 401, "{\"why\":\"the signature is not right\"}");
        return;
      }
      JsonNode message = JSON.readTree(body);
      if (message.path("type").asString("").equals("ping")) {
        answer(exchange, 200, "{}");
        return;
      }
      answer(exchange, message);
    } catch (JacksonException broken) {
      answer(exchange, 400, "{\"err\":1,\"why\":\"the body is no JSON\"}");
    }
  }

  private void answer(HttpExchange exchange, JsonNode message) throws IOException {
    String own = message.path("message_id").asString("");
    ChannelOutcome outcome = ChannelOutcome.of(message.path("to").asString(""));
    if (outcome == ChannelOutcome.DECLINED) {
      answer(exchange, 400, "{\"err\":3,\"why\":\"the number has no account on this channel\"}");
      return;
    }
    if (outcome == ChannelOutcome.BUSY_FIRST && delayed.add(own)) {
      exchange.getResponseHeaders().add("Retry-After", "1");
      answer(exchange, 429, "{}");
      return;
    }
    if (ids.size() >= KNOWN_MAX) {
      answer(exchange, 503, "{}");
      return;
    }
    String fresh = "far-" + nextId.incrementAndGet();
    String known = ids.putIfAbsent(own, fresh);
    answer(exchange, 200, "{\"id\":\"" + (known == null ? fresh : known) + "\"}");
    if (known != null) {
      repeated.increment();
      return;
    }
    taken.increment();
    String adapter = message.path("adapter").asString("");
    for (ChannelOutcome.Report report : outcome.reports(delay, lateDelay)) {
      later(report.after(), () -> tell(adapter, own, fresh, report, 1));
    }
  }

  private void later(Duration after, Runnable work) {
    var _ = timers.schedule(() -> threads.execute(work), after.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tell(
      String adapter, String own, String id, ChannelOutcome.Report report, int attempt) {
    String body =
        JSON.writeValueAsString(
            Map.of("id", id, "message_id", own, "status", report.status(), "err", report.err()));
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(callbackBase.get() + "/channels/" + adapter))
            .timeout(Duration.ofSeconds(10))
            .POST(HttpRequest.BodyPublishers.ofByteArray(octets));
    signature.headers(id + "-" + report.status(), clock.instant(), octets).forEach(request::header);
    boolean told = false;
    try {
      told =
          client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException away) {
      LOG.debug("{} cannot be told: {}", adapter, away.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!told && attempt < TRIES_MAX) {
      later(AGAIN, () -> tell(adapter, own, id, report, attempt + 1));
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] octets = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, octets.length);
    exchange.getResponseBody().write(octets);
  }

  @Override
  public void close() {
    server.stop(0);
    timers.shutdownNow();
    threads.shutdownNow();
    client.shutdownNow();
  }
}
