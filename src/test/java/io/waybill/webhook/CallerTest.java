package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.webhook.Caller.Result;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
  private static final Duration TIMEOUT = Duration.ofMillis(600);
  private static final String EARLY_HINTS_THEN_500 =
      """
      HTTP/1.1 103 Early Hints
      Link: </a>

      HTTP/1.1 500 No
      Retry-After: 7
      Content-Length: 0

      """
          .replace("\n", "\r\n");

  private final Caller caller = caller(true);

  @AfterEach
  void close() {
    caller.close();
  }

  private static Caller caller(boolean allowPrivate) {
    return new Caller(Samples.settings(allowPrivate, TIMEOUT), SystemDefaultDnsResolver.INSTANCE);
  }

  private Result post(URI uri) {
    return caller.exchange(new Outbound("POST", uri, "{}", Map.of()), true, false);
  }

  @Test
  void connectionsAreKeptAndUsedAgain() throws IOException {
    try (var customer = RawCustomer.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")) {
      for (int i = 0; i < 5; i++) {
        assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(200, null, null));
      }
      assertThat(customer.connections).hasValue(1);
      assertThat(customer.requests).hasValue(5);
    }
  }

  @Test
  void theRequestCarriesWhatIsMeantAndNothingElse() throws IOException {
    StringBuilder seen = new StringBuilder();
    try (var customer =
        new RawCustomer((socket, self) -> {
          byte[] request = new byte[4096];
          int length = socket.getInputStream().read(request);
          seen.append(new String(request, 0, length, ISO_8859_1));
          socket.getOutputStream().write("HTTP/1.1 204 \r\n\r\n".getBytes(ISO_8859_1));
        })) {
      caller.exchange(
          new Outbound("POST", customer.uri("/a?b=c%20d"), "{}", Map.of("X-Mine", "1")),
          true,
          false);
      assertThat(seen.toString().lines())
          .contains(
              "POST /a?b=c%20d HTTP/1.1",
              "Host: 127.0.0.1:" + customer.port(),
              "Content-Type: application/json",
              "Content-Length: 2",
              "User-Agent: Waybill",
              "X-Mine: 1");
      assertThat(seen.toString()).doesNotContain("Accept-Encoding", "Cookie", "Upgrade", "Expect");
    }
  }

  @Test
  void cookiesAreNotKept() throws IOException {
    AtomicLong withCookie = new AtomicLong();
    try (var customer =
        new RawCustomer((socket, self) -> {
          byte[] request = new byte[4096];
          while (true) {
            int length = socket.getInputStream().read(request);
            if (length < 0) {
              return;
            }
            if (new String(request, 0, length, ISO_8859_1).contains("Cookie")) {
              withCookie.incrementAndGet();
            }
            socket
                .getOutputStream()
                .write(
                    "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n"
                        .getBytes(ISO_8859_1));
          }
        })) {
      post(customer.uri("/"));
      post(customer.uri("/"));
      assertThat(withCookie).hasValue(0);
    }
  }

  @Test
  void aRedirectIsAnAnswerAndNotFollowed() throws IOException {
    try (var other = RawCustomer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        var customer =
            RawCustomer.answering(
                "HTTP/1.1 307 Elsewhere\r\nLocation: "
                    + other.uri("/")
                    + "\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(307, null, null));
      assertThat(other.connections).hasValue(0);
    }
  }

  @Test
  void informationalAnswersAreNotTheAnswer() throws IOException {
    try (var customer = RawCustomer.answering(EARLY_HINTS_THEN_500)) {
      assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(500, "7", ""));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SMTP ready|closed without an answer",
        "HTTP/1.1 20|closed without an answer",
        "'HTTP/1.1 abc Odd\r\n\r\n'|closed without an answer",
        "'HTTP/9.9 200 OK\r\n\r\n'|not HTTP",
        "''|closed without an answer"
      })
  void whatIsNoAnswerIsNamed(String answer, String cause) throws IOException {
    try (var customer =
        new RawCustomer((socket, self) -> {
          self.readRequest(socket);
          socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
        })) {
      assertThat(cause(post(customer.uri("/")))).contains(cause);
    }
  }

  @Test
  void aResetIsNoAnswer() throws IOException {
    try (var customer =
        new RawCustomer((socket, self) -> {
          self.readRequest(socket);
          socket.setSoLinger(true, 0);
        })) {
      assertThat(cause(post(customer.uri("/")))).contains("connection was");
      assertThat(customer.connections).as("not tried twice").hasValue(1);
    }
  }

  @Test
  void aClosedPortIsRefused() throws IOException {
    int port;
    try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = reserved.getLocalPort();
    }
    assertThat(cause(post(URI.create("http://127.0.0.1:" + port + "/"))))
        .isEqualTo("the connection was refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void silenceEndsInTime(String scheme) throws IOException {
    try (var customer = RawCustomer.silent()) {
      URI uri = URI.create(scheme + "://127.0.0.1:" + customer.port() + "/");
      long began = System.nanoTime();
      assertThat(cause(post(uri))).contains("no answer");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void headersThatDripEndInTime() throws IOException {
    try (var customer =
        new RawCustomer((socket, self) -> {
          self.readRequest(socket);
          RawCustomer.drip(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nX: " + "a".repeat(500));
        })) {
      long began = System.nanoTime();
      assertThat(cause(post(customer.uri("/")))).isEqualTo("no answer within 0.6 s");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @Test
  void informationalAnswersWithoutEndEndInTime() throws IOException {
    try (var customer =
        new RawCustomer((socket, self) -> {
          self.readRequest(socket);
          RawCustomer.drip(socket.getOutputStream(), "HTTP/1.1 102 \r\n\r\n".repeat(100));
        })) {
      assertThat(cause(post(customer.uri("/")))).isEqualTo("no answer within 0.6 s");
    }
  }

  @Test
  void aBodyThatDripsDoesNotTakeBackTheAnswer() throws IOException {
    try (var customer =
        new RawCustomer((socket, self) -> {
          self.readRequest(socket);
          OutputStream out = socket.getOutputStream();
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n".getBytes(ISO_8859_1));
          RawCustomer.drip(out, "a".repeat(500));
        })) {
      long began = System.nanoTime();
      assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(200, null, null));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1000000000",
        "Content-Length: 1000000000\r\nContent-Encoding: gzip",
        "X: read to the end"
      })
  void ofAnEndlessBodyOnlyTheBeginningIsTaken(String header) throws IOException {
    AtomicLong written = new AtomicLong();
    try (var customer =
        new RawCustomer((socket, self) -> {
          self.readRequest(socket);
          OutputStream out = socket.getOutputStream();
          out.write(("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n").getBytes(ISO_8859_1));
          byte[] block = new byte[64 * 1024];
          while (written.get() < 1_000_000_000L) {
            out.write(block);
            written.addAndGet(block.length);
          }
        })) {
      long began = System.nanoTime();
      assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(200, null, null));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(TIMEOUT);
      assertThat(written.get()).isLessThan(50_000_000);
    }
  }

  @Test
  void aGzipBombIsNotUnpacked() throws IOException {
    // An unpacking client would fail on this: it is no gzip at all.
    try (var customer =
        RawCustomer.answering(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nbomb")) {
      assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(200, null, null));
      assertThat(post(customer.uri("/"))).isEqualTo(new Result.Answered(200, null, null));
      assertThat(customer.connections).as("read to its end as it came").hasValue(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 200})
  void headersAreBounded(int count) throws IOException {
    String header = "X: " + "a".repeat(20_000 / count) + "\r\n";
    try (var customer =
        RawCustomer.answering("HTTP/1.1 200 OK\r\n" + header.repeat(count) + "\r\n")) {
      assertThat(cause(post(customer.uri("/")))).isEqualTo("the answer's headers are too long");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"})
  void privateAddressesAreNotCalledByAnyName(String host) throws IOException {
    try (var customer = RawCustomer.answering("HTTP/1.1 200 OK\r\n\r\n");
        Caller careful = caller(false)) {
      URI uri = URI.create("http://" + host + ":" + customer.port() + "/");
      Result result = careful.exchange(new Outbound("POST", uri, "", Map.of()), false, false);
      assertThat(cause(result)).contains("not allowed", "RFC", "callbacks.allow_private_addresses");
      assertThat(customer.connections).hasValue(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost.", "0x7f.0.0.1", "0177.0.0.1", "0x7f000001", "127.1"})
  void addressesInOddNumbersReachNothing(String host) throws IOException {
    try (var customer = RawCustomer.answering("HTTP/1.1 200 OK\r\n\r\n");
        Caller careful = caller(false)) {
      URI uri = URI.create("http://" + host + ":" + customer.port() + "/");
      assertThat(careful.exchange(new Outbound("POST", uri, "", Map.of()), false, false))
          .isInstanceOf(Result.NoAnswer.class);
      assertThat(customer.connections).hasValue(0);
    }
  }

  private static String cause(Result result) {
    return switch (result) {
      case Result.NoAnswer(var cause, boolean _, boolean _) -> cause;
      case Result.Answered(int status, var _, var _) -> "answered " + status;
    };
  }
}
