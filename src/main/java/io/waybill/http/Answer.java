package io.waybill.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What is answered to a request.
///
/// @param body empty where there is a stream
/// @param headers besides Content-Type, Content-Length and those that every answer has
/// @param cookies to be set, each as `Set-Cookie` has it
/// @param stream writes the body bit by bit; null where it is there as a whole
public record Answer(
    int status,
    String contentType,
    String body,
    Map<String, String> headers,
    @Nullable Stream stream,
    List<String> cookies) {
  /// The media type of JSON; it is UTF-8 by definition (RFC 8259, section 8.1).
  public static final String JSON = "application/json";

  static final String PROBLEM = "application/problem+json";

  public Answer {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /// Writes a body that is too long to be had as a whole, or not over yet.
  @FunctionalInterface
  public interface Stream {
    /// Writes all of it. A client that takes nothing for 30 s is cut: then writing fails.
    void writeTo(OutputStream out) throws IOException;
  }

  /// An answer whose body is there as a whole.
  public Answer(int status, String contentType, String body, Map<String, String> headers) {
    this(status, contentType, body, headers, null, List.of());
  }

  /// An answer whose body is written bit by bit.
  public static Answer streamed(String contentType, Stream stream) {
    return new Answer(200, contentType, "", Map.of(), stream, List.of());
  }

  /// An answer without further headers.
  public Answer(int status, String contentType, String body) {
    this(status, contentType, body, Map.of());
  }

  /// A JSON answer.
  public static Answer json(int status, JsonNode body) {
    return new Answer(status, JSON, Json.write(body));
  }

  /// The same answer with one more header.
  public Answer with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new Answer(status, contentType, body, more, stream, cookies);
  }

  /// The same answer that sets these cookies.
  public Answer withCookies(List<String> set) {
    return new Answer(status, contentType, body, headers, stream, set);
  }
}
