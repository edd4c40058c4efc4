package io.waybill.http;

import io.waybill.account.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// HTTP Basic with API username and password (RFC 7617), credentials in UTF-8.
public final class BasicAuth {
  private static final int HEADER_MAX = 2048;
  private static final String SCHEME = "basic ";

  private final Gate gate;

  public BasicAuth(Gate gate) {
    this.gate = gate;
  }

  /// Whether the key that this request shows may do what needs that scope.
  Admission admit(Call call, Scope needed) {
    return call.header("Authorization")
        .flatMap(BasicAuth::credentials)
        .map(shown -> gate.admit(call, shown.username(), shown.password(), needed))
        .orElseGet(() -> gate.withoutKey(call));
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
