package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.http.Patience.Phase;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS, with certificates of the JDK's own tool and clients of its own TLS. */
class TlsTest {
  private static final int MOST = 20;

  @TempDir private static Path papers;
  private static Papers first;
  private static Papers second;

  @TempDir private Path directory;
  private final Metrics metrics = new Metrics();
  private final Health health = new Health();
  private final Patience patience =
      new Patience(
          metrics,
          Map.of(
              Phase.HANDSHAKE, Duration.ofSeconds(2),
              Phase.HEADERS, Duration.ofSeconds(2),
              Phase.ANSWER, Duration.ofSeconds(1),
              Phase.CLOSE, Duration.ofSeconds(1)));
  private Config.Tls files = new Config.Tls(Path.of(""), Path.of(""));
  private HttpServer server = nothing();

  private static HttpServer nothing() {
    return HttpServer.start(
        new Config.Http("127.0.0.1", 0, 1024, 1), List.of(), new Health(), new Metrics());
  }

  @BeforeAll
  static void make() throws Exception {
    first = Papers.make(papers, "first", "EC", "-1d", 30);
    second = Papers.make(papers, "second", "RSA", "-1d", 60);
  }

  @BeforeEach
  void start() throws Exception {
    server.close();
    files = new Config.Tls(directory.resolve("chain.pem"), directory.resolve("key.pem"));
    first.install(files);
    Config.Http http =
        new Config.Http(
            "127.0.0.1",
            0,
            1024,
            100,
            false,
            files,
            new Config.Proxies(List.of(), Config.ProxyHeader.X_FORWARDED_FOR),
            new Config.Limits(0, 0, MOST));
    server = HttpServer.start(http, List.of(big()), health, metrics, patience);
  }

  private static Route big() {
    String big = "x".repeat(1 << 20);
    return new Route("GET", "/big", Style.PROBLEM, call -> new Answer(200, "text/plain", big));
  }

  @AfterEach
  void stop() {
    Wire.until("every connection's thread has ended", () -> patience.size() == 0);
    server.close();
  }

  private SSLSocket connect() throws IOException {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      trusted.setCertificateEntry("first", first.certificate());
      trusted.setCertificateEntry("second", second.certificate());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS"); // a new one: nothing is resumed
      context.init(null, trust.getTrustManagers(), null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.port());
      socket.setSoTimeout((int) Wire.BOUND.toMillis());
      return socket;
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Who the server says it is. */
  private String shown() {
    try (SSLSocket socket = connect()) {
      socket.startHandshake();
      String name = socket.getSession().getPeerPrincipal().getName();
      Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(Wire.rest(socket)).startsWith("HTTP/1.1 200");
      return name;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private String metric(String name) {
    return new String(metrics.scrape(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(' ') + 1))
        .orElse("");
  }

  @Test
  void itSpeaksTls12And13AndNothingOlder() throws IOException {
    for (String protocol : List.of("TLSv1.2", "TLSv1.3")) {
      try (SSLSocket socket = connect()) {
        socket.setEnabledProtocols(new String[] {protocol});
        Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertThat(Wire.rest(socket))
            .startsWith("HTTP/1.1 200")
            .contains("Strict-Transport-Security: max-age=31536000\r\n");
        assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      }
    }
    try (SSLSocket socket = connect()) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
    try (Socket plain = Wire.connect(server.port())) {
      Wire.write(plain, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(Wire.rest(plain)).doesNotContain("HTTP/1.1 200");
    }
  }

  @Test
  void aNewCertificateIsShownToNewConnectionsAndOldOnesGoOn() throws Exception {
    assertThat(shown()).isEqualTo("CN=first");
    try (SSLSocket old = connect()) {
      Wire.write(old, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(old.getInputStream().read()).isEqualTo('H');
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger handshakes = new AtomicInteger();
      AtomicReference<Throwable> refused = new AtomicReference<>();
      Thread busy =
          Thread.ofVirtual()
              .start(() -> {
                while (!done.get()) {
                  try {
                    shown();
                    handshakes.incrementAndGet();
                  } catch (RuntimeException | AssertionError e) {
                    refused.set(e);
                    return;
                  }
                }
              });
      second.install(files);
      Wire.until("the new certificate is shown", () -> shown().equals("CN=second"));
      done.set(true);
      busy.join();
      assertThat(refused.get()).isNull();
      assertThat(handshakes.get()).isPositive();
      Wire.write(old, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(Wire.rest(old)).contains("HTTP/1.1 200");
    }
    long expires = second.certificate().getNotAfter().toInstant().getEpochSecond();
    assertThat(Double.parseDouble(metric("waybill_tls_certificate_expires_seconds")))
        .isEqualTo((double) expires);
  }

  @Test
  void aBrokenNewFileChangesNothingAndIsTold() throws Exception {
    Papers.put(files.certificateFile(), "what is this\n");
    Wire.until("it is told", () -> metric("waybill_tls_reload_failing").equals("1.0"));
    assertThat(shown()).isEqualTo("CN=first");
    assertThat(health.report().up()).isTrue();
    Papers.put(files.certificateFile(), second.certificatePem());
    assertThat(shown()).isEqualTo("CN=first"); // its key is not there yet
    Papers.put(files.keyFile(), second.keyPem());
    Wire.until("the whole is taken", () -> shown().equals("CN=second"));
    assertThat(metric("waybill_tls_reload_failing")).isEqualTo("0.0");
  }

  @Test
  void anExpiredCertificateIsAReasonToWakeSomebody() {
    Instant later = first.certificate().getNotAfter().toInstant().plusSeconds(1);
    Health sick = new Health();
    try (Certificates certificates =
        Certificates.open(
            files, sick, new Metrics(), InstantSource.fixed(later), Duration.ofHours(1))) {
      assertThat(certificates.context()).isNotNull();
      assertThat(sick.report().checks().toString()).contains("has expired at");
    }
  }

  @Test
  void aServerWithoutAUsableCertificateDoesNotStart() throws IOException {
    Papers.put(files.keyFile(), second.keyPem());
    assertThatThrownBy(() -> Certificates.open(files, new Health(), new Metrics()))
        .hasMessageContaining("is not the key of the certificate in");
  }

  @Test
  void aHandshakeThatNeverComesIsNotWaitedFor() throws IOException {
    try (Socket silent = Wire.connect(server.port())) {
      assertThat(Wire.rest(silent)).isEmpty();
    }
    try (Socket half = Wire.connect(server.port())) {
      Wire.write(half, "\u0016\u0003\u0001\u0001\u0000");
      Wire.drip(half, "\u0001");
    }
    assertThat(metric("waybill_http_slow_clients_total{waiting_for=\"handshake\"}"))
        .isEqualTo("2.0");
    assertThat(shown()).isEqualTo("CN=first");
  }

  @Test
  void anAddressWithTooManyConnectionsIsRefusedBeforeTheHandshake() throws IOException {
    List<Socket> silent = new java.util.ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      silent.add(Wire.connect(server.port()));
    }
    Wire.until(
        "one more is refused",
        () -> {
          try (Socket another = Wire.connect(server.port())) {
            return Wire.rest(another).isEmpty()
                && !metric("waybill_http_connections_refused_total").equals("0.0");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    for (Socket socket : silent) {
      socket.close();
    }
    Wire.until("places are free", () -> patience.size() == 0);
    assertThat(shown()).isEqualTo("CN=first");
  }

  @Test
  void aClientThatDoesNotSayGoodbyeHoldsNothing() throws IOException {
    try (SSLSocket socket = connect()) {
      Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      Wire.until("its thread has ended", () -> patience.size() == 0);
    }
    try (SSLSocket socket = connect()) {
      Wire.write(socket, "GET /health/live HTTP/1.1\r\nHost: x\r\nX: ");
      Wire.until("its thread has ended", () -> patience.size() == 0);
    }
    try (SSLSocket socket = connect()) {
      for (int i = 0; i < 50; i++) {
        Wire.write(socket, "GET /big HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      Wire.until("its thread has ended", () -> patience.size() == 0);
    }
  }
}
