package io.waybill.webhook;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.message.Entry.Report;
import io.waybill.message.Status;
import io.waybill.ops.Config;
import io.waybill.store.CallbackSecrets.Secret;
import io.waybill.store.Envelope;
import io.waybill.store.ReportFormat;
import io.waybill.store.Steps.Telling;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages, reports and settings to test with. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00.120Z");
  static final String KEY = "kohvik-api";
  static final String PASSWORD = "pass-word-0123456789";

  /** 32 octets: 0, 1, 2 and so on. */
  static final Secret SECRET =
      new Secret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", NOON, null, null);

  private Samples() {}

  static Envelope envelope(UUID id, int account, @Nullable String url) {
    return envelope(id, account, url, ReportFormat.CONTRACT, Envelope.Extras.NONE);
  }

  static Envelope envelope(UUID id, String url, ReportFormat format, Envelope.Extras extras) {
    return envelope(id, 7, url, format, extras);
  }

  private static Envelope envelope(
      UUID id, int account, @Nullable String url, ReportFormat format, Envelope.Extras extras) {
    return new Envelope(
        id,
        account,
        KEY,
        "tele",
        1,
        "Kohvik",
        "+37255555555",
        "EE",
        null,
        null,
        url,
        "plaintext",
        LocalDate.of(2026, 6, 1),
        0,
        null,
        NOON,
        Envelope.SMS,
        format,
        extras);
  }

  static Telling telling(UUID id, String url, ReportFormat format) {
    Report delivered = new Report(1, Status.DELIVRD, 0, NOON, true);
    return new Telling(envelope(id, url, format, Envelope.Extras.NONE), 1, delivered, 1, false);
  }

  static Telling telling(UUID id, int report) {
    Report delivered = new Report(report, Status.DELIVRD, 0, NOON, true);
    return new Telling(envelope(id, 7, "http://a.example/x"), 1, delivered, 1, false);
  }

  /** A ring with one key. */
  static KeyRing ring(String username, String password) {
    ApiKey key = new ApiKey(username, 7, password, true, null, null, "on");
    return new KeyRing() {
      @Override
      public Optional<ApiKey> key(String name) {
        return Optional.of(key).filter(k -> k.username().equals(name));
      }

      @Override
      public Optional<Account> account(int id) {
        return Optional.of(new Account(id, "Kohvik", true, 90, Map.of()));
      }
    };
  }

  static Config.Callbacks settings(boolean allowPrivate, Duration timeout) {
    return new Config.Callbacks(
        allowPrivate,
        Duration.ofSeconds(2),
        timeout,
        8,
        64,
        512,
        1_000_000,
        "1-65535",
        null,
        null,
        List.of());
  }
}
