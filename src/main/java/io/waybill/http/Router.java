package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.waybill.http.Patience.Phase;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.ops.Unavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the route of a request, has it answered, counts it. The outermost loop: whatever a handler
/// throws ends here.
final class Router implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final List<Route> routes;
  private final BodyReader bodies;
  private final Patience patience;
  private final Config.Proxies proxies;
  private final Limits limits;
  private final Counter requests;
  private final Histogram seconds;

  Router(List<Route> routes, Config.Http http, Patience patience, BodyRoom room, Metrics metrics) {
    this.routes = List.copyOf(routes);
    this.patience = patience;
    proxies = http.proxies();
    bodies = new BodyReader(http.maxBodyBytes(), patience, room);
    limits = new Limits(http.limits(), System::nanoTime);
    requests =
        metrics.counter(
            "waybill_http_requests_total", "Requests answered.", "method", "route", "status");
    seconds =
        metrics.latency(
            "waybill_http_request_seconds", "Time until the answer was ready.", "method", "route");
  }

  /// The route that answers, and what the segments in braces were.
  private record Found(Route route, Map<String, String> values) {}

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    long start = System.nanoTime();
    String rawPath = request.path().rawPath();
    Style style = Style.ofPath(rawPath);
    Optional<List<String>> path = segments(rawPath);
    Optional<Query> query = Query.of(request.query().rawValue());
    Found found =
        path.isEmpty()
            ? nowhere(style.refuse(400, "The percent-encoding of the URL is broken."))
            : find(request.prologue().method().text(), path.get(), style, isBrowser(request));
    if (query.isEmpty() && found.route.style() != Style.CLASSIC) {
      // Classic routes read octets themselves: what they mean is for their charset to say.
      found = nowhere(style.refuse(400, "The percent-encoding of the URL is broken."));
    }
    Query parameters = query.orElse(new Query(Map.of()));
    Origin origin = origin(request);
    Call call = new Call(request, found.values, parameters, origin, bodies);
    try {
      answer(request, response, found.route, call, start);
    } finally {
      call.end();
    }
  }

  private void answer(
      ServerRequest request, ServerResponse response, Route route, Call call, long start) {
    Answer plain = answer(route, call);
    Answer answer = call.hadNoRoom() ? plain.with("Retry-After", "1") : plain;
    String method = route.method();
    String pattern = route.pattern();
    requests.labelValues(method, pattern, Integer.toString(answer.status())).inc();
    seconds.labelValues(method, pattern).observe((System.nanoTime() - start) / 1e9);
    send(request, response, answer, call);
  }

  /// Somebody who would rather have a page, where there is one.
  private static boolean isBrowser(ServerRequest request) {
    return request.headers().first(HeaderNames.ACCEPT).orElse("").startsWith("text/html")
        && !request.path().rawPath().startsWith("/api/");
  }

  private Origin origin(ServerRequest request) {
    boolean hasAddress =
        request.remotePeer().address() instanceof InetSocketAddress peer
            && peer.getAddress() != null;
    InetAddress peer =
        hasAddress
            ? ((InetSocketAddress) request.remotePeer().address()).getAddress()
            : InetAddress.getLoopbackAddress(); // a socket of this machine without addresses
    return Origin.of(
        peer,
        request.isSecure(),
        proxies,
        name -> request.headers().all(HeaderNames.create(name), List::of));
  }

  private Found find(String method, List<String> path, Style pathStyle, boolean isBrowser) {
    List<Route> here = new ArrayList<>();
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.match(path);
      if (values.isPresent()) {
        if (route.method().equals(method)) {
          return new Found(route, values.get());
        }
        here.add(route);
      }
    }
    // To look at what can only be done is to look for a page that is not there.
    if (here.stream().allMatch(route -> route.access() == Route.Access.PAGE)) {
      for (Route route : routes) {
        if (route.isElsewhere()
            && method.equals("GET")
            && pathStyle == Style.PROBLEM
            && isBrowser) {
          return new Found(route, Map.of());
        }
      }
    }
    if (here.isEmpty()) {
      return nowhere(pathStyle.refuse(404, "There is nothing at this path."));
    }
    String allowed = String.join(", ", new TreeSet<>(here.stream().map(Route::method).toList()));
    Style style = here.getFirst().style();
    return nowhere(
        style.refuse(405, "This path answers only to " + allowed + ".").with("Allow", allowed));
  }

  /// Counted together: names that clients invent must not become metrics.
  private static Found nowhere(Answer answer) {
    return new Found(Route.open("other", "none", Style.PROBLEM, call -> answer), Map.of());
  }

  private Answer answer(Route route, Call call) {
    Optional<Duration> wait =
        route.isOpen() ? limits.unkeyed(call.clientAddress()) : Optional.empty();
    if (wait.isPresent()) {
      return new Admission.TooMany(wait.get()).refusal(route.style());
    }
    try {
      return route.handler().handle(call);
    } catch (Unavailable away) {
      LOG.warn("{} {}: {}", route.method(), route.pattern(), away.getMessage());
      return route
          .style()
          .refuse(503, "The database does not answer; try again in a moment.")
          .with("Retry-After", "2");
    } catch (RuntimeException unexpected) {
      String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
      LOG.error("failure {} at {} {}", id, route.method(), route.pattern(), unexpected);
      return route.style().refuse(500, "Something failed here. Tell the operator this id: " + id);
    }
  }

  private void send(ServerRequest request, ServerResponse response, Answer answer, Call call) {
    boolean cut =
        call.isCutShort()
            || bodies.isLeftOver(request)
            || answer.status() == 413
            || answer.status() == 408;
    response.status(Status.create(answer.status()));
    response.header(HeaderNames.CONTENT_TYPE, answer.contentType());
    SafetyHeaders.ALL.forEach(response::header);
    if (call.isSecure()) {
      response.header("Strict-Transport-Security", SafetyHeaders.STRICT_TRANSPORT);
    }
    answer.headers().forEach(response::header);
    if (!answer.cookies().isEmpty()) {
      response.headers().set(HeaderNames.SET_COOKIE, answer.cookies());
    }
    boolean last = request.headers().containsToken(HeaderValues.CONNECTION_CLOSE);
    if (cut || last) {
      response.header(HeaderNames.CONNECTION, "close");
    }
    patience.await(Phase.ANSWER);
    try {
      // RFC 9110, section 9.3.2: nothing but headers, or it would be taken for the next answer.
      boolean isHead = request.prologue().method().text().equals("HEAD");
      Answer.Stream stream = answer.stream();
      if (stream == null || isHead) {
        response.send((isHead ? "" : answer.body()).getBytes(StandardCharsets.UTF_8));
      } else {
        write(response, stream);
      }
    } catch (UncheckedIOException gone) {
      throw new CloseConnectionException("the client did not take the answer", gone);
    }
    if (!patience.arrived()) {
      throw new CloseConnectionException("the client took the answer too slowly");
    }
    if (cut) {
      bodies.linger(request);
    }
    if (cut || last) {
      // Helidon 4.5.0 writes the header, but leaves the connection open by itself.
      throw new CloseConnectionException("closed after the answer");
    }
    if (request.content().hasEntity() && !request.content().consumed()) {
      // Helidon reads on to the next request, however long that takes.
      patience.await(Phase.BODY_PAUSE);
    }
  }

  /// What fails midway must not look like the end: the connection is cut.
  private void write(ServerResponse response, Answer.Stream stream) {
    try (OutputStream out = new PatientOutput(response.outputStream(), patience)) {
      stream.writeTo(out);
    } catch (IOException gone) {
      throw new CloseConnectionException("the client did not take the answer", gone);
    } catch (UncheckedIOException | CloseConnectionException gone) {
      throw gone; // whoever closes a tab that follows something is no fault
    } catch (RuntimeException broken) {
      LOG.error("an answer broke off", broken);
      throw new CloseConnectionException("the answer broke off", broken);
    }
  }

  private static Optional<List<String>> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String raw : Route.segments(rawPath)) {
      Optional<String> decoded = Utf8.unescape(raw, false);
      if (decoded.isEmpty()) {
        return Optional.empty();
      }
      segments.add(decoded.get());
    }
    return Optional.of(segments);
  }
}
