package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where an operator of the platform sits: changes things by HTTP while messages flow.
final class Desk implements AutoCloseable {
  private static final String TOKEN = "desk-token-0123456789-0123456789-0123456789";

  private final Api api;
  private final HttpClient http = HttpClient.newHttpClient();

  /// The server must run.
  Desk(World world) {
    api = world.api();
    world.site.admin(admin -> admin.operators().create("desk", TOKEN, null));
    Await.until("the token opens", () -> send("GET", "links", "").statusCode() == 200);
  }

  /// Asks for something that must be granted.
  ///
  /// @param what as `links/n1`
  JsonNode does(String method, String what, Map<String, ?> fields) {
    String body = fields.isEmpty() ? "" : JsonMapper.shared().writeValueAsString(fields);
    HttpResponse<String> answer = send(method, what, body);
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    return JsonMapper.shared().readTree(answer.body());
  }

  /// A carrier and the route of a prefix to it.
  void carrier(String name, String prefix) {
    put("carriers/" + name, Map.of("on_uncertain", "resend"));
    put("routes/" + name, Map.of("carrier", name, "prefix", prefix));
  }

  /// A link to whoever listens there.
  void link(String name, String carrier, int port) {
    put(
        "links/" + name,
        Map.of(
            "carrier", carrier,
            "host", "127.0.0.1",
            "port", port,
            "system_id", "waybill",
            "password", "secret"));
  }

  private void put(String what, Map<String, ?> fields) {
    does("PUT", what, fields);
  }

  private HttpResponse<String> send(String method, String what, String body) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(api.url("/api/v1/admin/" + what)))
              .timeout(Duration.ofSeconds(20))
              .header("Authorization", "Bearer " + TOKEN)
              .method(method, BodyPublishers.ofString(body))
              .build(),
          BodyHandlers.ofString());
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
