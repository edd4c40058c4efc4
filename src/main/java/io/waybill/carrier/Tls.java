package io.waybill.carrier;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.waybill.routing.LinkSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS 1.2 or 1.3 towards a carrier; its certificate must be trusted and have the right name. */
final class Tls {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private Tls() {}

  /**
   * Shakes hands on a connected socket.
   *
   * @throws IOException with a sentence about what is wrong
   */
  static Socket wrap(Socket raw, LinkSpec spec, LinkSpec.Tls tls) throws IOException {
    String name = tls.name().isEmpty() ? spec.host() : tls.name();
    SSLSocket socket =
        (SSLSocket) context(tls.ca()).getSocketFactory().createSocket(raw, name, spec.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (!isAddress(name)) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    socket.setSSLParameters(parameters);
    try {
      socket.startHandshake();
    } catch (SSLException e) {
      throw new IOException("TLS with " + name + " failed: " + e.getMessage(), e);
    }
    return socket;
  }

  /** RFC 6066, section 3: no addresses in server_name. */
  private static boolean isAddress(String name) {
    return name.contains(":") || name.matches("[0-9.]+");
  }

  private static SSLContext context(String ca) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, ca.isBlank() ? null : trusting(ca), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("the link's tls.ca cannot be used: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] trusting(String ca)
      throws GeneralSecurityException, IOException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(ca.getBytes(US_ASCII)));
    if (all.isEmpty()) {
      throw new CertificateException("there is no certificate in it: it must be PEM");
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate one : all) {
      store.setCertificateEntry("ca-" + number++, one);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }
}
