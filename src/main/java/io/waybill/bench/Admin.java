package io.waybill.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An operator of the platform at work: `/api/v1/admin`, and the metrics.
final class Admin implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int GOOD_MAX = 299;
  private static final int UNAUTHORIZED = 401;

  private final String url;
  private final String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Admin(int port, String token) {
    this.url = "http://127.0.0.1:" + port;
    this.token = token;
  }

  /// Waits until the running process knows this operator, which takes it up to 2 s.
  void awaitLetIn() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (send("GET", "/api/v1/admin/accounts", "").statusCode() == UNAUTHORIZED
        && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  /// Makes a thing be so.
  ///
  /// @param what as `links/a1`
  JsonNode put(String what, Map<String, ?> fields) throws IOException, InterruptedException {
    return ask("PUT", what, JSON.writeValueAsString(fields));
  }

  /// Changes what is said.
  JsonNode patch(String what, Map<String, ?> fields) throws IOException, InterruptedException {
    return ask("PATCH", what, JSON.writeValueAsString(fields));
  }

  JsonNode get(String what) throws IOException, InterruptedException {
    return ask("GET", what, "");
  }

  void remove(String what) throws IOException, InterruptedException {
    ask("DELETE", what, "");
  }

  /// Pauses, drains or resumes.
  ///
  /// @param what as `links/a1/pause`
  void order(String what) throws IOException, InterruptedException {
    ask("POST", what, "");
  }

  private JsonNode ask(String method, String what, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, "/api/v1/admin/" + what, body);
    if (answer.statusCode() > GOOD_MAX) {
      throw new IOException(
          "%s %s was answered %d: %s".formatted(method, what, answer.statusCode(), answer.body()));
    }
    return JSON.readTree(answer.body());
  }

  /// The sum of all samples of a metric whose line begins with this.
  double metric(String begin) throws IOException, InterruptedException {
    return send("GET", "/metrics", "")
        .body()
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  @Override
  public void close() {
    http.close();
  }
}
