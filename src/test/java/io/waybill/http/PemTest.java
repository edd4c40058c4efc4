package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.ops.Config;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
  @TempDir private Path directory;

  private Papers papers(String algorithm)
      throws IOException, InterruptedException, GeneralSecurityException {
    return Papers.make(directory, "server" + System.nanoTime(), algorithm, "-1d", 30);
  }

  private Config.Tls files(String certificate, String key) throws IOException {
    Config.Tls files = new Config.Tls(directory.resolve("chain.pem"), directory.resolve("key.pem"));
    Files.writeString(files.certificateFile(), certificate);
    Files.writeString(files.keyFile(), key);
    return files;
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void everyKindOfKeyIsRead(String algorithm) throws Exception {
    Papers made = papers(algorithm);
    Identity identity = Identity.read(files(made.certificatePem(), made.keyPem()));
    assertThat(identity.key()).isEqualTo(made.key());
    assertThat(identity.certificate()).isEqualTo(made.certificate());
  }

  @Test
  void theOlderFormOfRsaIsRead() throws Exception {
    Papers made = papers("RSA -keysize 2048");
    byte[] whole = made.key().getEncoded();
    // After the header of 26 octets that PKCS#8 has for such a key comes PKCS#1.
    byte[] old = Arrays.copyOfRange(whole, 26, whole.length);
    assertThat(Pem.privateKey(Papers.pem("RSA PRIVATE KEY", old))).isEqualTo(made.key());
  }

  @Test
  void theOlderFormOfEcIsReadAfterItsParameters() throws Exception {
    Papers made = papers("EC -groupname secp256r1");
    byte[] secret = ((ECPrivateKey) made.key()).getS().toByteArray();
    byte[] number = new byte[32];
    int length = Math.min(32, secret.length);
    System.arraycopy(secret, secret.length - length, number, 32 - length, length);
    ByteArrayOutputStream old = new ByteArrayOutputStream();
    old.writeBytes(HexFormat.of().parseHex("30310201010420"));
    old.writeBytes(number);
    byte[] curve = HexFormat.of().parseHex("06082a8648ce3d030107");
    old.writeBytes(new byte[] {(byte) 0xA0, 10});
    old.writeBytes(curve);
    String text =
        "some words\n"
            + Papers.pem("EC PARAMETERS", curve)
            + Papers.pem("EC PRIVATE KEY", old.toByteArray());
    Identity identity = Identity.read(files(made.certificatePem(), text));
    assertThat(((ECPrivateKey) identity.key()).getS())
        .isEqualTo(((ECPrivateKey) made.key()).getS());
  }

  @Test
  void filesThatCannotBeUsedAreNamedWithTheReason() throws Exception {
    Papers one = papers("EC");
    Papers other = papers("EC");
    refused(files(one.certificatePem(), other.keyPem()), "is not the key of the certificate in");
    refused(files(one.certificatePem(), papers("RSA").keyPem()), "is not the key of the");
    refused(files("", one.keyPem()), "chain.pem: there is no certificate in it");
    refused(files(one.keyPem(), one.keyPem()), "chain.pem: there is no certificate in it");
    refused(files(one.certificatePem(), one.certificatePem()), "there is no private key in it");
    refused(files(one.certificatePem(), "\u0000\uffff"), "there is no private key in it");
    String garbage = Papers.pem("PRIVATE KEY", new byte[] {0x30, 2, 5});
    refused(files(one.certificatePem(), garbage), "key.pem: the private key is broken");
    String half = Papers.pem("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, -1, -1, -1, -1});
    refused(files(one.certificatePem(), half), "key.pem: the EC key is broken");
    String locked = Papers.pem("ENCRYPTED PRIVATE KEY", new byte[10]);
    refused(files(one.certificatePem(), locked), "key.pem: the key has a password");
    String cut = one.certificatePem().replace("MII", "AII");
    refused(files(cut, one.keyPem()), "chain.pem: certificate number 1 is broken");
    String unrelated = one.certificatePem() + other.certificatePem();
    refused(files(unrelated, one.keyPem()), "certificate number 2 is not the issuer's");
    refused(
        new Config.Tls(directory.resolve("no.pem"), directory.resolve("key.pem")), "no.pem does");
  }

  private static void refused(Config.Tls files, String why) {
    assertThatThrownBy(() -> Identity.read(files))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }
}
