package io.waybill.account;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes that change every 30 seconds (RFC 6238: HMAC-SHA-1, six digits, as every authenticator app
 * reads them).
 */
public final class Totp {
  /** Digits of a code. */
  public static final int DIGITS = 6;

  private static final int SECRET_OCTETS = 20;
  private static final int MODULUS = 1_000_000;
  private static final int STEP_SECONDS = 30;

  /** Steps that a phone's clock may be off, either way (RFC 6238, section 5.2). */
  private static final int STEPS_OFF = 1;

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private Totp() {}

  /** A new secret: 160 bits from a secure source, in base 32. */
  public static String freshSecret(RandomGenerator secure) {
    byte[] bits = new byte[SECRET_OCTETS];
    secure.nextBytes(bits);
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < SECRET_OCTETS * 8; bit += 5) {
      int value = 0;
      for (int i = bit; i < bit + 5; i++) {
        value = value << 1 | (bits[i / 8] >> (7 - i % 8) & 1);
      }
      text.append(BASE32.charAt(value));
    }
    return text.toString();
  }

  /**
   * The time step that a code belongs to, if it is right now and was not used before.
   *
   * @param after the newest step that a code was accepted for: only later ones count
   */
  public static OptionalLong accept(String secret, String shown, Instant now, long after) {
    String code = shown.replaceAll("[\\s-]", "");
    if (!code.matches("\\d{" + DIGITS + "}")) {
      return OptionalLong.empty();
    }
    long current = now.getEpochSecond() / STEP_SECONDS;
    for (long step = current - STEPS_OFF; step <= current + STEPS_OFF; step++) {
      if (step > after && Passwords.same(code(secret, step), code)) {
        return OptionalLong.of(step);
      }
    }
    return OptionalLong.empty();
  }

  /** The code of a moment. */
  public static String code(String secret, Instant at) {
    return code(secret, at.getEpochSecond() / STEP_SECONDS);
  }

  /** What a QR code tells an authenticator app. */
  public static String uri(String secret, String email) {
    String label =
        URLEncoder.encode("Waybill:" + email, StandardCharsets.UTF_8).replace("+", "%20");
    return "otpauth://totp/" + label + "?secret=" + secret + "&issuer=Waybill";
  }

  private static String code(String secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(octets(secret), "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0x0F; // RFC 4226, section 5.3
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      return "%06d".formatted(number % MODULUS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }

  private static byte[] octets(String base32) {
    byte[] octets = new byte[base32.length() * 5 / 8];
    for (int bit = 0; bit < octets.length * 8; bit++) {
      int value = BASE32.indexOf(base32.charAt(bit / 5));
      int one = value >> (4 - bit % 5) & 1;
      octets[bit / 8] |= (byte) (one << (7 - bit % 8));
    }
    return octets;
  }
}
