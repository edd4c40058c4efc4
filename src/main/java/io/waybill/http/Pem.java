package io.waybill.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads certificates and private keys in PEM (RFC 7468), as openssl and ACME clients write them.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  // Object identifiers with their tags: rsaEncryption and a NULL (RFC 8017), id-ecPublicKey
  // (RFC 5480).
  private static final byte[] RSA = HexFormat.of().parseHex("06092a864886f70d0101010500");
  private static final byte[] EC = HexFormat.of().parseHex("06072a8648ce3d0201");

  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xA0;

  private Pem() {}

  /// All certificates of a text, in its order; never empty.
  ///
  /// @throws IOException with a sentence about what is wrong
  static List<X509Certificate> certificates(String text) throws IOException {
    List<X509Certificate> all = new ArrayList<>();
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).endsWith("CERTIFICATE")) {
        try {
          all.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(octets(blocks.group(2)))));
        } catch (CertificateException broken) {
          throw new IOException("certificate number " + (all.size() + 1) + " is broken", broken);
        }
      }
    }
    if (all.isEmpty()) {
      throw new IOException("there is no certificate in it: it must be PEM");
    }
    return all;
  }

  /// The private key of a text: PKCS#8, or the older forms of RSA (PKCS#1) and EC (RFC 5915).
  ///
  /// @throws IOException with a sentence about what is wrong, never with a part of the key
  static PrivateKey privateKey(String text) throws IOException {
    Matcher blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      String kind = blocks.group(1);
      if (kind.startsWith("ENCRYPTED") || blocks.group(2).contains("ENCRYPTED")) {
        throw new IOException(
            "the key has a password: write it without one, as by openssl pkey, and let only this"
                + " user read the file");
      }
      switch (kind) {
        case "PRIVATE KEY" -> {
          return read(octets(blocks.group(2)));
        }
        case "RSA PRIVATE KEY" -> {
          return read(wrapped(RSA, octets(blocks.group(2))));
        }
        case "EC PRIVATE KEY" -> {
          byte[] key = octets(blocks.group(2));
          return read(wrapped(joined(EC, curve(key)), key));
        }
        default -> {
          continue; // parameters of a curve, a certificate in the same file
        }
      }
    }
    throw new IOException("there is no private key in it: it must be PEM");
  }

  private static PrivateKey read(byte[] pkcs8) throws IOException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException ofAnother) {
        // the next algorithm may know it
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java has " + algorithm, e);
      }
    }
    throw new IOException("the private key is broken, or not of RSA, EC or Ed25519");
  }

  private static byte[] octets(String base64) throws IOException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException broken) {
      throw new IOException("a block is not Base64", broken);
    }
  }

  /// PKCS#8 (RFC 5208) around a key of an older form.
  private static byte[] wrapped(byte[] algorithm, byte[] key) {
    byte[] version = {INTEGER, 1, 0};
    return der(SEQUENCE, joined(joined(version, der(SEQUENCE, algorithm)), der(OCTET_STRING, key)));
  }

  /// Which curve an EC key names (RFC 5915, section 3: version, key, then parameters).
  private static byte[] curve(byte[] key) throws IOException {
    try {
      int[] at = {0};
      enter(key, at, SEQUENCE);
      skip(key, at, INTEGER);
      skip(key, at, OCTET_STRING);
      int length = enter(key, at, PARAMETERS);
      byte[] curve = new byte[length];
      System.arraycopy(key, at[0], curve, 0, length);
      return curve;
    } catch (IndexOutOfBoundsException | NegativeArraySizeException broken) {
      throw new IOException("the EC key is broken, or does not name its curve", broken);
    }
  }

  private static void skip(byte[] der, int[] at, int tag) throws IOException {
    int length = enter(der, at, tag);
    at[0] += length;
  }

  /// Steps over a tag and its length; returns the length.
  private static int enter(byte[] der, int[] at, int tag) throws IOException {
    if ((der[at[0]++] & 0xFF) != tag) {
      throw new IOException("the EC key is broken, or does not name its curve");
    }
    int length = der[at[0]++] & 0xFF;
    if (length > 0x80) {
      int octets = length - 0x80;
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = (length << 8) | (der[at[0]++] & 0xFF);
      }
    }
    return length;
  }

  private static byte[] der(int tag, byte[] content) {
    int n = content.length;
    byte[] head =
        n < 0x80
            ? new byte[] {(byte) tag, (byte) n}
            : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
    return joined(head, content);
  }

  private static byte[] joined(byte[] a, byte[] b) {
    ByteArrayOutputStream both = new ByteArrayOutputStream(a.length + b.length);
    both.writeBytes(a);
    both.writeBytes(b);
    return both.toByteArray();
  }
}
