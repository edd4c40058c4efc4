package io.waybill.accept;

import io.waybill.http.HostForm;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Which URLs reports can be sent to. Whether the address behind one may be called is looked at
/// when it is called.
public final class CallbackUrls {
  static final int LENGTH_MAX = 2000;

  private static final int PORT_MAX = 65_535;

  private CallbackUrls() {}

  /// What is wrong with it; empty if nothing is.
  public static Optional<String> fault(String url) {
    if (url.length() > LENGTH_MAX) {
      return Optional.of("must not be longer than " + LENGTH_MAX + " characters");
    }
    if (!url.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
      return Optional.of("must be ASCII without blanks: percent-encode other characters");
    }
    URI uri;
    try {
      uri = new URI(url);
    } catch (URISyntaxException notOne) {
      return Optional.of("is not a URL: percent-encode special characters");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("must begin with http:// or https://");
    }
    if (uri.getRawUserInfo() != null) {
      return Optional.of("must not contain a user name or password");
    }
    if (uri.getHost() == null || uri.getPort() > PORT_MAX || uri.getPort() == 0) {
      return Optional.of("must name a host, and a port from 1 to 65535 if any");
    }
    return HostForm.fault(uri.getHost());
  }
}
