package io.waybill.http;

import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Passwords;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// HTTP Basic with API username and password (RFC 7617), credentials in UTF-8. The time it takes
/// tells neither how much of a password was right nor whether there is such a user.
public final class BasicAuth {
  private static final int HEADER_MAX = 2048;
  private static final String SCHEME = "basic ";

  /// Compared with when there is no such user, so that this takes as long.
  private static final String NOBODY = "no password is this one: it is never handed out";

  private final KeyRing ring;

  public BasicAuth(KeyRing ring) {
    this.ring = ring;
  }

  /// The enabled key that this request shows; empty if it shows none, or a wrong one.
  Optional<ApiKey> keyOf(Call call) {
    return call.header("Authorization").flatMap(BasicAuth::credentials).flatMap(this::open);
  }

  /// 401, with the challenge that RFC 9110, section 11.6.1, demands.
  static Answer refusal(Style style) {
    return style
        .refuse(401, "Log in by HTTP Basic with API username and API password.")
        .with("WWW-Authenticate", "Basic realm=\"waybill\", charset=\"UTF-8\"");
  }

  private Optional<ApiKey> open(Credentials shown) {
    Optional<ApiKey> key = ring.open(shown.username(), shown.password());
    if (key.isEmpty() && ring.key(shown.username()).isEmpty()) {
      // The result does not matter, only that the work is done.
      return Passwords.same(NOBODY, shown.password()) ? Optional.empty() : key;
    }
    return key;
  }

  private record Credentials(String username, String password) {
    @Override
    public String toString() {
      return "Credentials[" + username + "]";
    }
  }

  private static Optional<Credentials> credentials(String header) {
    if (header.length() > HEADER_MAX
        || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] octets;
    try {
      octets = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    String pair = new String(octets, StandardCharsets.UTF_8);
    int colon = pair.indexOf(':');
    return colon < 0
        ? Optional.empty()
        : Optional.of(new Credentials(pair.substring(0, colon), pair.substring(colon + 1)));
  }
}
