package io.waybill.webhook;

import io.waybill.ops.Config;
import java.net.InetAddress;
import java.net.URI;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Makes HTTP clients that do what we configured and nothing else: no redirects, cookies, retries,
 * unpacking, log-ins; nothing is taken from the environment or from system properties.
 */
final class Clients {
  private static final int HEADER_LINE_MAX = 8 * 1024;
  private static final int HEADERS_MAX = 100;
  private static final TimeValue IDLE = TimeValue.ofSeconds(4);

  private Clients() {}

  /** One client with its connections, which {@link #evict} must be called for now and then. */
  record Client(CloseableHttpClient http, PoolingHttpClientConnectionManager pool) {
    /** Closes connections that are too old, or idle: many servers close theirs after 5 s. */
    void evict() {
      pool.closeExpired();
      pool.closeIdle(IDLE);
    }

    void close() {
      http.close(CloseMode.IMMEDIATE);
    }
  }

  /**
   * A client that finds addresses by this resolver. Without proxy and source address it is the
   * library's minimal one: the rest of its chain does nothing for us but take time.
   */
  static Client make(Config.Callbacks config, DnsResolver resolver) {
    PoolingHttpClientConnectionManager pool = connections(config, resolver);
    boolean isPlain = config.proxy() == null && config.sourceAddress() == null;
    return new Client(isPlain ? HttpClients.createMinimal(pool) : routed(config, pool), pool);
  }

  /** How each request is done. */
  static RequestConfig requests(Config.Callbacks config) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(Timeout.of(config.connectTimeout()))
        .setResponseTimeout(Timeout.of(config.timeout()))
        .setAuthenticationEnabled(false)
        .setRedirectsEnabled(false)
        .setProtocolUpgradeEnabled(false)
        .build();
  }

  private static CloseableHttpClient routed(
      Config.Callbacks config, PoolingHttpClientConnectionManager pool) {
    return HttpClientBuilder.create()
        .setConnectionManager(pool)
        .setRoutePlanner(routes(config))
        .setUserAgent("Waybill")
        .disableRedirectHandling()
        .disableCookieManagement()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableAuthCaching()
        .disableConnectionState()
        .build();
  }

  private static HttpRoutePlanner routes(Config.Callbacks config) {
    InetAddress from = source(config);
    URI proxy = config.proxy();
    if (proxy == null) {
      return new DefaultRoutePlanner(null) {
        @Override
        protected @Nullable InetAddress determineLocalAddress(HttpHost hop, HttpContext context) {
          return from;
        }
      };
    }
    return new DefaultProxyRoutePlanner(new HttpHost("http", proxy.getHost(), proxy.getPort())) {
      @Override
      protected @Nullable InetAddress determineLocalAddress(HttpHost hop, HttpContext context) {
        return from;
      }
    };
  }

  private static @Nullable InetAddress source(Config.Callbacks config) {
    String written = config.sourceAddress();
    return written == null ? null : InetAddress.ofLiteral(written);
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
}
