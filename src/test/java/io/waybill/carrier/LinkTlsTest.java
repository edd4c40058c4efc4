package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SMPP inside TLS, with a carrier whose certificate is its own. */
class LinkTlsTest {
  private static final char[] WORD = "changeit".toCharArray();

  @TempDir private static Path directory;
  private static KeyStore own;
  private static KeyStore other;

  private final List<String> names = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void makeCertificates() throws Exception {
    own = certificate("own");
    other = certificate("other");
  }

  private static KeyStore certificate(String name)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(name + ".p12");
    String command =
        Path.of(System.getProperty("java.home"), "bin", "keytool")
            + " -genkeypair -alias own -keystore "
            + file
            + " -storepass changeit -dname CN="
            + name
            + " -ext san=dns:smsc.example,dns:localhost -keyalg EC -groupname secp256r1";
    Process keytool = new ProcessBuilder(command.split(" ")).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, WORD);
    }
    return store;
  }

  private static String pem(KeyStore store) throws GeneralSecurityException {
    byte[] der = store.getCertificate("own").getEncoded();
    return "-----BEGIN CERTIFICATE-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  private FarEnd carrier() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, WORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    return new FarEnd(
        server,
        call -> {
          SSLSocket socket = (SSLSocket) call.socket;
          socket.startHandshake();
          for (SNIServerName name :
              ((ExtendedSSLSession) socket.getSession()).getRequestedServerNames()) {
            names.add(new String(name.getEncoded(), StandardCharsets.US_ASCII));
          }
          call.bind();
          call.serve();
        });
  }

  @Test
  void aCarrierWithTheRightCertificateIsBoundAndAskedForByName() throws Exception {
    try (FarEnd far = carrier();
        Near near =
            Near.boundTo(
                far.port(),
                "tls",
                Map.of("enabled", true, "ca", pem(other) + pem(own), "name", "smsc.example"))) {
      near.submit(1);
      Near.until("it works", () -> near.answers.size() == 1);
      assertThat(names).containsExactly("smsc.example");
      near.link.close();
      assertThat(near.lost).containsExactly("unbound by us");
    }
  }

  @Test
  void aCarrierWithACertificateOfSomebodyElseIsNotBound() throws Exception {
    try (FarEnd far = carrier();
        Near near =
            Near.to(
                far.port(),
                "tls",
                Map.of("enabled", true, "ca", pem(other), "name", "smsc.example"))) {
      Near.until("it is refused", () -> near.link.lastProblem().contains("TLS with smsc.example"));
      assertThat(far.binds()).isEmpty();
    }
  }

  @Test
  void aCertificateOnAnotherNameIsNotEnough() throws Exception {
    try (FarEnd far = carrier();
        Near near = Near.to(far.port(), "tls", Map.of("enabled", true, "ca", pem(own)))) {
      // The host is 127.0.0.1, which the certificate does not name.
      Near.until("it is refused", () -> near.link.lastProblem().contains("TLS with 127.0.0.1"));
      assertThat(near.link.lastProblem()).contains("127.0.0.1");
      assertThat(far.binds()).isEmpty();
    }
  }

  @Test
  void aBrokenCaIsToldAsSuch() throws Exception {
    try (FarEnd far = carrier();
        Near near = Near.to(far.port(), "tls", Map.of("enabled", true, "ca", "no PEM"))) {
      Near.until("it is told", () -> near.link.lastProblem().contains("tls.ca cannot be used"));
    }
  }

  @Test
  void neitherPlainToTlsNorTlsToPlainGetsAnywhere() throws Exception {
    try (FarEnd far = carrier();
        FarEnd plain =
            new FarEnd(call -> {
              call.bind();
              call.serve();
            });
        Near one = Near.to(far.port());
        Near two = Near.to(plain.port(), "tls", Map.of("enabled", true, "ca", pem(own)))) {
      Near.until("one fails", () -> !one.link.lastProblem().isEmpty());
      Near.until("the other fails", () -> two.link.lastProblem().contains("TLS"));
      assertThat(far.binds()).isEmpty();
      assertThat(plain.binds()).isEmpty();
    }
  }
}
