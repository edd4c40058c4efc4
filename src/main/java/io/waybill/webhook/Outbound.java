package io.waybill.webhook;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to a customer's endpoint.
 *
 * @param method GET or POST
 * @param target without fragment
 * @param body empty for GET
 * @param headers not to be changed by anyone any more
 */
record Outbound(String method, URI target, String body, Map<String, String> headers) {
  /** What stands in the request line. */
  String pathAndQuery() {
    String path = target.getRawPath();
    String query = target.getRawQuery();
    return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
  }

  /** What is signed: the body; where there is none, the raw path and query. */
  byte[] signed() {
    return (method.equals("GET") ? pathAndQuery() : body).getBytes(StandardCharsets.UTF_8);
  }

  /** The same with more headers. */
  Outbound with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new Outbound(method, target, body, all);
  }
}
