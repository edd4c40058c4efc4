package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.AddressRange;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections from one address have a bound; on real sockets, from several addresses of here. */
class PeersTest {
  private static final int MOST = 3;
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

  private Metrics metrics = new Metrics();
  private final List<Socket> open = new ArrayList<>();
  private HttpServer server = server(MOST, List.of());

  private HttpServer server(int most, List<AddressRange> trusted) {
    metrics = new Metrics();
    Config.Http http =
        new Config.Http(
            "127.0.0.1",
            0,
            1024,
            100,
            false,
            null,
            new Config.Proxies(trusted, Config.ProxyHeader.X_FORWARDED_FOR),
            new Config.Limits(0, 0, most));
    return HttpServer.start(http, List.of(), new Health(), metrics);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
    server.close();
  }

  /** A connection from this address of the machine. */
  private Socket from(String address) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getLoopbackAddress(), server.port(), InetAddress.ofLiteral(address), 0);
    socket.setSoTimeout((int) Wire.BOUND.toMillis());
    open.add(socket);
    return socket;
  }

  private static boolean isServed(Socket socket) {
    try {
      Wire.write(socket, LIVE);
      byte[] octets = socket.getInputStream().readNBytes(12);
      socket.getInputStream().readNBytes(socket.getInputStream().available());
      return new String(octets, StandardCharsets.UTF_8).equals("HTTP/1.1 200");
    } catch (IOException closed) {
      return false;
    }
  }

  @Test
  void whatIsTooManyIsClosedAndHarmsNeitherItsOwnNorOthers() throws IOException {
    for (int i = 0; i < MOST; i++) {
      assertThat(isServed(from("127.0.0.1"))).isTrue();
    }
    for (int i = 0; i < 20; i++) {
      assertThat(isServed(from("127.0.0.1"))).isFalse();
    }
    assertThat(isServed(from("127.0.0.2"))).isTrue();
    assertThat(open.subList(0, MOST)).allMatch(PeersTest::isServed);
    assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8))
        .contains("waybill_http_connections_refused_total 20.0");
  }

  @Test
  void silentConnectionsCountAndTheirPlacesComeFree() throws IOException {
    for (int i = 0; i < MOST; i++) {
      from("127.0.0.1");
    }
    Wire.until("one more is refused", () -> !isServed(another()));
    open.get(0).close();
    Wire.until("a place is free", () -> isServed(another()));
  }

  private Socket another() {
    try {
      return from("127.0.0.1");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aTrustedProxyIsNotBounded() throws IOException {
    server.close();
    server = server(MOST, List.of(AddressRange.of("127.0.0.9")));
    for (int i = 0; i < 4 * MOST; i++) {
      assertThat(isServed(from("127.0.0.9"))).isTrue();
    }
    for (int i = 0; i < MOST; i++) {
      assertThat(isServed(from("127.0.0.1"))).isTrue();
    }
    assertThat(isServed(from("127.0.0.1"))).isFalse();
  }

  @Test
  void zeroIsNoBound() throws IOException {
    server.close();
    server = server(0, List.of());
    for (int i = 0; i < 50; i++) {
      assertThat(isServed(from("127.0.0.1"))).isTrue();
    }
  }
}
