package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A client of the API, with the account's key.
final class Api implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String LOGIN =
      "Basic "
          + Base64.getEncoder()
              .encodeToString(
                  (Site.KEY + ":" + Site.PASSWORD).getBytes(StandardCharsets.ISO_8859_1));

  private final int port;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  Api(int port) {
    this.port = port;
  }

  /// Where it asks.
  String url() {
    return "http://127.0.0.1:" + port;
  }

  /// Where a path is on this server.
  String url(String path) {
    return "http://127.0.0.1:" + port + path;
  }

  /// A request to send one SMS, to be changed where the test wants it.
  static ObjectNode sms(String to, String text) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("to", to);
    body.putArray("messages").addObject().put("channel", "sms").put("text", text);
    return body;
  }

  /// The only SMS in such a request.
  static ObjectNode inner(ObjectNode sms) {
    return (ObjectNode) sms.path("messages").path(0);
  }

  /// What is answered to a request to send.
  ///
  /// @param key the Idempotency-Key; empty for none
  HttpResponse<String> post(String body, String key) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request("/v1/omnimessage").POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8));
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// What another route answers to a body that is posted there.
  HttpResponse<String> postTo(String path, String body) {
    return exchange(() ->
        http.send(
            request(path).POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8)).build(),
            BodyHandlers.ofString()));
  }

  /// Sends; it must be accepted. Returns the message's id.
  String send(ObjectNode sms) {
    HttpResponse<String> answer = exchange(() -> post(sms.toString(), ""));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return messageId(answer);
  }

  static String messageId(HttpResponse<String> created) {
    return JSON.readTree(created.body()).path("messages").path(0).path("message_id").asString();
  }

  /// Everything about a message, timeline too.
  JsonNode message(String id) {
    return get("/api/v1/messages/" + id);
  }

  /// The messages of a list, newest first.
  JsonNode list(String query) {
    return get("/api/v1/messages?" + query).path("messages");
  }

  /// The state of a message, in lower case.
  String state(String id) {
    return message(id).path("state").asString();
  }

  /// The contract's only status item of a message.
  JsonNode status(String id) {
    return get("/v1/omnimessage/" + id + "/status").path("statuses").path(0);
  }

  /// All status items of an omnimessage.
  JsonNode statuses(String id) {
    return get("/v1/omnimessage/" + id + "/status").path("statuses");
  }

  /// The HTTP status that a wish to cancel is answered with.
  int cancel(String id) {
    return exchange(() ->
            http.send(request("/v1/omnimessage/" + id).DELETE().build(), BodyHandlers.ofString()))
        .statusCode();
  }

  /// The value of a metric's line that begins with this; 0 if there is none.
  double metric(String line) {
    String all =
        exchange(() -> http.send(request("/metrics").GET().build(), BodyHandlers.ofString()))
            .body();
    return all.lines()
        .filter(l -> l.startsWith(line))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  private JsonNode get(String path) {
    HttpResponse<String> answer =
        exchange(() -> http.send(request(path).GET().build(), BodyHandlers.ofString()));
    assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path))
        .timeout(Duration.ofSeconds(12))
        .header("Authorization", LOGIN);
  }

  private interface Exchange {
    HttpResponse<String> make() throws IOException, InterruptedException;
  }

  private static HttpResponse<String> exchange(Exchange exchange) {
    try {
      return exchange.make();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
