package io.waybill.accept;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Rights;
import io.waybill.account.Routes;
import io.waybill.account.Scope;
import io.waybill.classic.Classic;
import io.waybill.http.Gate;
import io.waybill.http.HttpServer;
import io.waybill.http.Route;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import io.waybill.price.PriceList;
import io.waybill.price.Prices;
import io.waybill.store.IdSource;
import io.waybill.text.Splitter;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on a free port, with a ledger in memory and a clock that stands still. */
public final class World implements AutoCloseable {
  public static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
  public static final String SHOP = "shop:shop-password-0123456";
  public static final String OTHER = "other:other-password-0123";
  public static final String BARE = "bare:bare-password-012345";
  public static final String SENDS = "sends:sends-password-0123456";
  public static final String READS = "reads:reads-password-0123456";
  public static final String SLOW = "slow:slow-password-0123456";
  public static final String STRICT = "strict:strict-password-0123456";
  public static final String GOOD =
      "{\"to\":\"+37251000000\",\"messages\":[{\"channel\":\"sms\",\"text\":\"Hello\"}]}";

  public final MemoryLedger ledger = new MemoryLedger();
  final Health health = new Health();

  /** What every account has left; null: no limit. */
  public volatile @Nullable BigDecimal balance;

  public volatile PriceList priceList = PriceList.EMPTY;
  private final Prices prices =
      new Prices() {
        @Override
        public PriceList list() {
          return priceList;
        }

        @Override
        public Optional<BigDecimal> balance(int accountId) {
          return Optional.ofNullable(balance);
        }
      };
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  public World() {
    Map<String, ApiKey> keys =
        Map.of(
            "sends",
            limited("sends", new Rights(Set.of(Scope.SEND), List.of(), null, null)),
            "slow",
            limited("slow", new Rights(Set.of(Scope.values()), List.of(), null, 1)),
            "strict",
            new ApiKey(
                "strict",
                1,
                "strict-password-0123456",
                true,
                "Shop",
                null,
                "on",
                true,
                Rights.ALL,
                null),
            "reads",
            limited("reads", new Rights(Set.of(Scope.READ), List.of(), null, null)),
            "shop",
            new ApiKey(
                "shop", 1, "shop-password-0123456", true, "Shop", "https://shop.example/d", "on"),
            "other",
            new ApiKey("other", 2, "other-password-0123", true, "Other", null, "off"),
            "bare",
            new ApiKey("bare", 1, "bare-password-012345", true, null, null, "off"));
    KeyRing ring =
        new KeyRing() {
          @Override
          public Optional<ApiKey> key(String username) {
            return Optional.ofNullable(keys.get(username));
          }

          @Override
          public Optional<Account> account(int id) {
            return Optional.of(new Account(id, "account " + id, true, 30, Map.of("€", "EUR")));
          }
        };
    Metrics metrics = new Metrics();
    InstantSource clock = InstantSource.fixed(NOON);
    Gate gate = new Gate(ring);
    var accept =
        new Accept(
            Config.defaults(),
            gate,
            ring,
            new OneAdapter(),
            (account, url) -> url.startsWith("https://full.example/"),
            prices,
            ledger,
            ledger,
            new IdSource(clock, RandomGenerator.of("L64X128MixRandom")),
            clock,
            metrics);
    List<Route> routes = new ArrayList<>(accept.routes());
    routes.addAll(new Classic(Config.defaults(), gate, accept, prices, clock).routes());
    server =
        HttpServer.start(new Config.Http("127.0.0.1", 0, 262_144, 4096), routes, health, metrics);
  }

  /** There is an adapter for WhatsApp, and none for other channels. */
  private static final class OneAdapter implements Routes {
    @Override
    public String of(int accountId, String channel) {
      return channel.equals("whatsapp") ? CHANNEL_PREFIX + "whatsapp" : NO_ADAPTER;
    }

    @Override
    public String sms(
        Account account, String e164, @Nullable String country, @Nullable String network) {
      return "default";
    }

    @Override
    public int parts(String carrier, String text) {
      return Splitter.count(text).parts();
    }
  }

  private static ApiKey limited(String name, Rights rights) {
    return new ApiKey(
        name, 1, name + "-password-0123456", true, "Shop", null, "on", false, rights, null);
  }

  public int port() {
    return server.port();
  }

  List<Route> routes() {
    return server.routes();
  }

  public static JsonNode json(HttpResponse<String> response) {
    return JsonMapper.shared().readTree(response.body());
  }

  HttpResponse<String> send(String json) {
    return post(SHOP, json);
  }

  HttpResponse<String> post(String who, String json, String... headers) {
    return call("POST", "/v1/omnimessage", who, json, headers);
  }

  public HttpResponse<String> get(String path) {
    return call("GET", path, SHOP, "");
  }

  public HttpResponse<String> call(
      String method, String path, String who, String body, String... headers) {
    return call(method, path, who, BodyPublishers.ofString(body), headers);
  }

  public HttpResponse<String> call(
      String method, String path, String who, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(20))
            .method(method, body.contentLength() == 0 ? BodyPublishers.noBody() : body);
    if (!who.isEmpty()) {
      byte[] octets = who.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(octets));
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException failed) {
      throw new java.io.UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
