package io.waybill.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.DirectHandler.TransportResponse;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
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

  /// Longest wait for the next octets of a request that has begun.
  public static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

  /// A connection without a request is closed after this.
  public static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);

  /// How long requests under way may take when the server is closed.
  public static final Duration GRACE = Duration.ofSeconds(5);

  private final WebServer server;
  private final List<Route> routes;

  private HttpServer(WebServer server, List<Route> routes) {
    this.server = server;
    this.routes = List.copyOf(routes);
  }

  /// Begins to listen.
  ///
  /// @throws RuntimeException if the address cannot be had
  public static HttpServer start(
      Config.Http http, List<Route> routes, Health health, Metrics metrics) {
    List<Route> all = new ArrayList<>(routes);
    all.addAll(SystemRoutes.of(health, metrics));
    Router router = new Router(all, http.maxBodyBytes(), metrics);
    Http1Config http1 =
        Http1Config.builder()
            .maxPrologueLength(REQUEST_LINE_MAX)
            .maxHeadersSize(HEADERS_MAX)
            .build();
    WebServer server =
        WebServer.builder()
            .host(http.host())
            .port(http.port())
            .shutdownHook(false)
            .featuresDiscoverServices(false)
            .shutdownGracePeriod(GRACE)
            .maxTcpConnections(http.maxConnections())
            .idleConnectionTimeout(IDLE_TIMEOUT)
            .idleConnectionPeriod(Duration.ofSeconds(10))
            .connectionOptions(SocketOptions.builder().readTimeout(READ_TIMEOUT).build())
            .protocolsDiscoverServices(false)
            .addConnectionSelector(Http1ConnectionSelector.builder().config(http1).build())
            .directHandlers(refusals())
            .routing(HttpRouting.builder().any(router))
            .build()
            .start();
    return new HttpServer(server, all);
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
  }

  /// Answers to what never becomes a request: broken request lines, headers beyond their bound.
  private static DirectHandlers refusals() {
    DirectHandler refusal = HttpServer::refuse;
    DirectHandlers.Builder all = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      all.addHandler(type, refusal);
    }
    return all.build();
  }

  private static TransportResponse refuse(
      DirectHandler.TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      String ignored) {
    int code = status.code() >= 400 ? status.code() : 400;
    Answer answer = Style.ofPath(request.path()).refuse(code, why(code));
    return TransportResponse.builder()
        .status(Status.create(answer.status()))
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, answer.contentType())
        .header(HeaderNames.CACHE_CONTROL, "no-store")
        .header(HeaderNames.create("X-Content-Type-Options"), "nosniff")
        .keepAlive(false)
        .entity(answer.body().getBytes(StandardCharsets.UTF_8))
        .build();
  }

  /// Our words, because the library's repeat what the client sent.
  private static String why(int status) {
    return switch (status) {
      case 404 -> "There is nothing at this path.";
      case 413 -> "The body is too long.";
      case 414 -> "The request line is longer than " + REQUEST_LINE_MAX + " octets.";
      case 431 -> "The headers are longer than " + HEADERS_MAX + " octets.";
      case 505 -> "This server speaks HTTP/1.1.";
      default ->
          status >= 500
              ? "Something failed here."
              : "This is not a valid HTTP request: look at its first line, the percent-encoding of"
                  + " the URL and the headers, which may have "
                  + HEADERS_MAX
                  + " octets.";
    };
  }
}
