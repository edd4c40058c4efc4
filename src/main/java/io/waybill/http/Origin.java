package io.waybill.http;

import io.waybill.ops.AddressRange;
import io.waybill.ops.Config;
import io.waybill.ops.Config.ProxyHeader;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a request really comes from. Everybody can write the headers of proxies, so they are read
/// only when a trusted proxy sent them, from the right: what a trusted proxy added is believed,
/// what stood there before is not.
///
/// @param address of the client, or of the last proxy that could be trusted
/// @param isSecure whether the client used TLS
record Origin(InetAddress address, boolean isSecure) {
  /// More proxies in a row than anybody has.
  private static final int HOPS_MAX = 50;

  /// Longest text of an address with port: an IPv6 one in brackets and quotes.
  private static final int NODE_MAX = 64;

  /// The values of one header, in the order of their lines.
  interface Headers {
    List<String> all(String name);
  }

  /// One step on the way here: who asked, and by which scheme; each null if it was not said.
  private record Hop(@Nullable String node, @Nullable String scheme) {}

  /// Finds the client.
  ///
  /// @param peer who is connected
  /// @param secure whether that connection is TLS
  static Origin of(InetAddress peer, boolean secure, Config.Proxies proxies, Headers headers) {
    if (!isTrusted(peer, proxies)) {
      return new Origin(peer, secure);
    }
    List<Hop> hops =
        proxies.header() == ProxyHeader.FORWARDED
            ? forwarded(headers.all("Forwarded"))
            : forwardedFor(headers);
    InetAddress address = peer;
    boolean isSecure = secure;
    for (int i = hops.size() - 1; i >= Math.max(0, hops.size() - HOPS_MAX); i--) {
      Hop hop = hops.get(i);
      if (hop.scheme() != null) {
        isSecure = hop.scheme().equals("https");
      }
      Optional<InetAddress> before = hop.node() == null ? Optional.empty() : address(hop.node());
      if (before.isEmpty()) {
        break; // `unknown`, a hidden name, or nonsense: the proxy that wrote it is all we know
      }
      address = before.get();
      if (!isTrusted(address, proxies)) {
        break;
      }
    }
    return new Origin(address, isSecure);
  }

  static boolean isTrusted(InetAddress address, Config.Proxies proxies) {
    return proxies.trusted().stream().anyMatch(range -> range.contains(address));
  }

  private static List<Hop> forwardedFor(Headers headers) {
    List<String> nodes = split(headers.all("X-Forwarded-For"), ',');
    List<String> schemes = split(headers.all("X-Forwarded-Proto"), ',');
    List<Hop> hops = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      // Proxies set the scheme anew more often than they add to it: only the last can be placed.
      String scheme = last && !schemes.isEmpty() ? lower(schemes.getLast()) : null;
      hops.add(new Hop(nodes.get(i), scheme));
    }
    return hops;
  }

  /// RFC 7239, section 4: elements separated by commas, their parameters by semicolons.
  private static List<Hop> forwarded(List<String> lines) {
    List<Hop> hops = new ArrayList<>();
    for (String element : split(lines, ',')) {
      String node = null;
      String scheme = null;
      for (String pair : split(List.of(element), ';')) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? "" : lower(pair.substring(0, equals));
        String value = unquoted(pair.substring(equals + 1));
        if (name.equals("for")) {
          node = value;
        } else if (name.equals("proto")) {
          scheme = lower(value);
        }
      }
      hops.add(new Hop(node, scheme));
    }
    return hops;
  }

  /// Splits where it is not within quotes; a quote that is never closed takes the rest.
  private static List<String> split(List<String> lines, char at) {
    List<String> pieces = new ArrayList<>();
    for (String line : lines) {
      boolean quoted = false;
      int start = 0;
      for (int i = 0; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == '"') {
          quoted = !quoted;
        } else if (quoted && c == '\\') {
          i++;
        } else if (!quoted && c == at) {
          pieces.add(line.substring(start, i).strip());
          start = i + 1;
        }
      }
      pieces.add(line.substring(start).strip());
    }
    return pieces;
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1).replace("\\", "") : text;
  }

  /// An address, perhaps with a port: `192.0.2.1:80`, `[2001:db8::1]:80`, or a bare IPv6 address.
  private static Optional<InetAddress> address(String node) {
    String text = node;
    if (text.length() > NODE_MAX) {
      return Optional.empty();
    }
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      text = text.substring(0, text.indexOf(':'));
    }
    try {
      return Optional.of(AddressRange.address(text));
    } catch (IllegalArgumentException nonsense) {
      return Optional.empty();
    }
  }

  private static String lower(String text) {
    return text.strip().toLowerCase(Locale.ROOT);
  }
}
