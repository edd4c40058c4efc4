package io.waybill.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Requests of HTTP/1.0 as the same request of HTTP/1.1 that closes the connection: PHP's streams
/// and old proxies speak no other. Pure.
final class OldHttp {
  private static final String OLD = " HTTP/1.0";

  /// What means something else, or nothing, in HTTP/1.0 (RFC 9110, sections 7.6.1, 7.8, 10.1.1).
  private static final Set<String> DROPPED =
      Set.of("connection", "keep-alive", "proxy-connection", "expect", "upgrade");

  private OldHttp() {}

  /// Whether the line that ends at this line feed is a request line of HTTP/1.0.
  static boolean isLine(byte[] all, int lineFeed) {
    return new String(all, 0, lineFeed, StandardCharsets.ISO_8859_1).endsWith(OLD + "\r");
  }

  /// The same octets with the head written anew; as they are if it has what HTTP/1.0 does not know:
  /// then the parser refuses the version.
  ///
  /// @param lineFeed the end of the request line
  /// @param end where the empty line begins that ends the head
  static byte[] modern(byte[] all, int lineFeed, int end) {
    String line = new String(all, 0, lineFeed - 1, StandardCharsets.ISO_8859_1);
    // A head of nothing but its request line ends where that ends.
    String headers =
        end <= lineFeed
            ? ""
            : new String(all, lineFeed + 1, end - lineFeed - 1, StandardCharsets.ISO_8859_1);
    List<String> kept = new ArrayList<>();
    boolean hasHost = false;
    for (String header : headers.isEmpty() ? new String[0] : headers.split("\r\n", -1)) {
      String name = header.split(":", 2)[0].toLowerCase(Locale.ROOT);
      if (header.startsWith(" ") || header.startsWith("\t") || name.equals("transfer-encoding")) {
        return all;
      }
      hasHost |= name.equals("host");
      if (!DROPPED.contains(name)) {
        kept.add(header);
      }
    }
    if (!hasHost) {
      kept.add("Host: localhost"); // HTTP/1.1 asks for one, and nothing here looks at it
    }
    kept.add("Connection: close");
    String head =
        line.substring(0, line.length() - OLD.length())
            + " HTTP/1.1\r\n"
            + String.join("\r\n", kept)
            + "\r\n\r\n";
    byte[] begin = head.getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = new byte[begin.length + all.length - end - 4];
    System.arraycopy(begin, 0, whole, 0, begin.length);
    System.arraycopy(all, end + 4, whole, begin.length, all.length - end - 4);
    return whole;
  }
}
