package io.waybill.dashboard;

import io.waybill.http.Call;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The cookies that the dashboard sets: never readable by scripts, sent along only from our own
 * pages and by links to them, over TLS bound to this host.
 */
final class Cookies {
  /** Holds the token of a session, or of a visitor who is not logged in yet. */
  static final String SESSION = "waybill";

  /** Says that somebody has logged in from this browser before. */
  static final String DEVICE = "waybill-device";

  private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9_.-]{1,200}");

  private Cookies() {}

  /** The value of a cookie; empty if there is none, or what is there cannot be ours. */
  static Optional<String> read(Call call, String name) {
    String wanted = named(call, name) + "=";
    for (String pair : call.header("Cookie").orElse("").split(";", 100)) {
      String one = pair.strip();
      if (one.startsWith(wanted)) {
        String value = one.substring(wanted.length());
        return VALUE.matcher(value).matches() ? Optional.of(value) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** What {@code Set-Cookie} says. */
  static String write(Call call, String name, String value, Duration lasts) {
    return named(call, name)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + lasts.toSeconds()
        + (call.isSecure() ? "; Secure" : "");
  }

  /** The prefix makes browsers refuse it from anywhere but this host, over TLS. */
  private static String named(Call call, String name) {
    return (call.isSecure() ? "__Host-" : "") + name;
  }
}
