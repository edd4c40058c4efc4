package io.waybill.webhook;

import io.waybill.account.ApiKey;
import io.waybill.message.Entry.Report;
import io.waybill.message.ErrorDictionary;
import io.waybill.message.Ids;
import io.waybill.store.Envelope;
import io.waybill.store.Steps.Telling;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What is sent to the customer for one report (contract 1.6). Pure. */
final class Callback {
  private static final int ERR_NONE = 0;
  private static final int ERR_SEEN = 10;
  private static final String ALGORITHM = "HmacSHA256";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Callback() {}

  /** Where it goes; empty if that is no absolute http or https URL with a host. */
  static Optional<URI> target(@Nullable String url) {
    if (url == null) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean usable =
          (scheme.equals("http") || scheme.equals("https"))
              && uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getPort() != 0
              && uri.getPort() <= 65_535;
      return usable ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException notUrl) {
      return Optional.empty();
    }
  }

  /** The body: UTF-8 JSON, the same octets on every try. */
  static byte[] body(Envelope envelope, Report report) {
    int err = report.err();
    boolean hasError = err != ERR_NONE && err != ERR_SEEN;
    Map<String, @Nullable Object> body = new LinkedHashMap<>();
    body.put("status", report.status().name());
    body.put("sender", envelope.sender());
    body.put("err", err);
    body.put("message_id", envelope.id().toString());
    body.put("to", envelope.recipient());
    body.put("channel", envelope.channel());
    body.put("error", hasError ? ErrorDictionary.ofErr(err).cause() : null);
    body.put("omnimessage_id", Ids.omniOf(envelope.id()).toString());
    body.put("timestamp", timestamp(report.at()));
    return JSON.writeValueAsBytes(body);
  }

  /**
   * The headers.
   *
   * @param key the accepting key; without one there is no signature
   */
  static Map<String, String> headers(Telling telling, byte[] body, Optional<ApiKey> key) {
    Map<String, String> headers = new LinkedHashMap<>();
    String report = telling.envelope().id() + "-" + telling.report().number();
    headers.put("Waybill-Delivery-Id", report);
    key.ifPresent(k -> headers.put("X-Messente-Signature", signature(k.password(), body)));
    return headers;
  }

  /** HMAC-SHA256 over the raw body, lower-case hex. */
  static String signature(String password, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }

  private static String timestamp(Instant at) {
    return TIMESTAMP.format(at);
  }
}
