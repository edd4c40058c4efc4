package io.waybill.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.http.Papers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `config check` reads the certificate and its key, as a server would. */
class CertificateCheckTest {
  @TempDir private static Path papers;
  private static Papers good;
  private static Papers another;

  @TempDir private Path directory;
  private Path certificate = Path.of("");
  private Path key = Path.of("");
  private Path file = Path.of("");

  @BeforeAll
  static void make() throws Exception {
    good = Papers.make(papers, "good", "EC", "-1d", 90);
    another = Papers.make(papers, "another", "EC", "-1d", 90);
  }

  @BeforeEach
  void configure() throws Exception {
    certificate = directory.resolve("chain.pem");
    key = directory.resolve("key.pem");
    file = directory.resolve("waybill.yaml");
    Files.writeString(
        file,
        "http:\n  host: 0.0.0.0\n  tls: {certificate_file: %s, key_file: %s}\n"
            .formatted(certificate, key));
    install(good);
  }

  private void install(Papers these) throws Exception {
    Files.writeString(certificate, these.certificatePem());
    Files.writeString(key, these.keyPem());
  }

  private Cli.Ran check() {
    return Cli.run("config", "check", "--config", file.toString());
  }

  private void refused(String why) {
    Cli.Ran ran = check();
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.complaints()).singleElement().asString().contains("http.tls: ", why);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void filesThatFitAreGood() {
    Cli.Ran ran = check();
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).isEqualTo("the configuration is good\n");
  }

  @Test
  void aMissingOrUnreadableFileIsNamed() throws IOException {
    Files.delete(key);
    refused(key + " does not exist");
    Files.createDirectory(key);
    refused(key.toString());
    Files.delete(certificate);
    refused(certificate + " does not exist");
  }

  @Test
  void aFileThatIsNotPemIsNamed() throws Exception {
    Files.writeString(certificate, "hello");
    refused(certificate + ": there is no certificate in it: it must be PEM");
    install(good);
    Files.writeString(key, good.certificatePem());
    refused(key + ": there is no private key in it");
    Files.writeString(key, good.keyPem().replace("PRIVATE", "ENCRYPTED PRIVATE"));
    refused(key + ": the key has a password");
    install(good);
    Files.writeString(certificate, good.certificatePem() + another.certificatePem());
    refused("certificate number 2 is not the issuer's of the one before it");
  }

  @Test
  void aKeyOfAnotherCertificateIsSaidToBeSo() throws Exception {
    Files.writeString(key, another.keyPem());
    refused(key + " is not the key of the certificate in " + certificate);
  }

  @Test
  void anExpiredCertificateIsAWarning() throws Exception {
    warned(Papers.make(papers, "old", "EC", "-10d", 5), "has expired at 20");
    warned(Papers.make(papers, "new", "EC", "+2d", 90), "is not valid before 20");
    warned(Papers.make(papers, "soon", "EC", "-10d", 12), "expires at 20");
  }

  private void warned(Papers these, String warning) throws Exception {
    install(these);
    Cli.Ran ran = check();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).isEqualTo("the configuration is good\n");
    assertThat(ran.complaints())
        .singleElement()
        .asString()
        .startsWith("waybill: warning: http.tls: " + certificate)
        .contains(warning);
  }
}
