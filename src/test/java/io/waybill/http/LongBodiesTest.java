package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies longer than usual, on real sockets: only so many at once, whoever sends them. */
class LongBodiesTest {
  private static final int USUAL = 1_000;
  private static final int TIMES = 4;
  private static final int AT_ONCE = 2;
  private static final String LONG = "x".repeat(3 * USUAL);

  private final LongBodies bodies = LongBodies.times(AT_ONCE, TIMES);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final AtomicInteger inWork = new AtomicInteger();
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, USUAL, 50),
          List.of(new Route("POST", "/v1/long", Style.CONTRACT, this::answer)),
          new Health(),
          new Metrics());

  private Answer answer(Call call) {
    return bodies.read(
        call,
        Style.CONTRACT,
        body ->
            switch (body) {
              case Body.Refused(var status, var detail) -> Style.CONTRACT.refuse(status, detail);
              case Body.Text(var text) -> new Answer(200, "text/plain", held(text));
            });
  }

  /** Long ones wait here until the test lets them go. */
  private String held(String text) {
    if (text.length() > USUAL) {
      inWork.incrementAndGet();
      try {
        assertThat(goOn.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
    return "got " + text.length();
  }

  @AfterEach
  void close() {
    goOn.countDown();
    server.close();
  }

  private Socket post(String body) throws IOException {
    Socket socket = Wire.connect(server.port());
    Wire.write(
        socket,
        "POST /v1/long HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body);
    return socket;
  }

  /** Without saying how long it will be. */
  private Socket postInChunks(String body) throws IOException {
    Socket socket = Wire.connect(server.port());
    StringBuilder request =
        new StringBuilder("POST /v1/long HTTP/1.1\r\nHost: x\r\n")
            .append("Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int from = 0; from < body.length(); from += 500) {
      String chunk = body.substring(from, Math.min(body.length(), from + 500));
      request.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk);
      request.append("\r\n");
    }
    Wire.write(socket, request.append("0\r\n\r\n").toString());
    return socket;
  }

  private List<Socket> fill() throws IOException {
    List<Socket> inside = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      inside.add(post(LONG));
    }
    Wire.until("the room is taken", () -> inWork.get() == AT_ONCE);
    return inside;
  }

  @Test
  void moreLongBodiesThanThereIsRoomForAreRefusedAndShortOnesGoOn() throws IOException {
    List<Socket> inside = fill();
    for (boolean announced : List.of(true, false)) {
      try (Socket late = announced ? post(LONG) : postInChunks(LONG);
          Socket small = announced ? post("abc") : postInChunks("abc")) {
        assertThat(Wire.rest(small)).startsWith("HTTP/1.1 200").endsWith("got 3");
        assertThat(Wire.rest(late))
            .as("announced: %s", announced)
            .startsWith("HTTP/1.1 503")
            .contains("Retry-After: 1")
            .contains("Too many long requests");
      }
    }
    goOn.countDown();
    for (Socket socket : inside) {
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 200").endsWith("got 3000");
      socket.close();
    }
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      try (Socket next = i % 2 == 0 ? post(LONG) : postInChunks(LONG)) {
        assertThat(Wire.rest(next)).as("room comes back").startsWith("HTTP/1.1 200");
      }
    }
  }

  @Test
  void evenALongBodyHasItsBound() throws IOException {
    goOn.countDown();
    String most = "x".repeat(TIMES * USUAL);
    try (Socket whole = post(most);
        Socket announced = post(most + "x");
        Socket unannounced = postInChunks(most + "x")) {
      assertThat(Wire.rest(whole)).startsWith("HTTP/1.1 200").endsWith("got 4000");
      assertThat(Wire.rest(announced)).startsWith("HTTP/1.1 413").contains("longer than 4000");
      assertThat(Wire.rest(unannounced)).startsWith("HTTP/1.1 413").contains("longer than 4000");
    }
  }
}
