package io.waybill.command;

import io.waybill.account.KeySettings;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.account.Vault;
import io.waybill.http.Route;
import io.waybill.ops.Config;
import io.waybill.price.Price;
import io.waybill.routing.LinkSpec;
import io.waybill.simulator.Simulator;
import io.waybill.store.AdminStore;
import io.waybill.store.ConfigStore.LinkRow;
import io.waybill.store.Database;
import io.waybill.store.TestPostgres;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole Waybill in this process, as `serve` starts it: a database of its own, a simulated
 * operator, the accounts `shop` and `other` with a key each.
 */
public final class TestServer implements AutoCloseable {
  /** User and password of the two keys, as Basic authentication wants them. */
  public static final String SHOP = "shop:shop-password-0123456";

  public static final String OTHER = "other:other-password-01234";

  /** Keys of `shop` that may do only one thing. */
  public static final String SENDS = "sends:sends-password-0123456";

  public static final String READS = "reads:reads-password-0123456";

  /** A key of the second account that may do everything. */
  public static final String OTHERS_ADMIN = "others:others-password-0123456";

  public static final String ADMINS = "admins:admins-password-0123456";

  /** A key of the first account that may do everything. */
  public static final String ADMIN = "admin:admin-password-01234";

  /** One of `shop` that may ask once a second. */
  public static final String SLOW = "slow:slow-password-0123456";

  private static final Duration RECEIPT_DELAY = Duration.ofMillis(50);

  private final Path file;
  private final Simulator simulator;
  private final Server server;
  private final HttpClient client = HttpClient.newHttpClient();

  private TestServer(Path file, Simulator simulator, Server server) {
    this.file = file;
    this.simulator = simulator;
    this.server = server;
  }

  /** Starts it with everything it keeps on disk in an empty directory. */
  public static TestServer start(Path directory)
      throws IOException, SQLException, AdminStore.Refused {
    return start(directory, "");
  }

  /** The same for tests that ask faster than people do: without the bound for each address. */
  public static TestServer startForHaste(Path directory)
      throws IOException, SQLException, AdminStore.Refused {
    return start(directory, "http.requests_per_second_per_address: 100000\n");
  }

  private static TestServer start(Path directory, String more)
      throws IOException, SQLException, AdminStore.Refused {
    Path file = configure(directory);
    Files.writeString(file, Files.readString(file) + more);
    Config config =
        switch (Config.load(file)) {
          case Config.Loaded.Good(var good) -> good;
          case Config.Loaded.Bad(var faults) -> throw new IOException(faults.toString());
        };
    Simulator simulator = SimulateCommand.start("127.0.0.1", 0, RECEIPT_DELAY);
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      fill(postgres.database(), Vault.open(config.keyFile()), simulator.port());
    }
    return new TestServer(file, simulator, Server.start(config));
  }

  /** Writes a configuration for a new, empty database; the file. */
  static Path configure(Path directory) throws IOException {
    Path password = directory.resolve("database-password");
    Files.writeString(password, TestPostgres.password());
    Path file = directory.resolve("waybill.yaml");
    Files.writeString(
        file,
        """
        data: "%s"
        http:
          port: 0
        database:
          url: "%s"
          user: %s
          password_file: "%s"
          pool: 6
        callbacks:
          allow_private_addresses: true
        """
            .formatted(
                directory.resolve("data"),
                TestPostgres.freshDatabase(),
                TestPostgres.user(),
                password));
    return file;
  }

  private static void fill(Database database, Vault vault, int smppPort)
      throws SQLException, AdminStore.Refused {
    AdminStore admin = new AdminStore(database, vault);
    for (String key : new String[] {SHOP, OTHER}) {
      String[] parts = key.split(":", 2);
      admin.createAccount(parts[0], 30);
      admin.createKey(parts[0], parts[0], parts[1], "Shop", null, "on");
    }
    limited(admin, ADMIN, Rights.ALL);
    limited(admin, "other", OTHERS_ADMIN, Rights.ALL);
    limited(admin, SENDS, new Rights(Set.of(Scope.SEND), List.of(), null, null));
    limited(admin, READS, new Rights(Set.of(Scope.READ), List.of(), null, null));
    limited(admin, ADMINS, new Rights(Set.of(Scope.ADMIN), List.of(), null, null));
    limited(admin, SLOW, new Rights(Scope.USUAL, List.of(), null, 1));
    admin.putLink(new LinkRow(LinkSpec.usual("first", "127.0.0.1", smppPort, "waybill"), "secret"));
  }

  private static void limited(AdminStore admin, String key, Rights rights)
      throws SQLException, AdminStore.Refused {
    limited(admin, "shop", key, rights);
  }

  private static void limited(AdminStore admin, String account, String key, Rights rights)
      throws SQLException, AdminStore.Refused {
    String[] parts = key.split(":", 2);
    admin.createKey(
        account, parts[0], parts[1], new KeySettings("Shop", null, "on", false, rights));
  }

  /** Its configuration, for commands beside it. */
  public Path configuration() {
    return file;
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** All that is served. */
  public List<Route> routes() {
    return server.routes();
  }

  /** All pages for people, and what is done on them. */
  public List<io.waybill.dashboard.Page> pages() {
    return server.pages();
  }

  /** Does something with the stores of this server, beside it. */
  public <T> T beside(Work<T> work) {
    try (Postgres postgres =
        Postgres.join(
            switch (Config.load(file)) {
              case Config.Loaded.Good(var good) -> good;
              case Config.Loaded.Bad(var faults) -> throw new IOException(faults.toString());
            },
            Clock.systemUTC())) {
      return work.with(postgres.database(), Vault.open(file.resolveSibling("data/waybill.key")));
    } catch (IOException | SQLException | AdminStore.Refused failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** What is done beside a running server. */
  public interface Work<T> {
    T with(Database database, Vault vault) throws SQLException, AdminStore.Refused;
  }

  public int port() {
    return server.port();
  }

  /** Sets what a part to this country costs; the server follows soon. */
  public void price(String country, String amount)
      throws IOException, SQLException, AdminStore.Refused {
    if (!(Config.load(file) instanceof Config.Loaded.Good(var config))) {
      throw new IOException("the configuration has changed");
    }
    try (Postgres postgres = Postgres.join(config, Clock.systemUTC())) {
      new AdminStore(postgres.database(), Vault.open(config.keyFile()))
          .prices()
          .set(new Price(country, null, null, new BigDecimal(amount)));
    }
  }

  /** Where the operator listens for SMPP. */
  public int smppPort() {
    return simulator.port();
  }

  /** Sends an SMS to a number and returns its message_id. */
  public String send(String to) {
    String body = "{\"to\":\"%s\",\"messages\":[{\"text\":\"Hello\"}]}".formatted(to);
    HttpResponse<String> response = call("POST", "/v1/omnimessage", SHOP, body);
    if (response.statusCode() != 201) {
      throw new AssertionError(response.statusCode() + ": " + response.body());
    }
    return json(response).at("/messages/0/message_id").stringValue();
  }

  /** The state of a message of `shop`, in lower case. */
  public String state(String id) {
    HttpResponse<String> response = call("GET", "/api/v1/messages/" + id, SHOP, "");
    return json(response).path("state").asString("HTTP " + response.statusCode());
  }

  public HttpResponse<String> call(
      String method, String path, String who, String body, String... headers) {
    return call(method, path, who, BodyPublishers.ofString(body), headers);
  }

  /** Asks over a real connection; nobody is logged in when `who` is empty. */
  public HttpResponse<String> call(
      String method, String path, String who, HttpRequest.BodyPublisher body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, body);
    if (!who.isEmpty()) {
      byte[] credentials = who.getBytes(StandardCharsets.UTF_8);
      request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials));
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

  public static JsonNode json(HttpResponse<String> response) {
    return json(response.body());
  }

  public static JsonNode json(String body) {
    return JsonMapper.shared().readTree(body);
  }

  @Override
  public void close() {
    client.close();
    server.close();
    simulator.close();
  }
}
