package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.http.Patience.Phase;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, on real sockets and with short patience. */
class SlowClientTest {
  private static final String HEAD = "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Length: ";
  private static final String BIG = "x".repeat(1 << 20);

  private final Metrics metrics = new Metrics();
  private final Patience patience =
      new Patience(
          metrics,
          Map.of(
              Phase.FIRST_REQUEST, Duration.ofSeconds(2),
              Phase.HEADERS, Duration.ofSeconds(2),
              Phase.BODY_PAUSE, Duration.ofMillis(800),
              Phase.BODY, Duration.ofSeconds(2),
              Phase.LINGER, Duration.ofMillis(500),
              Phase.ANSWER, Duration.ofMillis(800),
              Phase.IDLE, Duration.ofSeconds(4)));
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, 1024, 20),
          List.of(
              new Route("POST", "/v1/echo", Style.CONTRACT, SlowClientTest::echo),
              new Route(
                  "GET", "/v1/big", Style.CONTRACT, call -> new Answer(200, "text/plain", BIG))),
          new Health(),
          metrics,
          patience);

  private static Answer echo(Call call) {
    return switch (call.body()) {
      case Body.Refused(var status, var detail) -> Style.CONTRACT.refuse(status, detail);
      case Body.Text(var text) -> new Answer(200, "text/plain", text);
    };
  }

  @AfterEach
  void close() {
    assertThat(Wire.ask(server.port(), "GET", "/health/live")).startsWith("HTTP/1.1 200");
    Wire.until("every connection's thread has ended", () -> patience.size() == 0);
    server.close();
  }

  private void assertCounted(Phase phase) {
    String line =
        "waybill_http_slow_clients_total{waiting_for=\"%s\"} 1.0"
            .formatted(phase.name().toLowerCase(java.util.Locale.ROOT));
    Wire.until(line, () -> new String(metrics.scrape(), StandardCharsets.UTF_8).contains(line));
  }

  @Test
  void aConnectionWithoutARequestIsClosed() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      assertThat(Wire.rest(socket)).isEmpty();
    }
    assertCounted(Phase.FIRST_REQUEST);
  }

  @Test
  void aRequestLineThatDripsIsCut() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "GET /");
      Wire.drip(socket, "a");
    }
    assertCounted(Phase.FIRST_REQUEST);
  }

  @Test
  void headersThatDripAreCut() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "GET /v1/big HTTP/1.1\r\nHost: x\r\nX: ");
      Wire.drip(socket, "a");
    }
    assertCounted(Phase.HEADERS);
  }

  @Test
  void aBodyThatStopsIsCut() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, HEAD + "100\r\n\r\nabc");
      assertThat(Wire.rest(socket)).doesNotContain("HTTP/1.1 2");
    }
    assertCounted(Phase.BODY_PAUSE);
  }

  @Test
  void aBodyThatDripsIsAnsweredAndCut() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, HEAD + "1000\r\n\r\nabc");
      Wire.drip(socket, "a");
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 408").contains("longer than 2 s");
    }
  }

  @Test
  void aRefusedBodyThatNeverComesIsNotWaitedFor() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, HEAD + "5000\r\n\r\nabc");
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 413");
    }
    assertCounted(Phase.LINGER);
  }

  @Test
  void aBodyNobodyAskedForIsNotWaitedFor() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc");
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 200");
    }
    assertCounted(Phase.BODY_PAUSE);
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
      Wire.write(socket, "GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(Wire.rest(socket)).contains("{\"status\":\"up\",\"checks\"");
    }
  }

  @Test
  void aChunkThatDripsIsCut() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "POST /v1/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
      Wire.drip(socket, "0");
      assertThat(Wire.rest(socket)).doesNotContain("HTTP/1.1 2");
    }
  }

  @Test
  void answersThatAreNotReadAreNotKept() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      try {
        for (int i = 0; i < 100; i++) {
          Wire.write(socket, "GET /v1/big HTTP/1.1\r\nHost: x\r\n\r\n");
        }
      } catch (IOException cut) {
        assertThat(cut).hasMessageNotContaining("timed out");
      }
      assertCounted(Phase.ANSWER);
      Wire.until("the connection's thread has ended", () -> patience.size() == 0);
    }
  }

  @Test
  void aConnectionThatHasHadItsAnswerIsClosedAfterAWhile() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 200");
    }
  }

  @Test
  void aSlowButSteadyClientIsServed() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      for (String piece :
          List.of("POST /v1/ec", "ho HTTP/1.1\r\nHo", "st: x\r\nConnection: close\r\n")) {
        Wire.write(socket, piece);
        pause();
      }
      Wire.write(socket, "Content-Length: 5\r\n\r\n");
      for (String octet : List.of("s", "l", "o", "w", "!")) {
        pause();
        Wire.write(socket, octet);
      }
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 200").endsWith("slow!");
    }
  }

  private static void pause() {
    java.util.concurrent.locks.LockSupport.parkNanos(150_000_000);
  }
}
