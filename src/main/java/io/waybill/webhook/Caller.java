package io.waybill.webhook;

import io.waybill.ops.Config;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Does one HTTP exchange at a time per calling thread, trusting nothing that comes back: the whole
 * takes at most {@code callbacks.timeout}, at most 16 KiB of the answer are read, its headers are
 * bounded, nothing is followed, unpacked, remembered or repeated. Thread-safe.
 */
final class Caller implements AutoCloseable {
  private static final int ANSWER_MAX = 16 * 1024;
  private static final int HEADER_LINE_MAX = 8 * 1024;
  private static final int HEADERS_MAX = 100;
  private static final ContentType JSON = ContentType.create("application/json");

  private final Config.Callbacks config;
  private final CloseableHttpClient client;
  private final ScheduledThreadPoolExecutor deadlines;

  /** How an exchange ended. */
  sealed interface Result {
    /** There was a status line: it decides, whatever became of the rest of the answer. */
    record Answered(int status, @Nullable String retryAfter) implements Result {}

    /**
     * There was none.
     *
     * @param hopeless no further try can end better
     */
    record NoAnswer(String cause, boolean hopeless) implements Result {}
  }

  Caller(Config.Callbacks config, DnsResolver resolver) {
    this.config = config;
    this.client = client(config, resolver);
    deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("callback-deadlines").factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static CloseableHttpClient client(Config.Callbacks config, DnsResolver resolver) {
    Timeout connect = Timeout.of(config.connectTimeout());
    Timeout whole = Timeout.of(config.timeout());
    return HttpClientBuilder.create()
        .setConnectionManager(connections(config, resolver))
        .setRoutePlanner(new DefaultRoutePlanner(null))
        .setUserAgent("Waybill")
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(connect)
                .setResponseTimeout(whole)
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

  /** One route may serve many endpoints, so the bound of an endpoint is kept by Endpoints. */
  private static PoolingHttpClientConnectionManager connections(
      Config.Callbacks config, DnsResolver resolver) {
    Timeout connect = Timeout.of(config.connectTimeout());
    Http1Config http1 =
        Http1Config.custom()
            .setMaxHeaderCount(HEADERS_MAX)
            .setMaxLineLength(HEADER_LINE_MAX)
            .setMaxEmptyLineCount(10)
            .build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder().http1Config(http1).build())
        .setDnsResolver(resolver)
        .setMaxConnTotal(config.concurrencyTotal())
        .setMaxConnPerRoute(config.concurrencyTotal())
        .setOffLockDisposalEnabled(true)
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(Timeout.of(config.timeout()))
                .setTimeToLive(TimeValue.ofMinutes(5))
                .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                .build())
        .build();
  }

  /** Sends one POST and waits for the end of the exchange; never throws for what is outside. */
  Result post(URI target, byte[] body, Map<String, String> headers) {
    HttpPost request = new HttpPost(target);
    headers.forEach(request::setHeader);
    request.setEntity(new ByteArrayEntity(body, JSON));
    Future<?> deadline =
        deadlines.schedule(
            () -> cancel(request), config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    try {
      return exchange(request);
    } catch (IOException failure) {
      return request.isCancelled()
          ? new Result.NoAnswer(Causes.noAnswerWithin(config.timeout()), false)
          : new Result.NoAnswer(Causes.of(failure), false);
    } finally {
      deadline.cancel(false);
    }
  }

  private Result exchange(HttpPost request) throws IOException {
    ClassicHttpResponse response = client.executeOpen(null, request, HttpClientContext.create());
    Header retryAfter = response.getFirstHeader("Retry-After");
    Result answered =
        new Result.Answered(response.getCode(), retryAfter == null ? null : retryAfter.getValue());
    finish(request, response);
    return answered;
  }

  /** Reads a short answer to its end, so that the connection can be used again; else drops it. */
  private static void finish(HttpPost request, ClassicHttpResponse response) {
    try (response) {
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        // Not closed here: closing would read the rest of the answer, however long it is.
        InputStream content = entity.getContent();
        if (content.readNBytes(ANSWER_MAX).length == ANSWER_MAX && content.read() >= 0) {
          cancel(request);
        }
      }
    } catch (IOException dropped) {
      cancel(request);
    }
  }

  /** Closes the connection under the request's feet. */
  private static void cancel(HttpPost request) {
    var _ = request.cancel();
  }

  @Override
  public void close() {
    deadlines.shutdownNow();
    client.close(CloseMode.IMMEDIATE);
  }
}
