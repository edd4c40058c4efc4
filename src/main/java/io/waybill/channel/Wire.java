package io.waybill.channel;

import io.waybill.http.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The HTTP client of all adapters. Nothing is followed, unpacked, remembered or repeated; a whole
/// exchange has a bound in time, an answer one in octets. Thread-safe.
final class Wire implements AutoCloseable {
  static final int ANSWER_MAX = 64 * 1024;
  private static final int CONNECTIONS_MAX = 1_024;
  private static final Timeout CONNECT = Timeout.ofSeconds(5);
  private static final Timeout SILENCE = Timeout.ofSeconds(60);
  private static final ContentType JSON = ContentType.create("application/json");

  private final CloseableHttpClient client = client();
  private final ScheduledThreadPoolExecutor deadlines;

  Wire() {
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("channel-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /// How an exchange ended.
  sealed interface Reply {
    /// There was one.
    ///
    /// @param body empty object if it is no JSON object
    record Answered(int status, JsonNode body, @Nullable String retryAfter) implements Reply {
      boolean isSuccess() {
        return status >= 200 && status < 300;
      }
    }

    /// Not an octet of the request has left.
    record NotSent(String why) implements Reply {}

    /// The request may have arrived.
    record NoAnswer(String why) implements Reply {}
  }

  /// Posts JSON.
  Reply post(URI target, byte[] json, Map<String, String> headers, Duration within) {
    HttpPost request = new HttpPost(target);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(json, JSON));
    return exchange(request, within);
  }

  /// Posts JSON.
  Reply post(URI target, JsonNode json, Map<String, String> headers, Duration within) {
    return post(target, Json.write(json).getBytes(StandardCharsets.UTF_8), headers, within);
  }

  /// Posts anything else.
  Reply post(URI target, HttpEntity entity, Map<String, String> headers, Duration within) {
    HttpPost request = new HttpPost(target);
    headers.forEach(request::setHeader);
    request.setEntity(entity);
    return exchange(request, within);
  }

  Reply get(URI target, Map<String, String> headers, Duration within) {
    HttpGet request = new HttpGet(target);
    headers.forEach(request::setHeader);
    return exchange(request, within);
  }

  private Reply exchange(HttpUriRequestBase request, Duration within) {
    Future<?> deadline =
        deadlines.schedule(() -> cancel(request), within.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return read(request, client.executeOpen(null, request, HttpClientContext.create()));
    } catch (IOException failure) {
      return request.isCancelled()
          ? new Reply.NoAnswer("no answer within " + within.toSeconds() + " s")
          : failed(failure);
    } catch (IllegalStateException closed) {
      return new Reply.NotSent("the program is being stopped");
    } finally {
      deadline.cancel(false);
    }
  }

  /// Never repeats what a stranger wrote.
  private static Reply failed(IOException failure) {
    return switch (failure) {
      case UnknownHostException _ -> new Reply.NotSent("the provider's name was not found");
      case ConnectTimeoutException _ -> new Reply.NotSent("no connection in time");
      case NoRouteToHostException _ -> new Reply.NotSent("no route to the provider");
      case ConnectException _ -> new Reply.NotSent("the connection was refused");
      case SSLHandshakeException _ -> new Reply.NotSent("no TLS: is the certificate valid?");
      case ConnectionRequestTimeoutException _ -> new Reply.NotSent("no connection was free");
      case IOException _ -> new Reply.NoAnswer("the connection broke before the answer");
    };
  }

  private static Reply read(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    Header retryAfter = response.getFirstHeader("Retry-After");
    byte[] octets = new byte[0];
    try (response) {
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        // Not closed here: closing would read the rest of the answer, however long it is.
        octets = entity.getContent().readNBytes(ANSWER_MAX + 1);
        if (octets.length > ANSWER_MAX) {
          cancel(request);
        }
      }
    }
    return new Reply.Answered(
        response.getCode(),
        octets.length > ANSWER_MAX ? nothing() : json(octets),
        retryAfter == null ? null : retryAfter.getValue());
  }

  private static JsonNode json(byte[] octets) {
    return switch (Json.read(new String(octets, StandardCharsets.UTF_8))) {
      case Json.Parsed.Tree(var root, _) when root.isObject() -> root;
      case Json.Parsed.Tree _, Json.Parsed.Malformed _ -> nothing();
    };
  }

  private static JsonNode nothing() {
    return JsonNodeFactory.instance.objectNode();
  }

  /// Closes the connection under the request's feet.
  private static void cancel(HttpUriRequestBase request) {
    var _ = request.cancel();
  }

  private static CloseableHttpClient client() {
    return HttpClientBuilder.create()
        .setConnectionManager(
            PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(
                    ManagedHttpClientConnectionFactory.builder()
                        .http1Config(
                            Http1Config.custom()
                                .setMaxHeaderCount(100)
                                .setMaxLineLength(8 * 1024)
                                .setMaxEmptyLineCount(10)
                                .build())
                        .build())
                .setMaxConnTotal(CONNECTIONS_MAX)
                .setMaxConnPerRoute(CONNECTIONS_MAX)
                .setOffLockDisposalEnabled(true)
                .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(CONNECT).build())
                .setDefaultConnectionConfig(
                    ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT)
                        .setSocketTimeout(SILENCE)
                        .setTimeToLive(TimeValue.ofMinutes(5))
                        .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                        .build())
                .build())
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setUserAgent("Waybill")
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(CONNECT)
                .setResponseTimeout(SILENCE)
                .setAuthenticationEnabled(false)
                .setRedirectsEnabled(false)
                .setProtocolUpgradeEnabled(false)
                .build())
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableAuthCaching()
        .disableConnectionState()
        .evictExpiredConnections()
        .evictIdleConnections(TimeValue.ofSeconds(30))
        .build();
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
