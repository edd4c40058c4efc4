package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.ops.AddressRange;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, as seen on the wire. Everybody comes through a proxy on this machine. */
class GateTest {
  private static final String PASSWORD = "a password of 16";
  private static final String BAD = "X-Forwarded-For: 203.0.113.9\r\n";
  private static final String GOOD = "X-Forwarded-For: 192.0.2.7\r\n";

  private static final Map<String, ApiKey> KEYS =
      Map.of(
          "shop", key("shop", Set.of(Scope.SEND, Scope.READ), List.of(), null),
          "sends", key("sends", Set.of(Scope.SEND), List.of(), null),
          "home", key("home", Scope.USUAL, List.of(AddressRange.of("192.0.2.0/24")), null),
          "slow", key("slow", Scope.USUAL, List.of(), 2));

  private static ApiKey key(
      String name, Set<Scope> scopes, List<AddressRange> allowed, @Nullable Integer rate) {
    Rights rights = new Rights(scopes, allowed, null, rate);
    return new ApiKey(name, 1, PASSWORD, true, null, null, "on", false, rights, null);
  }

  private static final class Ring implements KeyRing {
    @Override
    public Optional<ApiKey> key(String username) {
      return Optional.ofNullable(KEYS.get(username));
    }

    @Override
    public Optional<Account> account(int id) {
      return Optional.of(new Account(id, "one", true, 30, Map.of()));
    }
  }

  private final AtomicLong nanos = new AtomicLong();
  private final Metrics metrics = new Metrics();
  private final Config.Limits limits = new Config.Limits(0, 50, 0);
  private final BasicAuth auth = new BasicAuth(new Gate(new Ring(), limits, metrics, nanos::get));
  private final HttpServer server =
      HttpServer.start(
          new Config.Http(
              "127.0.0.1",
              0,
              1024,
              100,
              false,
              null,
              new Config.Proxies(
                  List.of(AddressRange.of("127.0.0.0/8")), Config.ProxyHeader.X_FORWARDED_FOR),
              limits),
          List.of(
              route("GET", "/v1/read", Style.CONTRACT, Scope.READ),
              route("POST", "/api/v1/send", Style.PROBLEM, Scope.SEND),
              route("GET", "/admin", Style.CLASSIC, Scope.ADMIN)),
          new Health(),
          metrics);

  private Route route(String method, String path, Style style, Scope needed) {
    return Route.keyed(
        method,
        path,
        style,
        auth,
        needed,
        (call, key) -> new Answer(200, "text/plain", call.clientAddress().getHostAddress()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private String ask(String method, String path, String who, String from) {
    return Wire.ask(server.port(), method, path, Wire.basic(who + ":" + PASSWORD), from);
  }

  private String wrong(String who, String from) {
    return Wire.ask(server.port(), "GET", "/v1/read", Wire.basic(who + ":wrong"), from);
  }

  @Test
  void aKeyOpensWhatItsScopesAreFor() {
    assertThat(ask("GET", "/v1/read", "shop", GOOD))
        .startsWith("HTTP/1.1 200")
        .endsWith("192.0.2.7");
    assertThat(ask("POST", "/api/v1/send", "sends", GOOD)).startsWith("HTTP/1.1 200");
    assertThat(ask("GET", "/v1/read", "sends", GOOD))
        .startsWith("HTTP/1.1 403")
        .contains("\"code\":\"102\"", "\"title\":\"Forbidden\"", "has not the scope read.");
    assertThat(ask("GET", "/admin", "shop", GOOD))
        .startsWith("HTTP/1.1 200")
        .contains("text/plain; charset=utf-8")
        .endsWith("\r\n\r\nERROR 103");
  }

  @Test
  void aKeyOpensOnlyFromItsAddresses() {
    assertThat(ask("GET", "/v1/read", "home", GOOD)).startsWith("HTTP/1.1 200");
    assertThat(ask("GET", "/v1/read", "home", BAD))
        .startsWith("HTTP/1.1 403")
        .contains("\"code\":\"102\"", "may not be used from your address");
    assertThat(ask("POST", "/api/v1/send", "home", BAD))
        .startsWith("HTTP/1.1 403")
        .contains("application/problem+json");
    // Whoever does not know the password learns nothing about the list.
    assertThat(wrong("home", BAD)).startsWith("HTTP/1.1 401");
  }

  @Test
  void aKeyHasItsOwnRate() {
    for (int second = 0; second < 3; second++) {
      assertThat(ask("GET", "/v1/read", "slow", GOOD)).startsWith("HTTP/1.1 200");
      assertThat(ask("GET", "/v1/read", "slow", BAD)).startsWith("HTTP/1.1 200");
      assertThat(ask("GET", "/v1/read", "slow", GOOD))
          .startsWith("HTTP/1.1 429")
          .contains("Retry-After: 1\r\n", "\"code\":\"104\"");
      assertThat(ask("GET", "/v1/read", "shop", GOOD)).startsWith("HTTP/1.1 200");
      nanos.addAndGet(1_000_000_000L);
    }
  }

  @Test
  void guessingIsSlowedDownAndShutsOutNobodyElse() {
    for (int i = 0; i < Limits.WRONG_PASSWORDS; i++) {
      assertThat(wrong("shop", BAD)).startsWith("HTTP/1.1 401");
    }
    assertThat(wrong("shop", BAD))
        .startsWith("HTTP/1.1 429")
        .contains("Retry-After: 1\r\n", "\"code\":\"104\"");
    assertThat(ask("GET", "/v1/read", "shop", BAD)).startsWith("HTTP/1.1 429");
    assertThat(ask("GET", "/v1/read", "shop", GOOD)).startsWith("HTTP/1.1 200");
    assertThat(ask("POST", "/api/v1/send", "sends", BAD)).startsWith("HTTP/1.1 200");
    nanos.addAndGet(1_000_000_000L);
    assertThat(ask("GET", "/v1/read", "shop", BAD)).startsWith("HTTP/1.1 200");
  }

  @Test
  void whoHasNoKeyIsCountedByAddress() {
    for (int i = 0; i < 50; i++) {
      assertThat(Wire.ask(server.port(), "GET", "/v1/read", BAD)).startsWith("HTTP/1.1 401");
    }
    assertThat(Wire.ask(server.port(), "GET", "/v1/read", BAD)).startsWith("HTTP/1.1 429");
    assertThat(wrong("nobody", BAD)).startsWith("HTTP/1.1 429");
    assertThat(ask("GET", "/v1/read", "shop", BAD)).startsWith("HTTP/1.1 200");
    assertThat(Wire.ask(server.port(), "GET", "/v1/read", GOOD)).startsWith("HTTP/1.1 401");
    assertThat(new String(metrics.scrape(), StandardCharsets.UTF_8))
        .contains("waybill_http_refused_total{why=\"address_rate\"} 2.0")
        .contains("waybill_http_refused_total{why=\"no_key\"} 51.0");
  }

  @Test
  void lookingForWhatIsNotThereIsCountedToo() {
    List<String> answers =
        Stream.generate(() -> Wire.ask(server.port(), "GET", "/v1/nothing", BAD))
            .limit(1000)
            .takeWhile(answer -> !answer.startsWith("HTTP/1.1 429"))
            .toList();
    assertThat(answers)
        .hasSizeBetween(50, 999)
        .allMatch(answer -> answer.startsWith("HTTP/1.1 404"));
    assertThat(Wire.ask(server.port(), "GET", "/health/live", GOOD)).startsWith("HTTP/1.1 200");
  }

  @Test
  void everyAnswerTellsBrowsersToBeCareful() {
    String[] answers = {
      ask("GET", "/v1/read", "shop", GOOD),
      Wire.ask(server.port(), "GET", "/v1/read"),
      Wire.ask(server.port(), "GET", "/v1/nothing"),
      Wire.ask(server.port(), "GET", "/metrics"),
      Wire.ask(server.port(), "GET", "/<>"),
    };
    for (String answer : answers) {
      assertThat(answer)
          .contains("X-Content-Type-Options: nosniff\r\n")
          .contains("Referrer-Policy: no-referrer\r\n")
          .contains("X-Frame-Options: DENY\r\n")
          .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'")
          .contains("Cache-Control: no-store\r\n")
          .doesNotContain("Strict-Transport-Security");
    }
    String proxied =
        Wire.ask(server.port(), "GET", "/v1/read", GOOD, "X-Forwarded-Proto: https\r\n");
    assertThat(proxied).contains("Strict-Transport-Security: max-age=31536000\r\n");
  }
}
