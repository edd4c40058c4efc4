package io.waybill.ops;

import java.util.regex.Pattern;

/// A DNS server to ask, as `192.0.2.53`, `192.0.2.53:5353`, `[2001:db8::53]:53`, `2001:db8::53` or
/// `dns.example:53`.
///
/// @param host an IP address, IPv6 without brackets, or a name that the system knows
/// @param port 1 to 65535
public record NameServer(String host, int port) {
  private static final int USUAL_PORT = 53;
  private static final int PORT_MAX = 65_535;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");
  private static final Pattern NUMBER = Pattern.compile("[0-9.]*");
  private static final Pattern PORT = Pattern.compile("[1-9]\\d{0,4}");

  /// Reads one. Nothing is looked up.
  ///
  /// @throws IllegalArgumentException with a sentence that says what to write instead
  public static NameServer of(String text) {
    boolean bracketed = text.startsWith("[") && text.indexOf(']') > 0;
    int colon = text.indexOf(':', bracketed ? text.indexOf(']') : 0);
    boolean bare = !bracketed && colon >= 0 && text.indexOf(':', colon + 1) > colon;
    int end = bare || colon < 0 ? text.length() : colon;
    String host = bracketed ? text.substring(1, text.indexOf(']')) : text.substring(0, end);
    boolean isNumber = bare || bracketed || NUMBER.matcher(host).matches();
    boolean isHost = isNumber ? isAddress(host) : NAME.matcher(host).matches();
    boolean whole = !bracketed || text.indexOf(']') == end - 1;
    int port = end == text.length() ? USUAL_PORT : port(text.substring(end + 1));
    if (!isHost || !whole || port > PORT_MAX || port < 1) {
      throw new IllegalArgumentException(
          "'%s' is not a name server: write 192.0.2.53, 192.0.2.53:5353 or [2001:db8::53]:53"
              .formatted(text.length() <= 60 ? text : text.substring(0, 60) + "…"));
    }
    return new NameServer(host, port);
  }

  private static int port(String text) {
    return PORT.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }

  private static boolean isAddress(String host) {
    try {
      var _ = AddressRange.address(host);
      return true;
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  /// Host and port, IPv6 in brackets.
  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
