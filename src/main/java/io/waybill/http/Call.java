package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.waybill.http.BodyRoom.Hold;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// A request as handlers see it. Used by one thread.
public final class Call {
  private final ServerRequest request;
  private final Map<String, String> path;
  private final Query query;
  private final Origin origin;
  private final BodyReader bodies;
  private boolean hasKey;
  private boolean isCutShort;
  private boolean hadNoRoom;
  private @Nullable Hold hold;

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

  /// Path and query string as they came.
  public String pathAndQuery() {
    String query = request.query().rawValue();
    return request.path().rawPath() + (query.isEmpty() ? "" : "?" + query);
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
  /// @param place see {@link BodyReader#arrival}
  Body bodyUpTo(int octets, BooleanSupplier place) {
    return text(octets, place);
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
    return form(arrival(Math.min(Form.BODY_MAX, bodies.max()), () -> true));
  }

  /// The same for a longer body of somebody who was let in.
  ///
  /// @param place see {@link BodyReader#arrival}
  public Form.Read longForm(int octets, BooleanSupplier place) {
    showedKey();
    return form(arrival(Math.max(octets, bodies.max()), place));
  }

  private Form.Read form(Body.Arrival arrival) {
    return switch (arrival) {
      case Body.Arrival.Cut(var why) -> new Form.Read.Bad(why.status(), why.detail());
      case Body.Arrival.Whole(var octets) ->
          Form.read(request.query().rawValue(), header("Content-Type").orElse(""), octets);
    };
  }

  private Body text(int most, BooleanSupplier place) {
    Body body = bodies.text(arrival(most, place), held());
    hadNoRoom |= body instanceof Body.Refused refused && refused.status() == Body.NO_ROOM;
    return body;
  }

  private Body.Arrival arrival(int most, BooleanSupplier place) {
    Body.Arrival arrival = bodies.arrival(request, held(), most, place);
    if (arrival instanceof Body.Arrival.Cut(var why)) {
      isCutShort = true;
      hadNoRoom |= why.status() == Body.NO_ROOM;
    }
    return arrival;
  }

  private Hold held() {
    Hold mine = hold;
    if (mine == null) {
      mine = bodies.room().open(hasKey);
      hold = mine;
    }
    return mine;
  }

  /// The caller has shown a valid key: there is more room for what it sends.
  void showedKey() {
    hasKey = true;
  }

  /// Whether a body was refused because there was no room for it.
  boolean hadNoRoom() {
    return hadNoRoom;
  }

  /// It is answered: gives back the room that its body took.
  void end() {
    Hold mine = hold;
    if (mine != null) {
      mine.close();
      hold = null;
    }
  }

  /// Whether some of the body is still to come although it was read: then the connection must be
  /// closed after the answer, whatever its status.
  boolean isCutShort() {
    return isCutShort;
  }

  /// Reads the body; to be called once.
  public Body body() {
    return text(bodies.max(), () -> true);
  }
}
