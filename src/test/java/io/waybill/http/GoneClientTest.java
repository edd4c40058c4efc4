package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Clients that leave in the middle of an answer, as a tab that is closed does. */
class GoneClientTest {
  private static final byte[] LINE = "data: {}\n\n".getBytes(StandardCharsets.UTF_8);

  private final AtomicBoolean over = new AtomicBoolean();
  private final ListAppender<ILoggingEvent> heard = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Router.class);
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, 1024, 20),
          List.of(
              new Route(
                  "GET",
                  "/v1/endless",
                  Style.CONTRACT,
                  call -> Answer.streamed("text/event-stream", this::write)),
              new Route(
                  "GET",
                  "/v1/broken",
                  Style.CONTRACT,
                  call -> Answer.streamed("text/plain", GoneClientTest::fail))),
          new Health(),
          new Metrics());

  @BeforeEach
  void listen() {
    heard.start();
    logger.addAppender(heard);
  }

  @AfterEach
  void close() {
    logger.detachAppender(heard);
    server.close();
  }

  private void write(OutputStream out) throws IOException {
    try {
      while (true) {
        out.write(LINE);
        out.flush();
      }
    } finally {
      over.set(true);
    }
  }

  private static void fail(OutputStream out) {
    throw new IllegalStateException("no more to say to " + out.getClass());
  }

  private List<ILoggingEvent> errors() {
    return heard.list.stream().filter(e -> e.getLevel().isGreaterOrEqual(Level.WARN)).toList();
  }

  @Test
  void whoLeavesAnAnswerThatGoesOnEndsItAndIsNoFault() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(socket, "GET /v1/endless HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo('H');
    }
    Wire.until("the answer has ended", over::get);
    assertThat(Wire.ask(server.port(), "GET", "/health/live")).startsWith("HTTP/1.1 200");
    assertThat(errors()).isEmpty();
  }

  @Test
  void anAnswerThatBreaksOffByItselfIsAFault() {
    assertThat(Wire.ask(server.port(), "GET", "/v1/broken")).doesNotContain("\r\n0\r\n");
    Wire.until("it is in the log", () -> !errors().isEmpty());
    assertThat(errors().getFirst().getFormattedMessage()).isEqualTo("an answer broke off");
  }
}
