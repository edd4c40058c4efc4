package io.waybill.journey;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.waybill.message.Event.OnUncertain;
import io.waybill.store.AdapterRow;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A gateway of the generic channel protocol that does what the test says. Computes signatures on
/// its own.
final class Gateway implements AutoCloseable {
  static final String SECRET = "gateway-secret-0123456789";
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<JsonNode> arrivals = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Function<JsonNode, Answer> manner =
      m -> Answer.taken("id-" + m.path("message_id").asString());

  /// @param status 0 closes the connection instead
  record Answer(int status, String body, Map<String, String> headers) {
    static Answer taken(String id) {
      return new Answer(200, "{\"id\":\"" + id + "\"}", Map.of());
    }

    static Answer declined(int err) {
      return new Answer(400, "{\"err\":" + err + ",\"why\":\"no\"}", Map.of());
    }
  }

  Gateway() {
    this(0);
  }

  Gateway(int port) {
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 100);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.createContext("/", this::take);
    server.setExecutor(threads);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  void does(Function<JsonNode, Answer> newManner) {
    manner = newManner;
  }

  /// What came, as often as it came.
  List<JsonNode> arrivals(String channel) {
    return arrivals.stream().filter(m -> m.path("channel").asString().equals(channel)).toList();
  }

  /// An adapter `gw-{channel}` of all accounts that speaks to a gateway.
  static AdapterRow adapter(String channel, int port, OnUncertain onUncertain) {
    return new AdapterRow(
        "gw-" + channel,
        channel,
        null,
        "generic",
        Map.of("url", "http://127.0.0.1:" + port + "/", "timeout_seconds", "2"),
        Map.of("secret", SECRET),
        true,
        0,
        8,
        onUncertain);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      var headers = exchange.getRequestHeaders();
      String id = headers.getFirst("webhook-id");
      String time = headers.getFirst("webhook-timestamp");
      if (!sign(id, time, body).equals(headers.getFirst("webhook-signature"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      JsonNode message = JSON.readTree(body);
      arrivals.add(message);
      Answer answer = manner.apply(message);
      if (answer.status() == 0) {
        return;
      }
      byte[] octets = answer.body().getBytes(UTF_8);
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status(), octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  /// Reports to Waybill; the HTTP status it answers with.
  int report(int waybillPort, String channel, String json) {
    return report(waybillPort, channel, json, SECRET);
  }

  int report(int waybillPort, String channel, String json, String secret) {
    byte[] body = json.replace('\'', '"').getBytes(UTF_8);
    String time = Long.toString(java.time.Clock.systemUTC().instant().getEpochSecond());
    try {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:" + waybillPort + "/channels/gw-" + channel))
                  .header("webhook-id", "r-1")
                  .header("webhook-timestamp", time)
                  .header("webhook-signature", sign(secret, "r-1", time, body))
                  .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .statusCode();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String sign(String id, String time, byte[] body) {
    return sign(SECRET, id, time, body);
  }

  private static String sign(String secret, String id, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      mac.update((id + "." + time + ".").getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    client.shutdownNow();
  }
}
