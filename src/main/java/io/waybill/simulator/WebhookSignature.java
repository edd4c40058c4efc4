package io.waybill.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Signs and verifies in the form of Standard Webhooks, version 1, with a text as the key. Written
/// apart from Waybill's own, so that the two check each other.
final class WebhookSignature {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);

  private final SecretKeySpec key;

  WebhookSignature(String secret) {
    key = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
  }

  Map<String, String> headers(String id, Instant now, byte[] body) {
    String time = String.valueOf(now.getEpochSecond());
    return Map.of(
        "webhook-id", id,
        "webhook-timestamp", time,
        "webhook-signature", "v1," + sign(id, time, body));
  }

  boolean verifies(Function<String, @Nullable String> header, byte[] body, Instant now) {
    String id = header.apply("webhook-id");
    String time = header.apply("webhook-timestamp");
    String given = header.apply("webhook-signature");
    if (id == null || time == null || given == null || !time.matches("\\d{1,12}")) {
      return false;
    }
    Duration off = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now).abs();
    byte[] expected = ("v1," + sign(id, time, body)).getBytes(UTF_8);
    return off.compareTo(TOLERANCE) <= 0 && MessageDigest.isEqual(expected, given.getBytes(UTF_8));
  }

  private String sign(String id, String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      var all = new ByteArrayOutputStream();
      all.writeBytes((id + "." + time + ".").getBytes(UTF_8));
      all.writeBytes(body);
      return Base64.getEncoder().encodeToString(mac.doFinal(all.toByteArray()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
