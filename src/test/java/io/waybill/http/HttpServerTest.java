package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Scope;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
  private static final String CREDENTIALS = "me:sixteen characters: and more";

  private final Health health = new Health();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch leave = new CountDownLatch(1);
  private final BasicAuth auth = new BasicAuth(new Gate(new OneKey()));
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, 1024, 100),
          List.of(
              Route.keyed(
                  "POST", "/v1/echo", Style.CONTRACT, auth, Scope.READ, (call, key) -> echo(call)),
              Route.keyed(
                  "GET",
                  "/v1/echo/{word}",
                  Style.CONTRACT,
                  auth,
                  Scope.READ,
                  (call, key) -> word(call)),
              new Route("GET", "/api/v1/bug", Style.PROBLEM, call -> bug()),
              new Route("GET", "/api/v1/slow", Style.PROBLEM, call -> slow())),
          health,
          new Metrics());

  @AfterEach
  void close() {
    leave.countDown();
    server.close();
  }

  private record OneKey() implements KeyRing {
    @Override
    public Optional<ApiKey> key(String username) {
      return switch (username) {
        case "me" -> Optional.of(key("me", true));
        case "gone" -> Optional.of(key("gone", false));
        default -> Optional.empty();
      };
    }

    private static ApiKey key(String name, boolean enabled) {
      return new ApiKey(name, 1, "sixteen characters: and more", enabled, null, null, "off");
    }

    @Override
    public Optional<Account> account(int id) {
      return Optional.of(new Account(id, "one", true, 30, Map.of()));
    }
  }

  private static Answer echo(Call call) {
    return switch (call.body()) {
      case Body.Refused(var status, var detail) -> Style.CONTRACT.refuse(status, detail);
      case Body.Text(var text) -> new Answer(200, "text/plain", text);
    };
  }

  private static Answer word(Call call) {
    return new Answer(200, "text/plain", call.path("word") + call.query().all("q"));
  }

  private static Answer bug() {
    throw new IllegalStateException("our innermost secret");
  }

  private Answer slow() {
    entered.countDown();
    try {
      leave.await();
    } catch (InterruptedException cut) {
      Thread.currentThread().interrupt();
    }
    return new Answer(200, "text/plain", "finished");
  }

  private static String basic(String credentials) {
    byte[] octets = credentials.getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(octets) + "\r\n";
  }

  /** Everything that comes back until the server closes. */
  private String raw(String request) {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private String ask(String method, String path, String... headers) {
    return raw(
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: x\r\n"
            + String.join("", headers)
            + "Connection: close\r\n\r\n");
  }

  private void assertStillServes() {
    assertThat(ask("GET", "/v1/echo/alive", basic(CREDENTIALS)))
        .startsWith("HTTP/1.1 200")
        .endsWith("alive[]");
  }

  @Test
  void pathsAndParametersAreDecoded() {
    assertThat(ask("GET", "/v1/echo/a%2Fb+%C3%A4/?q=a+b%26&q=%2B", basic(CREDENTIALS)))
        .endsWith("a/b+ä[a b&, +]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/echo/%C3", "/v1/echo/x?q=%zz", "/v1/echo/x?q=%"})
  void brokenEncodingIsRefused(String path) {
    assertThat(ask("GET", path, basic(CREDENTIALS))).startsWith("HTTP/1.1 400").contains("\"105\"");
  }

  @Test
  void anUnknownPathIsRefusedInItsApisForm() {
    assertThat(ask("GET", "/v1/nothing")).startsWith("HTTP/1.1 404").contains("\"code\":\"101\"");
    assertThat(ask("GET", "/api/v1/nothing"))
        .startsWith("HTTP/1.1 404")
        .contains("application/problem+json")
        .contains("\"title\":\"Not Found\"");
  }

  @Test
  void aWrongMethodIsToldWhichAreRight() {
    assertThat(ask("PUT", "/v1/echo"))
        .startsWith("HTTP/1.1 405")
        .contains("Allow: POST\r\n")
        .contains("\"107\"");
  }

  @Test
  void withTheRightCredentialsItOpens() {
    assertStillServes();
    assertThat(ask("GET", "/v1/echo/x", basic(CREDENTIALS).replace("Basic", "bASIC")))
        .startsWith("HTTP/1.1 200");
  }

  @ParameterizedTest
  @CsvSource({
    "''",
    "Bearer abc",
    "Basic",
    "Basic !!!",
    "Basic bWU=",
    "Basic bWU6d3Jvbmc=",
    "Basic Z29uZTpzaXh0ZWVuIGNoYXJhY3RlcnM6IGFuZCBtb3Jl",
    "Basic bm9ib2R5Ong=",
    "Digest x",
  })
  void withAnythingElseItStaysShut(String value) {
    String header = value.isEmpty() ? "" : "Authorization: " + value + "\r\n";
    assertThat(ask("GET", "/v1/echo/x", header))
        .startsWith("HTTP/1.1 401")
        .contains("WWW-Authenticate: Basic")
        .contains("\"103\"");
  }

  @Test
  void anEndlessBodyIsCut() throws IOException {
    String head = "POST /v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n";
    for (String who : List.of(basic(CREDENTIALS), "")) {
      try (Socket socket = connect()) {
        OutputStream out = socket.getOutputStream();
        out.write((head + who + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        byte[] chunk = ("400\r\n" + "a".repeat(1024) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        long written = 0;
        try {
          while (written < 200L << 20) {
            out.write(chunk);
            written += chunk.length;
          }
        } catch (IOException cut) {
          assertThat(written).isPositive();
        }
        assertThat(written).isLessThan(100L << 20);
      }
      assertStillServes();
    }
  }

  @Test
  void aBodyOverTheBoundIsAnsweredBeforeItIsSent() throws IOException {
    String head =
        "POST /v1/echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n";
    assertThat(raw(head + basic(CREDENTIALS) + "\r\n"))
        .startsWith("HTTP/1.1 413")
        .contains("\"105\"");
    assertStillServes();
  }

  @Test
  void aBodyUpToTheBoundIsRead() {
    String head = "POST /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ";
    String body = "b".repeat(1024);
    assertThat(raw(head + "1024\r\n" + basic(CREDENTIALS) + "\r\n" + body)).endsWith(body);
    assertThat(raw(head + "1025\r\n" + basic(CREDENTIALS) + "\r\n" + body + "b"))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void aClientThatLeavesInTheMiddleDoesNoHarm() throws IOException {
    try (Socket socket = connect()) {
      String head = "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n";
      socket
          .getOutputStream()
          .write((head + basic(CREDENTIALS) + "\r\nabc").getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      try (InputStream in = socket.getInputStream()) {
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).doesNotContain("\"104\"");
      }
    }
    assertStillServes();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense\r\n\r\n",
        "GET\r\n\r\n",
        "GET /v1/echo/x HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET /v1/echo/<> HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\nConnection: close\r\n\r\n",
        "GET /v1/echo/x HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
      })
  void whatIsNotHttpIsRefusedWithoutRepeatingIt(String request) {
    assertThat(raw(request))
        .startsWith("HTTP/1.1 ")
        .doesNotContain("nonsense")
        .doesNotContain("Exception")
        .doesNotStartWith("HTTP/1.1 2");
    assertStillServes();
  }

  @Test
  void longHeadersAndRequestLinesAreRefused() {
    assertThat(ask("GET", "/v1/echo/x", "X: " + "y".repeat(20_000) + "\r\n"))
        .startsWith("HTTP/1.1 431")
        .contains("16384")
        .contains("nosniff");
    assertThat(ask("GET", "/v1/echo/x", ("X: " + "y".repeat(1_000) + "\r\n").repeat(20)))
        .startsWith("HTTP/1.1 431");
    assertThat(ask("GET", "/v1/echo/x", "bad\r\n")).startsWith("HTTP/1.1 400");
    assertThat(ask("GET", "/v1/echo/" + "x".repeat(10_000)))
        .startsWith("HTTP/1.1 414")
        .contains("nosniff");
    assertStillServes();
  }

  @Test
  void octetsThatAreNoHttpAreTheClientsFault() {
    assertThat(raw("\u0001\u0002 this is no request\r\n\r\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("\u0016\u0003\u0001\u0000\u0005hello\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void brokenHttpOnAClassicPathIsAnsweredInClassicWordsThatSayWhy() {
    assertThat(raw("GET /send_sms?a HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("Waybill-Reason: This is not a valid HTTP request")
        .endsWith("\r\n\r\nERROR 102");
  }

  @Test
  void aBugIsAnsweredWithAnIdOnly() {
    assertThat(ask("GET", "/api/v1/bug"))
        .startsWith("HTTP/1.1 500")
        .containsPattern("id: [0-9a-f]{8}\"")
        .doesNotContain("secret");
  }

  @Test
  void healthTellsWhatIsDown() {
    health.add("database", () -> new Health.Check.Down("does not answer"));
    assertThat(ask("GET", "/health/live")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET", "/health/ready"))
        .startsWith("HTTP/1.1 503")
        .endsWith(
            "{\"status\":\"down\",\"checks\":{\"database\":{\"status\":\"down\","
                + "\"why\":\"does not answer\"}}}");
  }

  @Test
  void requestsAreCountedByRouteNotByPath() {
    assertStillServes();
    ask("GET", "/v1/invented");
    assertThat(ask("GET", "/metrics/"))
        .contains(
            "waybill_http_requests_total{method=\"GET\",route=\"/v1/echo/{word}\",status=\"200\"} 1")
        .contains("waybill_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1")
        .contains("waybill_http_request_seconds_count")
        .doesNotContain("invented");
  }

  @Test
  void closingLetsARequestFinish() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = threads.submit(() -> ask("GET", "/api/v1/slow"));
      entered.await();
      Future<?> closing = threads.submit(server::close);
      // Closing has begun when nobody new gets in.
      while (accepts()) {
        Thread.onSpinWait();
      }
      leave.countDown();
      assertThat(answer.get()).endsWith("finished");
      closing.get();
    }
  }

  private boolean accepts() {
    try (Socket socket = connect()) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }
}
