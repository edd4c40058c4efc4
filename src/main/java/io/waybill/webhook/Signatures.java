package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.store.CallbackSecrets.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a customer can tell that a callback is ours (design 10): the contract's signature with the
 * key's password (contract 1.6), and Standard Webhooks v1 with the account's secret. How to verify
 * both stands in docs/callbacks.md. Pure.
 */
final class Signatures {
  static final String CONTRACT = "X-Messente-Signature";
  static final String ID = "webhook-id";
  static final String TIMESTAMP = "webhook-timestamp";
  static final String STANDARD = "webhook-signature";

  private static final Macs PASSWORDS = new Macs();
  private static final Macs SECRETS = new Macs();

  private Signatures() {}

  /**
   * The headers that sign a request.
   *
   * @param id of the delivery: the same on every try
   * @param now the time of this try
   * @param key the accepting key; without one the contract's signature is left out
   * @param secret the account's; without one the standard's headers are left out
   */
  static Map<String, String> headers(
      byte[] signed, String id, Instant now, Optional<ApiKey> key, Optional<Secret> secret) {
    Map<String, String> headers = new LinkedHashMap<>();
    key.ifPresent(k -> headers.put(CONTRACT, contract(k.password(), signed)));
    secret.ifPresent(s -> {
      long seconds = now.getEpochSecond();
      headers.put(ID, id);
      headers.put(TIMESTAMP, Long.toString(seconds));
      String current = standard(s.current(), id, seconds, signed);
      String previous = s.previous();
      headers.put(
          STANDARD,
          previous != null && s.hasTwo(now)
              ? current + " " + standard(previous, id, seconds, signed)
              : current);
    });
    return headers;
  }

  /** HMAC-SHA256 with the password, lower-case hex (contract 1.6). */
  static String contract(String password, byte[] signed) {
    return HexFormat.of()
        .formatHex(
            PASSWORDS.hmac(
                password, () -> password.getBytes(StandardCharsets.UTF_8), new byte[0], signed));
  }

  /** {@code v1,} and base64 of the HMAC-SHA256 of {@code id.timestamp.content}. */
  static String standard(String secret, String id, long seconds, byte[] signed) {
    byte[] head = (id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8);
    return "v1,"
        + Base64.getEncoder()
            .encodeToString(SECRETS.hmac(secret, () -> Secret.key(secret), head, signed));
  }
}
