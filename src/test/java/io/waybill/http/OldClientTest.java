package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.0, as PHP's streams and old proxies speak it: one request, one answer, the end. */
class OldClientTest {
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, 1024, 100),
          List.of(
              Route.open("POST", "/send_sms", Style.CLASSIC, OldClientTest::form),
              Route.open("GET", "/send_sms", Style.CLASSIC, OldClientTest::form)),
          new Health(),
          new Metrics());

  @AfterEach
  void close() {
    server.close();
  }

  private static Answer form(Call call) {
    return switch (call.form()) {
      case Form.Read.Bad(var status, var detail) -> Style.CLASSIC.refuse(status, detail);
      case Form.Read.Good(var form) ->
          new Answer(
              200,
              "text/plain",
              "text "
                  + new String(
                      form.octets("text").orElse(new byte[0]),
                      java.nio.charset.StandardCharsets.UTF_8)
                  + ", host "
                  + call.header("Host").orElse("-"));
    };
  }

  private String ask(String... pieces) throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      socket.setTcpNoDelay(true);
      for (String piece : pieces) {
        Wire.write(socket, piece);
      }
      return Wire.rest(socket);
    }
  }

  private static void isAnswered(String answer, String body) {
    assertThat(answer)
        .startsWith("HTTP/1.1 200")
        .containsIgnoringCase("connection: close")
        .containsIgnoringCase("content-length: " + body.length())
        .doesNotContainIgnoringCase("chunked")
        .endsWith("\r\n\r\n" + body);
  }

  @Test
  void aRequestWithNothingButItsLineIsAnswered() throws IOException {
    isAnswered(ask("GET /send_sms?text=a HTTP/1.0\r\n\r\n"), "text a, host localhost");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close\r\n",
        "Connection: keep-alive\r\nKeep-Alive: timeout=5\r\n",
        "Expect: 100-continue\r\n",
        ""
      })
  void aBodyIsReadWhateverTheConnectionIsSaidToBe(String more) throws IOException {
    isAnswered(
        ask("POST /send_sms HTTP/1.0\r\nHost: shop\r\n" + more + "Content-Length: 6\r\n\r\ntext=b"),
        "text b, host shop");
  }

  @Test
  void aHeadMayComeInPieces() throws IOException {
    String all = "POST /send_sms HTTP/1.0\r\nContent-Length: 6\r\n\r\ntext=c";
    isAnswered(ask(all.split("")), "text c, host localhost");
  }

  @Test
  void whatHttp10DoesNotKnowIsRefusedForItsVersion() throws IOException {
    assertThat(
            ask("POST /x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n6\r\ntext=d\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 505")
        .contains("\"HTTP Version Not Supported\"");
    assertThat(ask("GET /send_sms HTTP/1.0\r\nA: b\r\n c\r\n\r\n"))
        .startsWith("HTTP/1.1 200")
        .contains("Waybill-Reason: This server speaks HTTP/1.1")
        .endsWith("ERROR 102");
  }

  @Test
  void headsThatDoNotEndAreBounded() throws IOException {
    assertThat(ask("GET /x HTTP/1.0\r\n", ("A: " + "b".repeat(1_000) + "\r\n").repeat(30)))
        .doesNotStartWith("HTTP/1.1 2");
    assertThat(ask("GET /" + "x".repeat(10_000))).startsWith("HTTP/1.1 414");
  }
}
