package io.waybill.accept;

import static io.waybill.command.TestServer.OTHER;
import static io.waybill.command.TestServer.SHOP;
import static io.waybill.command.TestServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.command.Patience;
import io.waybill.command.TestServer;
import io.waybill.store.AdminStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever sends what: a clear error each, and the next good request works. */
class HostileTest {
  private static final String SEND = "/v1/omnimessage";
  private static final String NOBODYS = "019a9d2c-7f00-7000-8000-0000000000a0";
  private static final int TEN_MEGABYTES = 10_000_000;

  @TempDir private static Path directory;
  private static TestServer server;
  private static Described described;

  @BeforeAll
  static void start() throws IOException, SQLException, AdminStore.Refused {
    server = TestServer.start(directory);
    described = new Described(json(server.call("GET", "/openapi.json", "", "")));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void theNextGoodRequestWorks() {
    String id = server.send("+37255555501");
    Patience.within(
        Duration.ofSeconds(10), "it is delivered", () -> server.state(id).equals("delivered"));
  }

  /** Refused in the contract's form, with the status and code; its details. */
  private static String refused(int status, String code, HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    described.check("POST", SEND, response);
    JsonNode errors = json(response).get("errors");
    assertThat(errors.get(0).get("code").stringValue()).isEqualTo(code);
    StringBuilder details = new StringBuilder();
    errors.forEach(e -> details.append(e.get("source")).append(e.get("detail").stringValue()));
    assertThat(details.toString()).doesNotContainIgnoringCase("exception").hasSizeGreaterThan(15);
    return details.toString();
  }

  private static HttpResponse<String> post(String body) {
    return server.call("POST", SEND, SHOP, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "nope",
        "{\"to\":",
        "{\"to\":\"+37255555501\"",
        "{'to':1}",
        "{\"to\":\"\\x\"}",
        "{\"to\":\"+37255555501\"} {}",
        "[]",
        "null",
        "1",
        "\"to\"",
        "NaN",
        "{\"a\":01}",
        "{\"to\":\"a\",\"to\":\"b\"}",
        "\uFEFF{}",
        "/**/{}",
      })
  void malformedJson(String body) {
    refused(400, body.equals("\uFEFF{}") ? "106" : "105", post(body));
  }

  @Test
  void jsonNestedWithoutEnd() {
    refused(400, "105", post("[".repeat(100_000)));
    refused(400, "105", post("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          to          | 37255555501, true, [], {}, 1.5
          messages    | {}, 1, "sms", [], [1], [null], [[]], [{"text":"a"},{"text":"b"}]
          dlr_url     | 1, {}, "", "x", "ftp://a.example/", "javascript:alert(1)", "http://"
          text_store  | 1, "", "all", ["plaintext"]
          priority    | 1, "", "HIGH", null1
          time_to_send| 1, "", "tomorrow", "2027-13-01T00:00", "9999-01-01T00:00:00Z", []
          reference   | 1, {}, []
          """)
  void wrongTypesAtTheTop(String field, String values) {
    for (String value : values.split(", ", -1)) {
      String body =
          "{\"to\":\"+37255555501\",\"messages\":[{\"text\":\"a\"}],\"%s\":%s}"
              .replace("\"" + field + "\"", "\"-\"")
              .formatted(field, value);
      assertThat(refused(400, "105", post(body))).as(value).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          text        | 1, true, [], {}
          sender      | 1, [], "", "toolongforasender", "a\\nb", "<script>"
          validity    | "1", 0, -1, 1.5, 1e400, 1e999999999999, 99999999999999999999, true, {}
          ttl         | "60", 0, -5, 604801, []
          autoconvert | 1, "maybe", {}
          udh         | 1, "zz", "050003cc02", "0", {}
          channel     | 1, "", "sms ", "fax", "viber", {}
          dlr_url     | 1, "file:///etc/passwd"
          """)
  void wrongTypesInTheMessage(String field, String values) {
    for (String value : values.split(", ", -1)) {
      String text = field.equals("text") ? "\"channel\":\"sms\"," : "\"text\":\"a\",";
      String body =
          "{\"to\":\"+37255555501\",\"messages\":[{%s\"%s\":%s}]}".formatted(text, field, value);
      assertThat(refused(400, "105", post(body))).as(body).isNotEmpty();
    }
  }

  @Test
  void whatMustBeThereIsNamed() {
    assertThat(refused(400, "106", post("{}"))).contains("payload[to]", "payload[messages]");
    String body = "{\"to\":\"+37255555501\",\"messages\":[{\"text\":null}]}";
    assertThat(refused(400, "106", post(body))).contains("payload[sms][text]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "+",
        "+1",
        "+0",
        "abc",
        "+3725555550a",
        "+37255555501x9",
        "+37255555501;drop",
        "+999999999999999",
        "+3725555555555555555",
        "+٣٧٢٥٥٥٥٥٥٠١",
        "＋37255555501",
        "37255555501@x",
      })
  void invalidNumbers(String number) {
    String body = "{\"to\":\"%s\",\"messages\":[{\"text\":\"a\"}]}".formatted(number);
    assertThat(refused(400, "105", post(body))).contains("payload[to]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ud83d", "\\udc00\\ud800"})
  void nulAndLoneSurrogatesInEveryText(String evil) {
    for (String field : List.of("to", "dlr_url", "reference", "priority", "unknown")) {
      String body =
          "{\"to\":\"+37255555501\",\"messages\":[{\"text\":\"a\"}],\"%s\":\"a%s\"}"
              .replace(field.equals("to") ? "\"to\":\"+37255555501\"," : "\0", "")
              .formatted(field, evil);
      refused(400, "105", post(body));
    }
    for (String field : List.of("text", "sender", "udh", "channel", "unknown")) {
      String inside = field.equals("text") ? "" : ",\"text\":\"a\"";
      String body =
          "{\"to\":\"+37255555501\",\"messages\":[{\"%s\":\"a%s\"%s}]}"
              .formatted(field, evil, inside);
      refused(400, "105", post(body));
    }
    refused(400, "105", post("{\"a%s\":1}".formatted(evil)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c328", "ff", "c080", "eda080", "f4908080", "e282"})
  void octetsThatAreNoUtf8(String hex) throws IOException {
    var body = new java.io.ByteArrayOutputStream();
    body.write(
        "{\"to\":\"+37255555501\",\"messages\":[{\"text\":\"".getBytes(StandardCharsets.UTF_8));
    body.write(HexFormat.of().parseHex(hex));
    body.write("\"}]}".getBytes(StandardCharsets.UTF_8));
    var response = server.call("POST", SEND, SHOP, BodyPublishers.ofByteArray(body.toByteArray()));
    assertThat(refused(400, "105", response)).contains("UTF-8");
  }

  @Test
  void tenMegabytesWithAndWithoutALengthSaidFirst() {
    byte[] much = new byte[TEN_MEGABYTES];
    java.util.Arrays.fill(much, (byte) 'a');
    refused(413, "105", server.call("POST", SEND, SHOP, BodyPublishers.ofByteArray(much)));
    var chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(much));
    refused(413, "105", server.call("POST", SEND, SHOP, chunked));
    refused(401, "103", server.call("POST", SEND, "", BodyPublishers.ofByteArray(much)));
    var get = server.call("GET", "/api/v1/messages", SHOP, BodyPublishers.ofByteArray(much));
    assertThat(get.statusCode()).isEqualTo(200);
  }

  @Test
  void aTextOfTooManyParts() {
    String body = "{\"to\":\"+37255555501\",\"messages\":[{\"text\":\"%s\"}]}";
    assertThat(refused(400, "105", post(body.formatted("я".repeat(671))))).contains("parts");
    assertThat(refused(400, "105", post(body.formatted("a".repeat(200_000))))).contains("parts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NOBODYS,
        "x",
        "1-1-1-1-1",
        "%00",
        "..%2f..%2fetc",
        "019a9d2c7f0070008000000000000000a0",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "%F0%9F%98%80",
      })
  void unknownIds(String id) {
    gone("GET", "/v1/omnimessage/{id}/status", id, SHOP);
    gone("DELETE", "/v1/omnimessage/{id}", id, SHOP);
    gone("GET", "/api/v1/messages/{id}", id, SHOP);
  }

  @Test
  void anotherAccountsIds() {
    String to = "+37255555508";
    String later = java.time.Clock.systemUTC().instant().plus(Duration.ofHours(1)).toString();
    var sent =
        post(
            "{\"to\":\"%s\",\"reference\":\"mine\",\"time_to_send\":\"%s\",\"messages\":[{\"text\":\"a\"}]}"
                .formatted(to, later));
    JsonNode answer = json(sent);
    String omni = answer.get("omnimessage_id").stringValue();
    String message = answer.at("/messages/0/message_id").stringValue();
    for (String id : List.of(omni, message)) {
      gone("GET", "/v1/omnimessage/{id}/status", id, OTHER);
      gone("DELETE", "/v1/omnimessage/{id}", id, OTHER);
      gone("GET", "/api/v1/messages/{id}", id, OTHER);
    }
    for (String query :
        List.of("", "?recipient=%2B37255555508", "?reference=mine", "?state=scheduled")) {
      var list = server.call("GET", "/api/v1/messages" + query, OTHER, "");
      assertThat(json(list).get("messages")).as(query).isEmpty();
    }
    assertThat(server.state(message)).isEqualTo("scheduled");
    assertThat(server.call("DELETE", "/v1/omnimessage/" + omni, SHOP, "").statusCode())
        .isEqualTo(202);
  }

  private static void gone(String method, String template, String id, String who) {
    var response = server.call(method, template.replace("{id}", id), who, "");
    assertThat(response.statusCode()).as("%s %s", method, id).isEqualTo(404);
    described.check(method, template, response);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=-1",
        "limit=1000000",
        "cursor=x",
        "cursor=%00",
        "from=x",
        "until=%00",
        "state=",
        "state=DELIVERED",
        "recipient=x",
        "recipient=%00",
        "reference=%00",
        "reference=",
        "limit=1&limit=2",
        "unknown=1",
        "from=2027-01-02&until=2027-01-01",
        "a=%c3%28",
      })
  void queriesThatMeanNothing(String query) {
    var response = server.call("GET", "/api/v1/messages?" + query, SHOP, "");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    described.check("GET", "/api/v1/messages", response);
    assertThat(json(response).get("detail").stringValue()).hasSizeGreaterThan(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Basic",
        "Basic !!!",
        "Basic c2hvcA==",
        "Basic c2hvcDo=",
        "Basic AAAA",
        "Bearer abc",
        "Digest a=b",
        "Basic c2hvcDpzaG9wLXBhc3N3b3JkLTAxMjM0NTY4",
      })
  void keysThatAreNone(String header) {
    var response = server.call("POST", SEND, "", "{}", "Authorization", header);
    refused(401, "103", response);
    assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void linesAndHeadersWithoutEnd() {
    assertThat(server.call("GET", "/" + "a".repeat(9_000), SHOP, "").statusCode()).isEqualTo(414);
    var response = server.call("GET", "/health/live", "", "", "X-Much", "a".repeat(20_000));
    assertThat(response.statusCode()).isEqualTo(431);
    assertThat(json(response).get("detail").stringValue()).contains("headers");
    var key = server.call("POST", SEND, SHOP, "{}", "Idempotency-Key", "k".repeat(256));
    assertThat(refused(400, "105", key)).contains("Idempotency-Key");
  }

  @Test
  void pathsAndMethodsThatAreNotThere() throws IOException {
    assertThat(server.call("GET", "/v1/nothing", SHOP, "").statusCode()).isEqualTo(404);
    assertThat(server.call("PUT", SEND, SHOP, "{}").statusCode()).isEqualTo(405);
    for (String broken : List.of("/v1/%zz", "/api/v1/messages?%zz=1", "/%c3%28")) {
      String request = "GET " + broken + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      byte[] answer = said(server.port(), request.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(new String(answer, StandardCharsets.UTF_8))
          .startsWith("HTTP/1.1 400 ")
          .contains("percent-encoding of the URL");
    }
    assertThat(server.call("GET", "/../../etc/passwd", SHOP, "").statusCode()).isBetween(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\nHost: operator.example\r\n\r\n",
        "POST /v1/omnimessage HTTP/1.1\r\n"
      })
  void anHttpRequestOnTheSmppPort(String request) throws IOException {
    byte[] answer = said(server.smppPort(), request.getBytes(StandardCharsets.ISO_8859_1));
    // generic_nack with ESME_RINVCMDLEN, then the connection ends.
    assertThat(HexFormat.of().formatHex(answer)).startsWith("000000108000000000000002").hasSize(32);
  }

  @Test
  void otherTonguesOnTheHttpPort() throws IOException {
    String bind = "0000001f0000000900000000000000017761796269006c00736563726574003400";
    assertThat(
            new String(said(server.port(), HexFormat.of().parseHex(bind)), StandardCharsets.UTF_8))
        .matches("(?s)(HTTP/1.1 400 .*)?");
    byte[] hello = HexFormat.of().parseHex("16030100a5010000a10303" + "00".repeat(160));
    assertThat(new String(said(server.port(), hello), StandardCharsets.UTF_8))
        .matches("(?s)(HTTP/1.1 400 .*)?");
  }

  /** What comes back until the other side hangs up, which it must. */
  private static byte[] said(int port, byte[] octets) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(octets);
      socket.shutdownOutput();
      return socket.getInputStream().readAllBytes();
    }
  }
}
