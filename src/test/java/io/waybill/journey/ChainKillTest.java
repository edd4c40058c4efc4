package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Customer.Told;
import io.waybill.message.Event.OnUncertain;
import io.waybill.simulator.ChannelFarEnd;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.store.AdapterRow;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program is killed again and again while chains are under way: each chain ends in the one way
/// that its recipient's number stands for, with everything told in order.
class ChainKillTest {
  private static final long SEED = 0x43_48_41L;
  private static final int DEATHS = 6;
  private static final String SECRET = "far-end-secret-0123456789";
  private static final String[] CHANNELS = {"viber", "whatsapp", "sms"};
  private static final int SHORT_TTL = 3;
  private static final int LONG_TTL = 300;

  /// What each number's last two digits must come to, channel by channel, and what is told.
  private static final Map<Integer, List<String>> STATES =
      Map.of(
          1, List.of("DELIVERED", "UNUSED", "UNUSED"),
          2, List.of("UNDELIVERED", "UNDELIVERED", "UNDELIVERED"),
          3, List.of("EXPIRED", "EXPIRED", "EXPIRED"),
          4, List.of("REJECTED", "REJECTED", "REJECTED"),
          5, List.of("EXPIRED", "EXPIRED", "DELIVERED"),
          7, List.of("REFUSED", "REFUSED", "DELIVERED"),
          8, List.of("READ", "UNUSED", "UNUSED"),
          9, List.of("DELIVERED", "UNUSED", "UNUSED"));

  private static final Map<String, Set<List<String>>> WORDS =
      Map.of(
          "DELIVERED", Set.of(List.of("ACK 0", "DELIVRD 0"), List.of("DELIVRD 0")),
          "READ", Set.of(List.of("ACK 0", "DELIVRD 0", "SEEN 10"), List.of("DELIVRD 0", "SEEN 10")),
          "UNDELIVERED", Set.of(List.of("ACK 0", "UNDELIV 1"), List.of("UNDELIV 1")),
          "EXPIRED", Set.of(List.of("ACK 0", "EXPIRED 2"), List.of("EXPIRED 2")),
          "REJECTED",
              Set.of(
                  List.of("ACK 0", "REJECTD 7"),
                  List.of("REJECTD 7"),
                  List.of("ACK 0", "REJECTD 1"),
                  List.of("REJECTD 1")),
          "REFUSED", Set.of(List.of("NACK 3")),
          "UNUSED", Set.of(List.of()));

  @TempDir private Path directory;
  private final Map<Integer, String> accepted = new ConcurrentHashMap<>();
  private final AtomicBoolean calm = new AtomicBoolean();

  @Test
  void chainsEndInExactlyOneTruthfulWayHoweverOftenTheProgramIsKilled() throws Exception {
    int port = Site.freePort();
    Site site = Site.make(directory, port);
    Path log = Path.of("target", "journey-chain-kill.log");
    java.nio.file.Files.deleteIfExists(log);
    SplittableRandom random = new SplittableRandom(SEED);
    String waybill = "http://127.0.0.1:" + port;
    try (Customer customer = new Customer();
        Operator operator = new Operator(Options.defaults());
        ChannelFarEnd farEnd =
            ChannelFarEnd.start(
                "127.0.0.1", 0, SECRET, waybill, Duration.ofMillis(200), Duration.ofSeconds(9));
        Api api = new Api(port)) {
      operator.does(submit -> plan(submit.message().dest()));
      site.openAccount(customer.uri());
      site.admin(admin -> {
        admin.putLink(Site.link(Site.LINK, operator.port(), 50, 0, 60));
        admin.channels().put(adapter("viber", farEnd.port()), null);
        admin.channels().put(adapter("whatsapp", farEnd.port()), null);
      });
      Program program = Program.start(site, log);
      Thread load = Thread.ofVirtual().start(() -> send(api));
      try {
        for (int death = 1; death <= DEATHS; death++) {
          int before = accepted.size();
          Await.until(
              Duration.ofSeconds(60), () -> "chains are accepted", () -> accepted.size() > before);
          Await.rest(300 + random.nextInt(2_000));
          program.kill();
          program = Program.start(site, log);
        }
        int before = accepted.size();
        Await.until(
            Duration.ofSeconds(60), () -> "chains are accepted", () -> accepted.size() > before);
        calm.set(true);
        load.join(Duration.ofSeconds(30));
        Await.until(
            Duration.ofMinutes(2),
            () -> "all is over, but " + site.count("SELECT count(*) FROM live") + " are live",
            () -> site.count("SELECT count(*) FROM live") == 0);
        reckon(site, customer);
        assertThat(farEnd.taken()).isPositive();
      } finally {
        calm.set(true);
        program.kill();
      }
    }
  }

  private static AdapterRow adapter(String channel, int port) {
    return new AdapterRow(
        "far-" + channel,
        channel,
        null,
        "generic",
        Map.of("url", "http://127.0.0.1:" + port + "/", "timeout_seconds", "5"),
        Map.of("secret", SECRET),
        true,
        0,
        8,
        OnUncertain.RESEND);
  }

  private static Plan plan(String to) {
    return switch (to.substring(to.length() - 2)) {
      case "02" -> Plan.accepted(Receipt.after(Operator.SOON, "UNDELIV", 1));
      case "03" -> Plan.accepted(Receipt.after(Operator.SOON, "EXPIRED", 2));
      case "04" -> Plan.accepted(Receipt.after(Operator.SOON, "REJECTD", 3));
      default -> Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0));
    };
  }

  /// One chain after another, each until it is accepted.
  private void send(Api api) {
    List<Integer> digits = List.of(1, 2, 3, 4, 5, 7, 8, 9);
    for (int n = 0; !calm.get(); n++) {
      int outcome = digits.get(n % digits.size());
      String to = "+37255%04d%02d".formatted(n, outcome);
      String body = Chains.chain(to, outcome == 5 ? SHORT_TTL : LONG_TTL, CHANNELS).toString();
      while (!accepted.containsKey(n)) {
        try {
          HttpResponse<String> answer = api.post(body, "chain-" + n);
          if (answer.statusCode() == 201) {
            accepted.put(n, Api.messageId(answer));
          }
        } catch (IOException away) {
          Await.rest(100);
        } catch (InterruptedException e) {
          return;
        }
      }
      Await.rest(30);
    }
  }

  private void reckon(Site site, Customer customer) throws SQLException {
    Invariants.hold(site);
    assertThat(customer.forged()).isEmpty();
    assertThat(site.count("SELECT count(*) FROM history WHERE state = 'PLANNED'")).isZero();
    Map<String, String> states = states(site);
    assertThat(states).hasSize(3 * accepted.size());
    accepted.forEach((n, first) -> {
      List<Integer> digits = List.of(1, 2, 3, 4, 5, 7, 8, 9);
      int outcome = digits.get(n % digits.size());
      List<String> ids = Chains.ids(first, CHANNELS.length);
      assertThat(ids.stream().map(states::get).toList())
          .as("chain %d to …%02d, %s", n, outcome, first)
          .isEqualTo(STATES.get(outcome));
      for (int i = 0; i < ids.size(); i++) {
        String id = ids.get(i);
        assertThat(WORDS.get(String.valueOf(states.get(id))))
            .as("told of %s, %s", id, states.get(id))
            .contains(firstSights(customer, id));
        String channel = CHANNELS[i];
        assertThat(customer.told(id)).allMatch(t -> t.channel().equals(channel));
      }
    });
  }

  private static List<String> firstSights(Customer customer, String id) {
    Set<String> seen = new HashSet<>();
    List<String> words = new ArrayList<>();
    for (Told told : customer.told(id)) {
      if (seen.add(told.delivery())) {
        words.add(told.words());
      }
    }
    return words;
  }

  private static Map<String, String> states(Site site) throws SQLException {
    Map<String, String> states = new ConcurrentHashMap<>();
    try (var db = site.sql();
        var statement = db.createStatement();
        var row = statement.executeQuery("SELECT id, state FROM history")) {
      while (row.next()) {
        states.put(row.getString(1), row.getString(2));
      }
    }
    return states;
  }
}
