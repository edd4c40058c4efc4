package io.waybill.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs and verifies. Comparisons take the same time whatever is wrong.
final class Signatures {
  /// How far a signed time may be from ours (the Standard Webhooks specification leaves it open).
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String SECRET_PREFIX = "whsec_";

  private Signatures() {}

  static byte[] hmacSha256(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /// HMAC-SHA256 of the body under a text key, in hexadecimal.
  static String hex(String key, String body) {
    return HexFormat.of().formatHex(hmacSha256(key.getBytes(UTF_8), body.getBytes(UTF_8)));
  }

  static boolean same(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  /// The key behind a secret: base64 after `whsec_`, else the text itself.
  static byte[] key(String secret) {
    if (secret.startsWith(SECRET_PREFIX)) {
      try {
        return Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length()));
      } catch (IllegalArgumentException notBase64) {
        return secret.getBytes(UTF_8);
      }
    }
    return secret.getBytes(UTF_8);
  }

  /// The three headers of Standard Webhooks, version 1.
  static Map<String, String> standard(byte[] key, String id, Instant now, byte[] body) {
    String seconds = Long.toString(now.getEpochSecond());
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", seconds,
        "webhook-signature", "v1," + signature(key, id, seconds, body));
  }

  private static String signature(byte[] key, String id, String seconds, byte[] body) {
    byte[] head = (id + "." + seconds + ".").getBytes(UTF_8);
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return Base64.getEncoder().encodeToString(hmacSha256(key, all));
  }

  /// What is wrong with the signature of a notice; empty if it is right.
  static Optional<String> standardFault(byte[] key, Notice notice) {
    String id = notice.header().apply("webhook-id").orElse("");
    String seconds = notice.header().apply("webhook-timestamp").orElse("");
    String signatures = notice.header().apply("webhook-signature").orElse("");
    if (id.isEmpty() || signatures.isEmpty() || !seconds.matches("[0-9]{1,12}")) {
      return Optional.of(
          "The headers webhook-id, webhook-timestamp and webhook-signature are needed.");
    }
    Instant at = Instant.ofEpochSecond(Long.parseLong(seconds));
    if (Duration.between(at, notice.now()).abs().compareTo(TOLERANCE) > 0) {
      return Optional.of("webhook-timestamp is more than five minutes from our clock.");
    }
    String expected = signature(key, id, seconds, notice.body().getBytes(UTF_8));
    for (String one : signatures.split(" ", 20)) {
      if (one.startsWith("v1,") && same(expected, one.substring(3))) {
        return Optional.empty();
      }
    }
    return Optional.of("webhook-signature is not ours.");
  }
}
