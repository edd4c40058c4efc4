package io.waybill.http;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What is answered to a request.
///
/// @param headers besides Content-Type, Content-Length and those that every answer has
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
  /// The media type of JSON; it is UTF-8 by definition (RFC 8259, section 8.1).
  public static final String JSON = "application/json";

  static final String PROBLEM = "application/problem+json";

  public Answer {
    headers = Map.copyOf(headers);
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
    return new Answer(status, contentType, body, more);
  }
}
