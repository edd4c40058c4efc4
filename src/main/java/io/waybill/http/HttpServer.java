package io.waybill.http;

import io.helidon.common.tls.Tls;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.waybill.http.Patience.Phase;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Listens for HTTP/1.1 and answers by the routes it was given, and by its own: `/health/live`,
/// `/health/ready` and `/metrics`. Everything a client sends has a bound.
public final class HttpServer implements AutoCloseable {
  /// Longest request line, octets: a reference or a cursor fits many times over.
  public static final int REQUEST_LINE_MAX = 8192;

  /// All request headers together, octets.
  public static final int HEADERS_MAX = 16_384;

  /// How long requests under way may take when the server is closed.
  public static final Duration GRACE = Duration.ofSeconds(5);

  /// What runs beside the server and ends with it.
  private interface Part {
    void close();
  }

  private final WebServer server;
  private final List<Route> routes;
  private final List<Part> parts;

  private HttpServer(WebServer server, List<Route> routes, List<Part> parts) {
    this.server = server;
    this.routes = List.copyOf(routes);
    this.parts = List.copyOf(parts);
  }

  /// Begins to listen; with TLS if the configuration has a certificate.
  ///
  /// @throws UncheckedIOException if the certificate cannot be used or the address cannot be had,
  ///   with a sentence about it
  public static HttpServer start(
      Config.Http http, List<Route> routes, Health health, Metrics metrics) {
    return start(http, routes, health, metrics, new Patience(metrics), new BodyRoom(metrics));
  }

  static HttpServer start(
      Config.Http http, List<Route> routes, Health health, Metrics metrics, Patience patience) {
    return start(http, routes, health, metrics, patience, new BodyRoom(metrics));
  }

  static HttpServer start(
      Config.Http http,
      List<Route> routes,
      Health health,
      Metrics metrics,
      Patience patience,
      BodyRoom room) {
    List<Route> all = new ArrayList<>(routes);
    all.addAll(SystemRoutes.of(health, metrics));
    Http1Config http1 =
        Http1Config.builder()
            .maxPrologueLength(REQUEST_LINE_MAX)
            .maxHeadersSize(HEADERS_MAX)
            .addReceiveListener(new PatientConnections.Progress(patience))
            .build();
    Peers peers = new Peers(http, metrics);
    Duration idle = patience.time(Phase.IDLE);
    WebServerConfig.Builder server =
        WebServer.builder()
            .host(http.host())
            .port(http.port())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .shutdownGracePeriod(GRACE)
            .maxTcpConnections(http.maxConnections())
            .idleConnectionTimeout(idle)
            .idleConnectionPeriod(idle.dividedBy(6))
            .protocolsDiscoverServices(false)
            .addConnectionSelector(
                new PatientConnections(
                    Http1ConnectionSelector.builder().config(http1).build(), patience, peers))
            .directHandlers(refusals(http.tls() != null, patience))
            .routing(HttpRouting.builder().any(new Router(all, http, patience, room, metrics)));
    List<Part> parts = new ArrayList<>(List.of(patience::close));
    if (http.tls() != null) {
      Certificates certificates = Certificates.open(http.tls(), health, metrics);
      parts.add(certificates::close);
      server.tls(
          Tls.builder()
              .sslContext(new TlsContext(certificates.context(), patience, peers))
              .build());
      // With channels Helidon 4.5 would look up the name of every client before the handshake.
      server.useNio(false);
    }
    try {
      return new HttpServer(server.build().start(), all, parts);
    } catch (UncheckedIOException taken) {
      parts.forEach(Part::close);
      Throwable why = taken.getCause() == null ? taken : taken.getCause();
      throw new UncheckedIOException(
          new IOException(
              "http.host %s, http.port %d: %s"
                  .formatted(http.host(), http.port(), why.getMessage()),
              taken));
    }
  }

  /// Where it listens; the one that was found free if the configuration says 0.
  public int port() {
    return server.port();
  }

  /// All that is served, its own routes too.
  public List<Route> routes() {
    return routes;
  }

  /// Accepts nothing new, lets requests under way finish for at most five seconds, then cuts them.
  @Override
  public void close() {
    server.stop();
    parts.forEach(Part::close);
  }

  /// Answers to what never becomes a request: broken request lines, headers beyond their bound.
  private static DirectHandlers refusals(boolean secure, Patience patience) {
    DirectHandler refusal =
        (request, type, status, headers, ignored) -> {
          // It is the last one: the connection is closed after it.
          patience.await(status.code() == 414 ? Phase.LAST_ANSWER : Phase.ANSWER);
          return refuse(request, status, headers, secure);
        };
    DirectHandlers.Builder all = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      all.addHandler(type, refusal);
    }
    return all.build();
  }

  private static TransportResponse refuse(
      DirectHandler.TransportRequest request,
      Status status,
      ServerResponseHeaders headers,
      boolean secure) {
    // Helidon 4.5 says 500 of a first line that is no text at all.
    boolean noText = status.code() == 500 && !Inlet.own().isUnderstood();
    int said = status.code() >= 400 && !noText ? status.code() : 400;
    // Helidon 4.5 says 400 of headers that are too long; it has read none then.
    boolean overlong =
        said == 400 && request.headers().size() == 0 && Inlet.own().isHeadAsLongAs(HEADERS_MAX);
    int code = overlong ? 431 : said;
    String path = request.path().split("[?#]", 2)[0];
    Answer answer = Style.ofPath(path).refuse(code, why(code));
    answer.headers().forEach((name, value) -> headers.set(HeaderNames.create(name), value));
    SafetyHeaders.ALL.forEach((name, value) -> headers.set(HeaderNames.create(name), value));
    if (secure) {
      headers.set(HeaderNames.create("Strict-Transport-Security"), SafetyHeaders.STRICT_TRANSPORT);
    }
    return TransportResponse.builder()
        .status(Status.create(answer.status()))
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, answer.contentType())
        .keepAlive(false)
        .entity(answer.body().getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /// Our words, because the library's repeat what the client sent.
  private static String why(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this path.";
      case 413 -> "The body is too long.";
      case 414 ->
          "The request line is longer than "
              + REQUEST_LINE_MAX
              + " octets: send what is long by POST, in the body.";
      case 431 -> "The headers are longer than " + HEADERS_MAX + " octets.";
      case 505 -> "This server speaks HTTP/1.1, and HTTP/1.0 for one request of a connection.";
      default ->
          status >= 500
              ? "Something failed here."
              : "This is not a valid HTTP request: look at its first line, the percent-encoding of"
                  + " the URL and the headers.";
    };
  }
}
