package io.waybill.accept;

import static io.waybill.command.TestServer.ADMIN;
import static io.waybill.command.TestServer.OTHER;
import static io.waybill.command.TestServer.READS;
import static io.waybill.command.TestServer.SHOP;
import static io.waybill.command.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.waybill.command.Patience;
import io.waybill.command.TestServer;
import io.waybill.store.AdminStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What customers can see of their endpoints and do to them, through a whole server. */
class CallbackAnswersTest {
  private static final String ENDPOINTS = "/api/v1/endpoints";
  private static final String ONE = "/api/v1/endpoints/{id}";
  private static final String ATTEMPTS = "/api/v1/messages/{id}/callbacks";
  private static final String AGAIN = "/api/v1/messages/{id}/callbacks/replay";
  private static final String TEST = "/api/v1/callbacks/test";
  private static final String SETTINGS = "/api/v1/callbacks/settings";
  private static final String ROTATE = "/api/v1/callbacks/secret/rotate";
  private static final String NOBODYS = "019a9d2c-7f00-7000-8000-0000000000a0";

  private final Queue<String> deliveries = new ConcurrentLinkedQueue<>();
  private volatile int status = 200;
  private HttpServer customer;
  private TestServer server;
  private Described described;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException, SQLException, AdminStore.Refused {
    customer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    customer.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    customer.createContext(
        "/",
        exchange -> {
          deliveries.add(exchange.getRequestHeaders().getFirst("Waybill-Delivery-Id"));
          byte[] answer = "<b>no\u0007\n".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    customer.start();
    server = TestServer.start(directory);
    described = new Described(json(server.call("GET", "/openapi.json", "", "")));
  }

  @AfterEach
  void stop() {
    server.close();
    customer.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + customer.getAddress().getPort() + "/reports?key=1";
  }

  private String send() {
    String body =
        "{\"to\":\"+37255555501\",\"dlr_url\":\"%s\",\"messages\":[{\"text\":\"Hello\"}]}"
            .formatted(url());
    HttpResponse<String> sent = server.call("POST", "/v1/omnimessage", SHOP, body);
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
    return json(sent).at("/messages/0/message_id").stringValue();
  }

  private HttpResponse<String> call(
      String method, String template, String id, String who, String body) {
    HttpResponse<String> response = server.call(method, template.replace("{id}", id), who, body);
    described.check(method, template, response);
    return response;
  }

  private JsonNode good(String method, String template, String id, String body) {
    HttpResponse<String> response = call(method, template, id, ADMIN, body);
    assertThat(response.statusCode()).as(response.body()).isIn(200, 202);
    return json(response);
  }

  private static void within(String what, java.util.function.BooleanSupplier condition) {
    Patience.within(Duration.ofSeconds(15), what, condition);
  }

  private String onlyEndpoint(String standing) {
    within(
        "an endpoint that is " + standing,
        () ->
            json(server.call("GET", ENDPOINTS, SHOP, ""))
                .at("/endpoints/0/standing")
                .asString("")
                .equals(standing));
    return good("GET", ENDPOINTS, "", "").at("/endpoints/0/id").stringValue();
  }

  @Test
  void placesThatTheChainDoesNotHaveDoNotExist() {
    java.util.UUID omni = io.waybill.message.Ids.omniOf(java.util.UUID.fromString(send()));
    for (int place = 2; place <= io.waybill.message.Ids.CHAIN_MAX; place++) {
      String id = io.waybill.message.Ids.message(omni, place).toString();
      assertThat(call("GET", ATTEMPTS, id, ADMIN, "").statusCode()).as(id).isEqualTo(404);
      assertThat(call("POST", AGAIN, id, ADMIN, "").statusCode()).as(id).isEqualTo(404);
    }
    assertThat(call("GET", ATTEMPTS, omni.toString(), ADMIN, "").statusCode()).isEqualTo(200);
  }

  @Test
  void anEndpointThatIsGoneIsStoppedTellsWhyAndGetsItsReportsWhenItIsResumed() {
    status = 410;
    String message = send();
    String id = onlyEndpoint("stopped");
    JsonNode stopped = good("GET", ONE, id, "");
    assertThat(stopped.path("stopped_by").stringValue()).isEqualTo("endpoint");
    assertThat(stopped.path("cause").stringValue()).contains("410");
    assertThat(stopped.path("url").stringValue()).endsWith("/reports");
    within("the report waits", () -> good("GET", ONE, id, "").path("waiting").asInt() == 1);
    within("it is delivered", () -> server.state(message).equals("delivered"));
    assertThat(deliveries).hasSize(1);

    status = 200;
    call("POST", ONE + "/resume", id, READS, "");
    good("POST", ONE + "/resume", id, "");
    within("both are told", () -> deliveries.size() == 3);
    assertThat(deliveries).containsExactly(message + "-1", message + "-1", message + "-2");
    within("nothing waits", () -> good("GET", ONE, id, "").path("waiting").asInt() == 0);
  }

  @Test
  void aCustomerStopsAnEndpointByHandAndOnlyTheirOwn() {
    String url = "{\"url\":\"" + url() + "\"}";
    String id = good("POST", ENDPOINTS, "", url).path("id").stringValue();
    good("POST", ONE + "/stop", id, "");
    String message = send();
    within("it is delivered", () -> server.state(message).equals("delivered"));
    JsonNode waits = good("GET", ATTEMPTS, message, "");
    assertThat(waits.path("waiting").valueStream().map(JsonNode::asInt)).containsExactly(1, 2);
    assertThat(waits.path("endpoint_id").stringValue()).isEqualTo(id);
    assertThat(deliveries).isEmpty();
    for (String who : List.of(OTHER, "")) {
      assertThat(call("GET", ONE, id, who, "").statusCode()).isIn(401, 404);
    }
    good("POST", ONE + "/resume", id, "");
    within("both are told", () -> deliveries.size() == 2);
  }

  @Test
  void attemptsAreShownAndWhatTheEndpointAnsweredToAdministratorsOnly() {
    status = 500;
    String message = send();
    within("an attempt", () -> !good("GET", ATTEMPTS, message, "").path("attempts").isEmpty());
    JsonNode attempt = good("GET", ATTEMPTS, message, "").at("/attempts/0");
    assertThat(attempt.path("http_status").asInt()).isEqualTo(500);
    assertThat(attempt.path("answer").stringValue()).isEqualTo("<b>no\\u0007\\u000a");
    assertThat(attempt.path("retry_at").isString()).isTrue();
    HttpResponse<String> others = call("GET", ATTEMPTS, message, READS, "");
    assertThat(others.body()).contains("\"http_status\":500").doesNotContain("<b>");
    assertThat(server.call("GET", "/api/v1/messages/" + message, READS, "").body())
        .contains("will_retry")
        .doesNotContain("<b>");
    assertThat(server.call("GET", "/api/v1/messages/" + message, ADMIN, "").body()).contains("<b>");
    status = 200;
  }

  @Test
  void aMessagesReportsAreToldAgainUnderTheSameIds() {
    String message = send();
    within("both are told", () -> deliveries.size() == 2);
    within("it is history", () -> good("GET", ATTEMPTS, message, "").path("waiting").isEmpty());
    good("POST", AGAIN, message, "{\"reports\":[2]}");
    within("one more", () -> deliveries.size() == 3);
    good("POST", AGAIN, message, "");
    within("two more", () -> deliveries.size() == 5);
    assertThat(deliveries)
        .containsExactly(
            message + "-1", message + "-2", message + "-2", message + "-1", message + "-2");
    assertThat(call("POST", AGAIN, message, ADMIN, "{\"reports\":[9]}").statusCode())
        .isEqualTo(400);
    assertThat(call("POST", AGAIN, NOBODYS, ADMIN, "").statusCode()).isEqualTo(404);
    String silent = server.send("+37255555501");
    assertThat(call("POST", AGAIN, silent, ADMIN, "").statusCode()).isEqualTo(409);
  }

  @Test
  void whatWasToldInARangeOfTimeIsToldAgainInTheBackground() {
    for (int i = 0; i < 10; i++) {
      send();
    }
    within("all are told", () -> deliveries.size() == 20);
    String id = good("POST", ENDPOINTS, "", "{\"url\":\"" + url() + "\"}").path("id").stringValue();
    within(
        "all are recorded",
        () ->
            json(server.call("GET", "/api/v1/messages?limit=20", SHOP, ""))
                .path("messages")
                .valueStream()
                .allMatch(m ->
                    good("GET", ATTEMPTS, m.path("id").stringValue(), "")
                        .path("waiting")
                        .isEmpty()));
    for (String wrong :
        List.of(
            "{}",
            "{\"from\":\"x\"}",
            "[]",
            "{\"from\":\"2026-01-01T00:00:00Z\",\"outcome\":\"lost\"}")) {
      assertThat(call("POST", ONE + "/replay", id, ADMIN, wrong).statusCode()).isEqualTo(400);
    }
    String asked =
        "{\"from\":\"2026-01-01T00:00:00Z\",\"until\":\"2999-01-01T00:00:00Z\",\"outcome\":\"%s\"}";
    good("POST", ONE + "/replay", id, asked.formatted("told"));
    within("all are told again", () -> deliveries.size() == 40);
    within(
        "it is done",
        () -> good("GET", ONE, id, "").at("/replays/0/progress").asString().equals("done"));
    JsonNode replay = good("GET", ONE, id, "").at("/replays/0");
    assertThat(replay.path("reports_asked_for").asInt()).isEqualTo(20);
    good("POST", ONE + "/replay", id, asked.formatted("given_up"));
    within("it is done, too", () -> good("GET", ONE, id, "").at("/replays/0/ended_at").isString());
    assertThat(deliveries).hasSize(40);
    assertThat(Set.copyOf(deliveries)).hasSize(20);
  }

  @Test
  void aTestSaysWhatWasSentAndWhatCameBack() {
    status = 201;
    for (String format : List.of("contract", "classic", "product")) {
      JsonNode test =
          good("POST", TEST, "", "{\"url\":\"%s\",\"format\":\"%s\"}".formatted(url(), format));
      assertThat(test.path("delivered").asBoolean()).isTrue();
      assertThat(test.path("http_status").asInt()).isEqualTo(201);
      assertThat(test.path("answer").stringValue()).startsWith("<b>no");
      assertThat(test.at("/request/headers/webhook-signature").stringValue()).startsWith("v1,");
      assertThat(test.at("/request/headers/Waybill-Test").stringValue()).isEqualTo("true");
      assertThat(test.at("/request/method").stringValue())
          .isEqualTo(format.equals("classic") ? "GET" : "POST");
    }
    JsonNode refused = good("POST", TEST, "", "{\"url\":\"http://127.0.0.1:22/\"}");
    assertThat(refused.path("delivered").asBoolean()).isFalse();
    assertThat(refused.path("cause").stringValue()).contains("port 22");
    assertThat(call("POST", TEST, "", ADMIN, "{\"url\":\"ftp://x/\"}").statusCode()).isEqualTo(400);
  }

  @Test
  void aRotatedSecretIsShownOnceAndBothSignForADay() {
    String first = rotatedByForce();
    String second = rotatedByForce();
    assertThat(first).startsWith("whsec_").isNotEqualTo(second);
    JsonNode test = good("POST", TEST, "", "{\"url\":\"" + url() + "\"}");
    assertThat(test.at("/request/headers/webhook-signature").stringValue().split(" "))
        .hasSize(2)
        .allMatch(signature -> signature.startsWith("v1,"));
    JsonNode settings = good("GET", SETTINGS, "", "");
    assertThat(settings.path("previous_secret_valid_until").isString()).isTrue();
    assertThat(settings.path("retry_schedule_seconds").get(0).asInt()).isEqualTo(5);
    assertThat(settings.toString()).doesNotContain("whsec_");
  }

  private String rotatedByForce() {
    HttpResponse<String> response = server.call("POST", ROTATE + "?force=true", ADMIN, "");
    described.check("POST", ROTATE, response);
    return json(response).path("secret").stringValue();
  }

  @Test
  void aSecondRotationWithinTheDayMustBeMeant() {
    rotatedByForce();
    String before = good("GET", SETTINGS, "", "").path("previous_secret_valid_until").stringValue();

    assertThat(call("POST", ROTATE, "", ADMIN, "").statusCode()).isEqualTo(409);

    assertThat(good("GET", SETTINGS, "", "").path("previous_secret_valid_until").stringValue())
        .isEqualTo(before);
  }

  @Test
  void everyRouteNeedsItsKeyAndItsScopeAndIsThere() {
    Set<String> mine =
        described.described().stream()
            .filter(a -> a.endsWith(" 403"))
            .filter(a -> a.contains(ENDPOINTS) || a.contains("/callbacks"))
            .collect(Collectors.toSet());
    assertThat(mine).hasSize(11);
    for (String operation : mine) {
      String[] words = operation.split(" ", 3);
      String method = words[0].toUpperCase(java.util.Locale.ROOT);
      String id = words[1].contains("messages") ? NOBODYS : "0".repeat(32);
      assertThat(call(method, words[1], id, "", "").statusCode()).isEqualTo(401);
      assertThat(call(method, words[1], id, TestServer.SENDS, "").statusCode()).isEqualTo(403);
      assertThat(call(method, words[1], id, ADMIN, "").statusCode()).isNotIn(401, 403, 405);
    }
  }
}
