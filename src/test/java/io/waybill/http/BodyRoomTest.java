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
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All bodies together have one room, and strangers a part of it. */
class BodyRoomTest {
  private static final int ROOM = 400_000;
  private static final String CREDENTIALS = "me:sixteen characters: and more";

  private final Metrics metrics = new Metrics();
  private final BodyRoom room = new BodyRoom(ROOM, metrics);
  private final HttpServer server =
      HttpServer.start(
          new Config.Http("127.0.0.1", 0, 262_144, 100),
          List.of(
              Route.open("POST", "/send_sms", Style.CLASSIC, BodyRoomTest::form),
              Route.keyed(
                  "POST",
                  "/v1/echo",
                  Style.CONTRACT,
                  new BasicAuth(new Gate(new OneKey())),
                  Scope.SEND,
                  (call, key) -> body(call))),
          new Health(),
          metrics,
          new Patience(metrics),
          room);
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  private record OneKey() implements KeyRing {
    @Override
    public Optional<ApiKey> key(String username) {
      return Optional.of(
          new ApiKey("me", 1, "sixteen characters: and more", true, null, null, "off"));
    }

    @Override
    public Optional<Account> account(int id) {
      return Optional.of(new Account(id, "one", true, 30, Map.of()));
    }
  }

  private static Answer form(Call call) {
    return switch (call.form()) {
      case Form.Read.Bad(var status, var detail) -> Style.CLASSIC.refuse(status, detail);
      case Form.Read.Good _ -> new Answer(200, "text/plain", "OK");
    };
  }

  private static Answer body(Call call) {
    return switch (call.body()) {
      case Body.Refused(var status, var detail) -> Style.CONTRACT.refuse(status, detail);
      case Body.Text(var text) -> new Answer(200, "text/plain", "OK " + text.length());
    };
  }

  private Socket begin(String path, int length, int sent, String... headers) throws IOException {
    Socket socket = Wire.connect(server.port());
    open.add(socket);
    Wire.write(
        socket,
        "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " + length);
    Wire.write(socket, "\r\n" + String.join("", headers) + "\r\n" + "a".repeat(sent));
    return socket;
  }

  @Test
  void heldBodiesOfStrangersAreRefusedWhenTheirPartIsFullAndOthersAreNot() throws IOException {
    List<Socket> held = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      held.add(begin("/send_sms", 60_001, 40_000));
      int sent = 40_000 * (i + 1);
      Wire.until("it arrived", () -> room.taken() >= sent);
    }
    assertThat(Wire.rest(begin("/send_sms", 60_000, 60_000)))
        .startsWith("HTTP/1.1 200")
        .contains("Retry-After: 1", "Connection: close")
        .endsWith("FAILED 209");
    String key = Wire.basic(CREDENTIALS);
    assertThat(Wire.rest(begin("/v1/echo", 60_000, 60_000, key))).endsWith("OK 60000");
    assertThat(Wire.rest(begin("/v1/echo", 150_000, 150_000, key)))
        .startsWith("HTTP/1.1 503")
        .contains("Retry-After: 1", "\"104\"");
    for (Socket socket : held) {
      socket.close();
    }
    Wire.until("all is given back", () -> room.taken() == 0);
    assertThat(Wire.rest(begin("/send_sms", 10, 10))).endsWith("OK");
    Wire.until("all is given back", () -> room.taken() == 0);
    String said = new String(metrics.scrape(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(said)
        .contains("waybill_http_bodies_refused_total{caller=\"stranger\"} 1.0")
        .contains("waybill_http_bodies_refused_total{caller=\"key\"} 1.0")
        .contains("waybill_http_body_bytes 0.0");
  }

  @Test
  void aChunkIsNoWayAroundTheBound() throws IOException {
    for (String who : List.of(Wire.basic(CREDENTIALS), "")) {
      String path = who.isEmpty() ? "/send_sms" : "/v1/echo";
      try (Socket socket = Wire.connect(server.port())) {
        Wire.write(
            socket,
            "POST " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + who);
        Wire.write(socket, "\r\n7fffffff\r\n");
        String some = "a".repeat(50_000);
        try {
          for (int i = 0; i < 40; i++) {
            Wire.write(socket, some);
            assertThat(room.taken()).isLessThanOrEqualTo(ROOM);
          }
        } catch (IOException cut) {
          assertThat(cut).isNotNull();
        }
      }
      Wire.until("all is given back", () -> room.taken() == 0);
    }
    assertThat(Wire.rest(begin("/send_sms", 10, 10))).endsWith("OK");
  }

  @Test
  void aChunkedBodyOfManySmallChunksIsRead() throws IOException {
    try (Socket socket = Wire.connect(server.port())) {
      Wire.write(
          socket,
          "POST /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n"
              + Wire.basic(CREDENTIALS)
              + "\r\n"
              + "1\r\na\r\n".repeat(50_000)
              + "c350\r\n"
              + "b".repeat(50_000)
              + "\r\n0\r\n\r\n");
      assertThat(Wire.rest(socket)).endsWith("OK 100000");
    }
    Wire.until("all is given back", () -> room.taken() == 0);
  }

  @Test
  void formsAreShort() throws IOException {
    assertThat(Wire.rest(begin("/send_sms", Form.BODY_MAX, Form.BODY_MAX))).endsWith("OK");
    assertThat(Wire.rest(begin("/send_sms", Form.BODY_MAX + 1, 0)))
        .contains("Waybill-Reason: The body is longer than 65536 octets.")
        .endsWith("ERROR 102");
  }
}
