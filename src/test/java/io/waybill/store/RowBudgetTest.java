package io.waybill.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.waybill.account.Vault;
import io.waybill.command.Server;
import io.waybill.ops.Config;
import io.waybill.routing.LinkSpec;
import io.waybill.simulator.Options;
import io.waybill.simulator.Outcomes;
import io.waybill.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What one message costs the database, through the whole server (design 7, row budget). */
class RowBudgetTest {
  private static final int MESSAGES = 2_000;
  private static final int AT_ONCE = 64;
  private static final double ROW_OPERATIONS_MAX = 10;
  private static final double HOT_SHARE_MIN = 0.8;
  private static final String PASSWORD = "a password of the row budget's test";

  private final String url = TestPostgres.freshDatabase();
  private final AtomicInteger callbacks = new AtomicInteger();
  @TempDir private Path directory;

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, TestPostgres.user(), TestPostgres.password());
  }

  private long number(String sql) {
    try (Connection db = connect();
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      r.next();
      return r.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private static String operations(String tables) {
    return "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)"
        + " FROM pg_stat_user_tables WHERE relname LIKE '"
        + tables
        + "'";
  }

  @Test
  void aMessageWithTwoCallbacksCostsAtMostTenRowOperations() throws Exception {
    HttpServer customer = customer();
    try (Simulator operator =
        Simulator.start(
            Options.defaults()
                .withReceiptDelay(Duration.ofMillis(20))
                .withBehaviour(Outcomes.byLastDigits(Duration.ofMillis(20))))) {
      Config config = config();
      prepare(config, operator.port());
      long before = number(operations("%"));
      try (Server server = Server.start(config)) {
        LedgerRig.await("the link is bound", () -> operator.binds() > 0);
        send(server.port(), customer.getAddress().getPort());
        LedgerRig.await("all callbacks", () -> callbacks.get() >= 2 * MESSAGES);
        LedgerRig.await("all is history", () -> number(StoredTimeline.OVER) == MESSAGES);
      }
      judge(before);
    } finally {
      customer.stop(0);
    }
  }

  /** Statistics of closed connections are complete. */
  private void judge(long before) {
    LedgerRig.await(
        "statistics",
        () ->
            number(
                    "SELECT sum(n_tup_ins) FROM pg_stat_user_tables"
                        + " WHERE relname LIKE 'history%'")
                >= MESSAGES);
    double each = (number(operations("%")) - before) / (double) MESSAGES;
    long updates = number("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'live'");
    long hot = number("SELECT n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'live'");
    LoggerFactory.getLogger(RowBudgetTest.class)
        .info(
            "{} row operations a message: live {}, history {}, content {}, on_air {}; {} of {}"
                + " updates of live were HOT",
            each,
            number(operations("live")),
            number(operations("history%")),
            number(operations("content%")),
            number(operations("on_air%")),
            hot,
            updates);
    assertThat(callbacks.get()).isEqualTo(2 * MESSAGES);
    assertThat(number("SELECT count(*) FROM history WHERE state = 'DELIVERED' AND reports = 2"))
        .isEqualTo(MESSAGES);
    assertThat(each).isBetween(6.0, ROW_OPERATIONS_MAX);
    assertThat(hot / (double) updates).isGreaterThanOrEqualTo(HOT_SHARE_MIN);
  }

  private HttpServer customer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          callbacks.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private Config config() throws IOException {
    Path password = Files.writeString(directory.resolve("password"), TestPostgres.password());
    String yaml =
        """
        data: %s
        http.port: 0
        database.url: %s
        database.user: %s
        database.password_file: %s
        callbacks.allow_private_addresses: true
        """
            .formatted(directory, url, TestPostgres.user(), password);
    return switch (Config.parse(yaml)) {
      case Config.Loaded.Good(var good) -> good;
      case Config.Loaded.Bad(var faults) -> throw new IOException(faults.toString());
    };
  }

  private void prepare(Config config, int smppPort)
      throws SQLException, IOException, AdminStore.Refused {
    try (Database database =
        Database.open(url, TestPostgres.user(), TestPostgres.password(), 4, Clock.systemUTC())) {
      AdminStore admin = new AdminStore(database, Vault.open(config.keyFile()));
      admin.createAccount("budget", 30);
      admin.createKey("budget", "budget", PASSWORD, "Waybill", null, "on");
      admin.putLink(
          new ConfigStore.LinkRow(
              LinkSpec.usual("operator", "127.0.0.1", smppPort, "w"), "secret"));
    }
  }

  private static void send(int port, int callbackPort)
      throws InterruptedException, ExecutionException {
    String login = Base64.getEncoder().encodeToString(("budget:" + PASSWORD).getBytes(UTF_8));
    URI url = URI.create("http://127.0.0.1:" + port + "/v1/omnimessage");
    AtomicInteger next = new AtomicInteger();
    try (HttpClient client = HttpClient.newHttpClient();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> senders = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        senders.add(
            threads.submit(() -> {
              for (int n = next.getAndIncrement(); n < MESSAGES; n = next.getAndIncrement()) {
                HttpRequest request =
                    HttpRequest.newBuilder(url)
                        .header("Authorization", "Basic " + login)
                        .POST(HttpRequest.BodyPublishers.ofString(body(n, callbackPort)))
                        .build();
                var answer = client.send(request, BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
              }
              return null;
            }));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
    }
  }

  /** The last two digits 01 are delivered. */
  private static String body(int n, int callbackPort) {
    return """
    {"to":"+37255%04d01","dlr_url":"http://127.0.0.1:%d/reports",\
    "messages":[{"channel":"sms","text":"Message %d"}]}\
    """
        .formatted(n, callbackPort, n);
  }
}
