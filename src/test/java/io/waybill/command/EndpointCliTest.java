package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.store.AdminStore;
import io.waybill.webhook.RawCustomer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints by command, beside a server that runs and follows. */
class EndpointCliTest {
  private static final Duration IN_FORCE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Cli.Ran run(String line) {
    return new Beside(server.configuration()).run(line);
  }

  private static String done(String line) {
    return new Beside(server.configuration()).done(line);
  }

  private static RawCustomer customer() throws IOException {
    return RawCustomer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
  }

  /** Sends a message whose reports go there; it is delivered when this returns. */
  private static String send(String url) {
    String body =
        "{\"to\":\"+37255555501\",\"dlr_url\":\"%s\",\"messages\":[{\"text\":\"Hello\"}]}"
            .formatted(url);
    var answer = server.call("POST", "/v1/omnimessage", TestServer.SHOP, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    String id = TestServer.json(answer).at("/messages/0/message_id").stringValue();
    Patience.within(SOON, "it is delivered", () -> server.state(id).equals("delivered"));
    return id;
  }

  private static boolean hasMetric(String line) {
    return server.call("GET", "/metrics", "", "").body().contains("\n" + line + "\n");
  }

  @Test
  void aStoppedEndpointIsNotCalledUntilItIsResumed() throws IOException {
    try (RawCustomer customer = customer()) {
      String url = customer.uri("/reports?key=1").toString();
      String shown = customer.uri("/reports").toString();
      send(url);
      Patience.within(SOON, "both reports are told", () -> customer.requests.get() == 2);
      assertThat(done("endpoint stop shop " + url))
          .isEqualTo("endpoint " + shown + " is stopped: its reports are held\n");
      Patience.within(
          IN_FORCE, "it is stopped", () -> hasMetric("waybill_callback_endpoints_stopped 1.0"));
      send(url);
      Patience.within(
          SOON,
          "the report waits",
          () ->
              done("endpoint list shop")
                  .lines()
                  .anyMatch(l -> l.matches(shown + " +stopped by operator +20\\S+Z +1 +- .*")));
      assertThat(customer.requests).hasValue(2);
      assertThat(run("endpoint replay shop %s --from 2020-01-01T00:00Z".formatted(url)).err())
          .contains("the endpoint is stopped: resume it first");
      assertThat(done("endpoint resume shop " + url))
          .isEqualTo("endpoint " + shown + " is called again\n");
      Patience.within(
          IN_FORCE, "it is not stopped", () -> hasMetric("waybill_callback_endpoints_stopped 0.0"));
      Patience.within(SOON, "what was held is told", () -> customer.requests.get() == 4);
      assertThat(done("endpoint list shop")).containsPattern(shown + " +up +20\\S+Z +0 +-");
    }
  }

  @Test
  void privateAddressesAreAllowedOrRefusedForOneEndpoint() throws IOException {
    try (RawCustomer customer = customer();
        RawCustomer other = customer()) {
      String url = customer.uri("/x").toString();
      assertThat(done("endpoint allow-private shop %s no".formatted(url)))
          .isEqualTo("endpoint " + url + ": private addresses refused\n");
      Patience.within(IN_FORCE, "it is refused", () -> isRefused(send(url)));
      int before = customer.connections.get();
      assertThat(isRefused(send(url))).isTrue();
      assertThat(customer.connections).hasValue(before);
      send(other.uri("/x").toString());
      Patience.within(SOON, "another is called", () -> other.requests.get() == 2);
      assertThat(done("endpoint list shop")).containsPattern(url + " +up .* +no ");
      assertThat(done("endpoint allow-private shop %s yes".formatted(url)))
          .endsWith("private addresses allowed\n");
      assertThat(done("endpoint list shop")).containsPattern(url + " +up .* +yes ");
      assertThat(done("endpoint allow-private shop %s default".formatted(url)))
          .endsWith("private addresses as configured\n");
      Patience.within(
          IN_FORCE.plus(SOON),
          "it is called",
          () -> {
            send(url);
            return customer.requests.get() > 0;
          });
    }
  }

  /** Whether the first try of a report ended so; waits for it. */
  private static boolean isRefused(String id) {
    String path = "/api/v1/messages/" + id + "/callbacks";
    Patience.within(SOON, "it is tried", () -> !attempts(path).isEmpty());
    return attempts(path).getFirst().contains("is not allowed: loopback");
  }

  private static List<String> attempts(String path) {
    return TestServer.json(server.call("GET", path, TestServer.ADMIN, ""))
        .path("attempts")
        .values()
        .stream()
        .map(one -> one.path("cause").asString(""))
        .toList();
  }

  @Test
  void whatWasToldIsToldAgainOnRequest() throws IOException {
    try (RawCustomer customer = customer()) {
      String url = customer.uri("/again").toString();
      String line = "endpoint replay shop " + url + " --from 2020-01-01T00:00Z --outcome told";
      send(url);
      Patience.within(SOON, "both reports are told", () -> customer.requests.get() == 2);
      assertThat(run(line).complaints())
          .singleElement()
          .asString()
          .contains("shop has no such endpoint that was ever in trouble")
          .contains("./waybill endpoint list shop");
      done("endpoint allow-private shop %s yes".formatted(url));
      assertThat(done(line)).matches("replay \\S{36} begins as soon as Waybill runs\\R");
      Patience.within(SOON, "they are told again", () -> customer.requests.get() == 4);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list nobody | no account is named nobody",
        "stop nobody http://a.example/ | no account is named nobody",
        "stop shop a.example/reports | write the callback URL as https://shop.example/reports",
        "stop shop ftp://a.example/ | not ftp://a.example/",
        "stop shop https:/// | write the callback URL",
        "resume shop http://never.example/x | no such endpoint",
        "allow-private shop http://a.example/ maybe | write yes, no or default, not maybe",
        "allow-private shop a yes | write the callback URL",
        "replay shop http://a.example/ --from yesterday | write a time as 2026-11-22T10:00Z",
        "replay shop http://a.example/ --from 2099-01-01T00:00Z | --from must be before --until",
        "replay shop http://a.example/ --from 2026-01-01T00:00Z --until 2025-01-01T00:00Z | before",
        "replay shop http://a.example/ --from 2026-01-01T00:00Z --outcome lost | given_up, failed",
      })
  void whatCannotBeDoneIsSaidWithWhatToWrite(String line, String why) {
    Cli.Ran ran = run("endpoint " + line);
    assertThat(ran.code()).as(ran.out()).isEqualTo(1);
    assertThat(ran.complaints()).singleElement().asString().contains(why);
    assertThat(ran.err()).doesNotContain("Exception");
  }

  @Test
  void whatIsNotUnderstoodEndsWithTwoAndTheUsage() {
    for (String line : List.of("endpoint stop shop", "endpoint replay shop http://a.example/")) {
      Cli.Ran ran = run(line);
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("Missing required", "Usage: waybill endpoint");
    }
  }
}
