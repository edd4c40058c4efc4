package io.waybill.webhook;

import io.waybill.http.HostForm;
import io.waybill.ops.Config;
import io.waybill.ops.Rounds;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/**
 * Does one HTTP exchange at a time per calling thread, trusting nothing that comes back: the whole
 * takes at most {@code callbacks.timeout}, at most 16 KiB of the answer are read, its headers are
 * bounded, nothing is followed, unpacked, remembered or repeated. Connections to private addresses
 * are kept apart from the others, so that none is used again for an endpoint that may not have it.
 * Thread-safe.
 */
final class Caller implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration EVICT = Duration.ofSeconds(1);
  private static final int ANSWER_MAX = 16 * 1024;
  private static final ContentType JSON = ContentType.create("application/json");

  private final Config.Callbacks config;
  private final Ports ports;
  private final AddressCheck check;
  private final Clients.Client publicOnly;
  private final Clients.Client anywhere;
  private final RequestConfig requests;
  private final Set<UnderWay> underWay = ConcurrentHashMap.newKeySet();
  private final Rounds deadlines;
  private final Rounds evictions;

  /** An exchange that must end by a time of {@link System#nanoTime}. */
  private static final class UnderWay {
    final HttpUriRequestBase request;
    final long untilNanos;

    UnderWay(HttpUriRequestBase request, Duration most) {
      this.request = request;
      this.untilNanos = System.nanoTime() + most.toNanos();
    }
  }

  /** How an exchange ended. */
  sealed interface Result {
    /**
     * There was a status line: it decides, whatever became of the rest of the answer.
     *
     * @param words the beginning of the answer, safe to show; null if it was not asked for
     */
    record Answered(int status, @Nullable String retryAfter, @Nullable String words)
        implements Result {}

    /**
     * There was none.
     *
     * @param hopeless no further try can end better
     * @param timedOut it took too long
     */
    record NoAnswer(String cause, boolean hopeless, boolean timedOut) implements Result {}
  }

  /**
   * @param lookup finds the addresses of a name; what it finds is checked here
   */
  Caller(Config.Callbacks config, DnsResolver lookup) {
    this.config = config;
    ports = new Ports(config.ports());
    check = new AddressCheck(lookup);
    // With a proxy it is the proxy's own address that is looked up here: the operator chose it.
    publicOnly = Clients.make(config, config.proxy() == null ? check : lookup);
    anywhere = Clients.make(config, lookup);
    requests = Clients.requests(config);
    deadlines = new Rounds("callback-deadlines", LOOK, this::cancelLate);
    evictions = new Rounds("callback-evictions", EVICT, this::evict);
  }

  /**
   * Sends a request and waits for the end of the exchange; never throws for what is outside.
   *
   * @param allowPrivate whether the endpoint may be at a private or local address
   * @param wantWords whether the answer's words are kept even if it is a good one
   */
  Result exchange(Outbound outbound, boolean allowPrivate, boolean wantWords) {
    URI target = outbound.target();
    Optional<String> refused =
        ports.whyRefused(target.getScheme().toLowerCase(Locale.ROOT), target.getPort());
    if (refused.isEmpty() && target.getHost() != null) {
      refused = HostForm.fault(target.getHost()).map(f -> "the host of the URL " + f);
    }
    if (refused.isPresent()) {
      return new Result.NoAnswer(refused.get(), false, false);
    }
    HttpUriRequestBase request = new HttpUriRequestBase(outbound.method(), target);
    request.setConfig(requests);
    request.setHeader(HttpHeaders.USER_AGENT, "Waybill");
    outbound.headers().forEach(request::setHeader);
    if (!outbound.method().equals("GET")) {
      request.setEntity(new ByteArrayEntity(outbound.signed(), JSON));
    }
    UnderWay exchange = new UnderWay(request, config.timeout());
    underWay.add(exchange);
    try {
      if (config.proxy() != null && !allowPrivate) {
        checkBehindProxy(target.getHost());
      }
      return exchange(request, allowPrivate ? anywhere : publicOnly, wantWords);
    } catch (IOException failure) {
      return request.isCancelled()
          ? new Result.NoAnswer(Causes.noAnswerWithin(config.timeout()), false, true)
          : new Result.NoAnswer(Causes.of(failure), false, Causes.isTimeOut(failure));
    } finally {
      underWay.remove(exchange);
    }
  }

  /**
   * A proxy looks the name up for itself, and must forbid such addresses too: this comes before.
   */
  private void checkBehindProxy(String host) throws UnknownHostException {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    check.resolve(bracketed ? host.substring(1, host.length() - 1) : host);
  }

  private static Result exchange(
      HttpUriRequestBase request, Clients.Client client, boolean wantWords) throws IOException {
    ClassicHttpResponse response =
        client.http().executeOpen(host(request), request, HttpClientContext.create());
    Header retryAfter = response.getFirstHeader("Retry-After");
    int status = response.getCode();
    byte[] answer = finish(request, response);
    boolean wanted = wantWords || !Verdict.isGood(status);
    return new Result.Answered(
        status,
        retryAfter == null ? null : retryAfter.getValue(),
        wanted ? Excerpt.of(answer) : null);
  }

  private static HttpHost host(HttpUriRequestBase request) throws IOException {
    try {
      return RoutingSupport.determineHost(request);
    } catch (HttpException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void evict() {
    publicOnly.evict();
    anywhere.evict();
  }

  /** Reads a short answer to its end, so that the connection can be used again; else drops it. */
  private static byte[] finish(HttpUriRequestBase request, ClassicHttpResponse response) {
    byte[] answer = new byte[0];
    try (response) {
      HttpEntity entity = response.getEntity();
      if (entity != null) {
        // Not closed here: closing would read the rest of the answer, however long it is.
        InputStream content = entity.getContent();
        answer = content.readNBytes(Excerpt.OCTETS_MAX);
        int rest = ANSWER_MAX - answer.length;
        if (content.readNBytes(rest).length == rest && content.read() >= 0) {
          cancel(request);
        }
      }
    } catch (IOException dropped) {
      cancel(request);
    }
    return answer;
  }

  /** Looked for all together: a timer for each would cost more than the rest of its keeping. */
  private void cancelLate() {
    long now = System.nanoTime();
    for (UnderWay exchange : underWay) {
      if (now - exchange.untilNanos >= 0) {
        cancel(exchange.request);
      }
    }
  }

  /** Closes the connection under the request's feet. */
  private static void cancel(HttpUriRequestBase request) {
    var _ = request.cancel();
  }

  @Override
  public void close() {
    deadlines.close();
    evictions.close();
    publicOnly.close();
    anywhere.close();
  }
}
