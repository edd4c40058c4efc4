package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.command.Server;
import io.waybill.simulator.Options;
import io.waybill.store.StoredTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program has lost its place at the database and another one has taken it: it ends by itself.
class TakeoverJourneyTest {
  private static final String CUT =
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_locks
      WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """;

  @TempDir private Path directory;

  @Test
  void theOneThatWasOvertakenEndsAndTheOtherGoesOn() throws IOException, SQLException {
    int port = Site.freePort();
    Path log = Path.of("target", "journey-takeover.log");
    Files.deleteIfExists(log);
    try (Customer customer = new Customer();
        Operator operator = new Operator(Options.defaults())) {
      Site site = Site.make(directory, port);
      site.openAccount(customer.uri());
      site.admin(admin -> admin.putLink(Site.link(Site.LINK, operator.port(), 100, 0, 60)));
      Program first = Program.start(site, log);
      try {
        Await.until("the link is bound", () -> operator.simulator().binds() > 0);
        Await.until("it serves", () -> listens(port));
        try (Api api = new Api(port)) {
          String id = api.send(Api.sms("+37255555501", "by the first"));
          Await.until("it is delivered", () -> api.state(id).equals("delivered"));
        }
        Files.writeString(
            site.configFile(),
            Files.readString(site.configFile()).replace("port: " + port, "port: 0"));
        try (Server second = overtake(site);
            Api api = new Api(second.port())) {
          assertThat(first.ends(30)).as("its exit code").isEqualTo(3);
          assertThat(Files.readString(log))
              .contains("another Waybill (node-t:")
              .contains("has taken over this database");
          String id = api.send(Api.sms("+37255555502", "by the second"));
          Await.until("it is delivered", () -> api.state(id).equals("delivered"));
          assertThat(operator.arrivals()).hasSize(2);
          assertThat(second.lost()).isNotDone();
          Await.until("both are told", () -> customer.messages().size() == 2);
          Await.until("both are over", () -> site.count(StoredTimeline.OVER) == 2);
        }
        Invariants.hold(site);
      } finally {
        first.kill();
      }
    }
  }

  private static boolean listens(int port) {
    try (Socket _ = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /// Cuts the first one's lock until a second one has it.
  private static Server overtake(Site site) {
    CompletableFuture<Server> second =
        CompletableFuture.supplyAsync(() -> {
          try {
            return Server.start(site.config());
          } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
          }
        });
    long before = site.count("SELECT epoch FROM owner");
    Await.until(
        "another one has taken the place",
        () -> {
          boolean taken = site.count("SELECT epoch FROM owner") > before;
          if (!taken) {
            site.count(CUT);
            Await.rest(500); // or the second one's lock would be cut as well
          }
          return taken || second.isDone();
        });
    return second.orTimeout(20, TimeUnit.SECONDS).join();
  }
}
