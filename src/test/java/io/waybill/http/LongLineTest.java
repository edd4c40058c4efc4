package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A request line beyond its bound is answered, and the answer arrives however long the line is. */
class LongLineTest {
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, 1024, 100), List.of(), new Health(), new Metrics());

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/send_sms, 8200",
    "/v1/send_sms, 8200",
    "/api/v1/messages, 8200",
    "/send_sms, 20000",
    "/send_sms, 200000",
    "/v1/send_sms, 200000",
    "/send_sms, 3000000"
  })
  void theClientReadsThatItsLineIsTooLongAndWhatToDo(String path, int octets) throws IOException {
    for (int i = 0; i < 5; i++) {
      try (Socket socket = Wire.connect(server.port())) {
        String text = "a".repeat(octets);
        Wire.write(socket, "GET " + path + "?text=" + text + " HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer(socket))
            .startsWith("HTTP/1.1 414 ")
            .containsIgnoringCase("Connection: close")
            .contains("The request line is longer than 8192 octets: send what is long by POST");
      }
    }
    assertThat(Wire.ask(server.port(), "GET", "/health/live")).startsWith("HTTP/1.1 200");
  }

  /** The answer with as much of its body as it announces. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      assertThat(octet).as("the answer so far: %s", all).isNotNegative();
      all.append((char) octet);
    }
    String length = all.toString().replaceAll("(?is).*content-length: *(\\d+).*", "$1");
    byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length));
    return all + new String(body, java.nio.charset.StandardCharsets.UTF_8);
  }
}
