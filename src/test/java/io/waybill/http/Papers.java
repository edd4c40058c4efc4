package io.waybill.http;

import io.waybill.ops.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A certificate and its key as the JDK's own tool makes them, in PEM. */
public record Papers(X509Certificate certificate, PrivateKey key) {

  /**
   * Makes them; takes about a second.
   *
   * @param algorithm as keytool names it, with its options: {@code RSA}, {@code EC -groupname
   *     secp256r1}
   * @param from begin of validity from now, as {@code -10d}
   */
  public static Papers make(Path directory, String name, String algorithm, String from, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = directory.resolve(name + ".p12");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "own",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-startdate",
                from,
                "-validity",
                Integer.toString(days),
                "-keyalg"));
    command.addAll(List.of(algorithm.split(" ")));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool: " + said);
    }
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(store))) {
      keys.load(in, "changeit".toCharArray());
    }
    return new Papers(
        (X509Certificate) keys.getCertificate("own"),
        (PrivateKey) keys.getKey("own", "changeit".toCharArray()));
  }

  /** As a server reads it. */
  public String certificatePem() throws GeneralSecurityException {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  /** As a server reads it, without a password. */
  public String keyPem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static String pem(String kind, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }

  /** Puts both where a server reads them, each at one stroke. */
  void install(Config.Tls files) throws IOException, GeneralSecurityException {
    put(files.certificateFile(), certificatePem());
    put(files.keyFile(), keyPem());
  }

  static void put(Path file, String text) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
