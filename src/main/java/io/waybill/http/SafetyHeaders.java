package io.waybill.http;

import java.util.Map;

/// The headers that every answer has, so that no browser makes of it what it is not. A page that
/// needs more sets its own policy.
final class SafetyHeaders {
  /// Nothing in an answer is to be loaded, run or framed.
  static final Map<String, String> ALL =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Referrer-Policy", "no-referrer",
          "Content-Security-Policy",
              "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
          "X-Frame-Options", "DENY",
          "Cache-Control", "no-store");

  /// For those who came by TLS: they are to go on doing so (RFC 6797).
  static final String STRICT_TRANSPORT = "max-age=31536000";

  private SafetyHeaders() {}
}
