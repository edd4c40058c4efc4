package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;

/// A request as handlers see it. Used by one thread.
public final class Call {
  private final ServerRequest request;
  private final Map<String, String> path;
  private final Query query;
  private final int bodyMax;

  Call(ServerRequest request, Map<String, String> path, Query query, int bodyMax) {
    this.request = request;
    this.path = Map.copyOf(path);
    this.query = query;
    this.bodyMax = bodyMax;
  }

  /// The value of a segment in braces of the route's pattern.
  public String path(String name) {
    String value = path.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no segment {" + name + "}");
    }
    return value;
  }

  /// The query string's parameters.
  public Query query() {
    return query;
  }

  /// The first value of a header.
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /// Reads a body that may be so many times as long as usual; to be called once.
  public Body body(int times) {
    return Body.read(request, Math.multiplyExact(bodyMax, times));
  }

  /// Reads a body of at most so many octets; to be called once.
  Body bodyUpTo(int octets) {
    return Body.read(request, octets);
  }

  /// What Content-Length says; 0 if there is none.
  long announcedLength() {
    return request.headers().contentLength().orElse(0);
  }

  /// Octets that a body may usually have.
  int usualBodyMax() {
    return bodyMax;
  }

  /// Where the request comes from.
  public InetAddress clientAddress() {
    if (request.remotePeer().address() instanceof InetSocketAddress peer
        && peer.getAddress() != null) {
      return peer.getAddress();
    }
    return InetAddress.getLoopbackAddress(); // a local socket without addresses
  }

  /// Reads the body; to be called once.
  public Body body() {
    return Body.read(request, bodyMax);
  }
}
