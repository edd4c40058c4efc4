package io.waybill.http;

import io.waybill.http.Form.Pair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Bodies of the type `multipart/form-data` (RFC 7578), as PHP's curl sends arrays. A file counts
/// as its content.
final class Multipart {
  /// RFC 2046, section 5.1.1, allows 70 characters; some clients are more generous.
  private static final int BOUNDARY_MAX = 200;

  private static final int HEADERS_MAX = 4096;
  private static final Pattern BOUNDARY =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]+)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAME =
      Pattern.compile(
          "(?im)^content-disposition:\\s*form-data\\b.*?;\\s*name=(?:\"([^\"\\r\\n]*)\"|([^\\s;\"]+))");
  private static final Pattern AFTER_BOUNDARY = Pattern.compile("[ \\t]*\\r\\n");
  private static final byte[] HEADERS_END = octets("\r\n\r\n");

  private Multipart() {}

  /// The parts in their order; empty if the body is broken or has too many.
  static Optional<List<Pair>> read(String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType);
    if (!boundary.find()) {
      return Optional.empty();
    }
    String mark = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
    if (mark.length() > BOUNDARY_MAX) {
      return Optional.empty();
    }
    byte[] opening = octets("--" + mark);
    byte[] delimiter = octets("\r\n--" + mark);
    int at = startsWith(body, opening, 0) ? opening.length : after(body, delimiter, 0);
    List<Pair> pairs = new ArrayList<>();
    while (at >= 0 && !startsWith(body, octets("--"), at)) {
      int end = find(body, delimiter, at);
      Optional<Pair> pair = end < 0 ? Optional.empty() : part(body, at, end);
      if (pair.isEmpty() || pairs.size() == Form.PARAMETERS_MAX) {
        return Optional.empty();
      }
      pairs.add(pair.get());
      at = end + delimiter.length;
    }
    return at < 0 ? Optional.empty() : Optional.of(pairs);
  }

  /// From the end of a delimiter to the beginning of the next one.
  private static Optional<Pair> part(byte[] body, int from, int end) {
    int content = after(body, HEADERS_END, from);
    if (content < 0 || content > end || content - from > HEADERS_MAX) {
      return Optional.empty();
    }
    // Names outside ASCII come as they are (RFC 7578, section 5.1), and none is one of ours.
    String headers = new String(body, from, content - from, StandardCharsets.ISO_8859_1);
    Matcher name = NAME.matcher(headers);
    return AFTER_BOUNDARY.matcher(headers).lookingAt() && name.find()
        ? Optional.of(
            new Pair(
                name.group(1) != null ? name.group(1) : name.group(2),
                Arrays.copyOfRange(body, content, end)))
        : Optional.empty();
  }

  private static int after(byte[] body, byte[] what, int from) {
    int found = find(body, what, from);
    return found < 0 ? -1 : found + what.length;
  }

  private static int find(byte[] body, byte[] what, int from) {
    for (int i = from; i <= body.length - what.length; i++) {
      if (startsWith(body, what, i)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean startsWith(byte[] body, byte[] what, int from) {
    return from + what.length <= body.length
        && Arrays.equals(body, from, from + what.length, what, 0, what.length);
  }

  private static byte[] octets(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }
}
