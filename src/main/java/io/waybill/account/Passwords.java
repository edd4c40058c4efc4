package io.waybill.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** API passwords: made by us with 192 random bits, or imported with at least 16 characters. */
public final class Passwords {
  /** The shortest password that may be imported, characters. */
  public static final int IMPORT_MIN = 16;

  private Passwords() {}

  /** A new password: 192 bits from a secure source, as 32 URL-safe characters. */
  public static String fresh(RandomGenerator secure) {
    byte[] bits = new byte[24];
    secure.nextBytes(bits);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
  }

  /** Compares in a time that does not tell where they differ. */
  public static boolean same(String a, String b) {
    return MessageDigest.isEqual(sha256(a), sha256(b));
  }

  /** SHA-256 of the UTF-8 octets. */
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
