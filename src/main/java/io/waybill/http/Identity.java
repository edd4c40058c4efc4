package io.waybill.http;

import io.waybill.ops.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;

/// What a server shows of itself in a handshake.
///
/// @param chain its certificate first, each followed by its issuer's
record Identity(PrivateKey key, List<X509Certificate> chain) {
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final byte[] SAMPLE =
      "signed to see whether it can be verified".getBytes(StandardCharsets.US_ASCII);

  Identity {
    chain = List.copyOf(chain);
  }

  /// Reads both files and looks whether they belong together.
  ///
  /// @throws IOException with a sentence that names the file and says what is wrong
  static Identity read(Config.Tls files) throws IOException {
    List<X509Certificate> chain =
        about(files.certificateFile(), () -> Pem.certificates(text(files.certificateFile())));
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw new IOException(
            files.certificateFile()
                + ": certificate number "
                + (i + 1)
                + " is not the issuer's of the one before it: the server's own must come first,"
                + " then each one's issuer");
      }
    }
    PrivateKey key = about(files.keyFile(), () -> Pem.privateKey(text(files.keyFile())));
    if (!belongTogether(key, chain.getFirst())) {
      throw new IOException(
          files.keyFile() + " is not the key of the certificate in " + files.certificateFile());
    }
    return new Identity(key, chain);
  }

  /// Changes when either file does; empty while one of them cannot be read.
  static String fingerprint(Config.Tls files) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(text(files.certificateFile()).getBytes(StandardCharsets.ISO_8859_1));
      sha.update(text(files.keyFile()).getBytes(StandardCharsets.ISO_8859_1));
      return HexFormat.of().formatHex(sha.digest());
    } catch (IOException unreadable) {
      return "";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  X509Certificate certificate() {
    return chain.getFirst();
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "EdDSA";
        };
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException another) {
      return false; // a key of another kind
    }
  }

  private interface Reading<T> {
    T read() throws IOException;
  }

  private static <T> T about(Path file, Reading<T> reading) throws IOException {
    try {
      return reading.read();
    } catch (java.nio.file.NoSuchFileException gone) {
      throw new IOException(file + " does not exist", gone);
    } catch (java.nio.file.AccessDeniedException closed) {
      throw new IOException(file + " may not be read by this user", closed);
    } catch (IOException wrong) {
      throw new IOException(file + ": " + wrong.getMessage(), wrong);
    }
  }

  /// PEM is ASCII; whatever else a file holds must not keep us from saying so.
  private static String text(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException("longer than 1 MiB: it cannot be PEM");
    }
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }
}
