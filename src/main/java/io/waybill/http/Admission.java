package io.waybill.http;

import io.waybill.account.ApiKey;
import io.waybill.account.Scope;
import java.time.Duration;

/// What the gate says to a caller.
public sealed interface Admission {

  /// The caller may go on with this key.
  record Admitted(ApiKey key) implements Admission {}

  /// No enabled key has this username and password.
  record NoKey() implements Admission {}

  /// The key is right, but its list of addresses does not hold the caller's.
  record WrongAddress() implements Admission {}

  /// The key is right, but was not made for this.
  record MissingScope(Scope needed) implements Admission {}

  /// Too many requests, or too many wrong passwords from this address.
  ///
  /// @param retryAfter when to come back, at least a second
  record TooMany(Duration retryAfter) implements Admission {}

  /// How it is written for one who is not admitted: 401, 403 or 429.
  ///
  /// @throws IllegalStateException if he is
  default Answer refusal(Style style) {
    return switch (this) {
      case Admitted admitted -> throw new IllegalStateException("let in: " + admitted.key());
      case NoKey() ->
          // RFC 9110, section 11.6.1, demands the challenge.
          style
              .refuse(401, "Log in by HTTP Basic with API username and API password.")
              .with("WWW-Authenticate", "Basic realm=\"waybill\", charset=\"UTF-8\"");
      case WrongAddress() ->
          style.refuse(
              403, "This API key may not be used from your address: its list does not hold it.");
      case MissingScope(var needed) ->
          style.refuse(403, "This API key has not the scope " + needed.word() + ".");
      case TooMany(var retryAfter) ->
          style
              .refuse(429, "Too many requests; come back after the seconds in Retry-After.")
              .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    };
  }
}
