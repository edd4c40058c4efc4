package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// A request as handlers see it. Used by one thread.
public final class Call {
  private final ServerRequest request;
  private final Map<String, String> path;
  private final Query query;
  private final Origin origin;
  private final BodyReader bodies;
  private boolean isCutShort;

  Call(
      ServerRequest request,
      Map<String, String> path,
      Query query,
      Origin origin,
      BodyReader bodies) {
    this.request = request;
    this.path = Map.copyOf(path);
    this.query = query;
    this.origin = origin;
    this.bodies = bodies;
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

  /// Reads a body of at most so many octets; to be called once.
  ///
  /// @param room see {@link BodyReader#readLong}
  Body bodyUpTo(int octets, BooleanSupplier room) {
    return bodies.readLong(request, octets, room);
  }

  /// What Content-Length says; 0 if there is none.
  long announcedLength() {
    return request.headers().contentLength().orElse(0);
  }

  /// Octets that a body may usually have.
  int usualBodyMax() {
    return bodies.max();
  }

  /// Where the request comes from: the client's address, as told by proxies that are trusted
  /// (`http.trusted_proxies`), else whoever is connected.
  public InetAddress clientAddress() {
    return origin.address();
  }

  /// Whether the client used TLS, to us or to a trusted proxy.
  public boolean isSecure() {
    return origin.isSecure();
  }

  /// Reads the parameters of query string and body; to be called once.
  public Form.Read form() {
    return switch (bodies.arrival(request)) {
      case Body.Arrival.Cut(var why) -> {
        isCutShort = true;
        yield new Form.Read.Bad(why.status(), why.detail());
      }
      case Body.Arrival.Whole(var octets) ->
          Form.read(request.query().rawValue(), header("Content-Type").orElse(""), octets);
    };
  }

  /// Whether some of the body is still to come although it was read: then the connection must be
  /// closed after the answer, whatever its status.
  boolean isCutShort() {
    return isCutShort;
  }

  /// Reads the body; to be called once.
  public Body body() {
    return bodies.read(request);
  }
}
