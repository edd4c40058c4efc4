package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.simulator.Options;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import io.waybill.store.Audit;
import io.waybill.store.LearnedNotations;
import io.waybill.store.ReceiptDecisions;
import io.waybill.store.UnmatchedReceipts;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Receipts about messages that the process does not remember, and what it learns from them.
class ReceiptBurstTest {
  private static final int MANY = 250;
  private static final Duration IN_FORCE = Duration.ofSeconds(2);

  private final Peer peer = new Peer();
  private final AtomicLong ids = new AtomicLong(20_000_000_000L);
  private World world;

  @BeforeEach
  void start(@TempDir Path directory) {
    world =
        World.furnish(
            directory, Options.defaults(), _ -> Site.link(Site.LINK, peer.port(), 100, 0, 60));
    peer.names(_ -> Long.toString(ids.incrementAndGet()));
    up();
  }

  private void up() {
    world.startServer();
    Await.until("the link is bound", () -> peer.bound() == 1);
  }

  private void restart() {
    world.stopServer();
    Await.until("the link has left", () -> peer.bound() == 0);
    up();
  }

  @AfterEach
  void stop() {
    world.close();
    peer.close();
  }

  private static String number(int n) {
    return "3725123" + (1_000 + n);
  }

  private static ShortMessage receipt(int n, String id) {
    return ShortMessage.builder()
        .source(1, 1, number(n))
        .esmClass(0x04)
        .text(Octets.ofLatin1("id:" + id + " stat:DELIVRD err:000"))
        .build();
  }

  /// Sends the messages of these numbers; all are taken when this returns.
  private void sent(int from, int to) {
    for (int n = from; n < to; n++) {
      world.send("+" + number(n), "one of many");
    }
    Await.until("all are taken", () -> world.site.count("SELECT count(*) FROM on_air") == to);
  }

  /// The carrier's ids of all messages that are not over, by recipient.
  private Map<String, String> answered() {
    Map<String, String> answered = new HashMap<>();
    try (var db = world.site.sql();
        var s = db.createStatement();
        var r =
            s.executeQuery(
                "SELECT l.recipient, o.carrier_id FROM on_air o JOIN live l ON l.id = o.message_id")) {
      while (r.next()) {
        answered.put(r.getString(1).substring(1), r.getString(2));
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return answered;
  }

  private String idOf(int n) {
    return answered().getOrDefault(number(n), "none");
  }

  private static String hex(String decimal) {
    return Long.toHexString(Long.parseLong(decimal)).toUpperCase(java.util.Locale.ROOT);
  }

  @Test
  void aBurstForForgottenMessagesIsStoredWholeAndTeachesTheNotation() throws SQLException {
    sent(0, MANY);
    Map<String, String> answered = answered();
    restart();
    List<Integer> asked = new ArrayList<>();
    for (int n = 0; n < MANY; n++) {
      asked.add(peer.deliver(0, receipt(n, hex(answered.getOrDefault(number(n), "0")))));
      asked.add(peer.deliver(0, receipt(n, "nobody-" + n)));
    }
    Await.until(
        "all are stored and acknowledged",
        () -> asked.stream().allMatch(seq -> peer.answered(seq) == Status.ESME_ROK));
    assertThat(
            world.site.count(
                "SELECT count(*) FROM receipt_parked WHERE carrier_id LIKE 'nobody-%'"))
        .isEqualTo(MANY);
    Await.until(
        "all are delivered",
        () -> world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'") == MANY);
    assertThat(world.api().metric("waybill_receipts_total{outcome=\"burst\"}"))
        .as("more came at once than were looked up at once")
        .isPositive();
    Await.until(
        "none of them waits for its turn any more",
        () -> world.site.count("SELECT count(*) FROM receipt_parked WHERE kind = 'burst'") == 0);
    Await.until(
        "it is learned",
        () ->
            world.site.count(
                    "SELECT count(*) FROM carrier_notation WHERE carrier = 'default'"
                        + " AND notation = 'resp-dec-receipt-hex'")
                == 1);
    assertThat(world.api().metric("waybill_receipt_notation_total{event=\"fixed\"}")).isEqualTo(1);
    restart();
    sent(MANY, MANY + 1);
    peer.tells(receipt(MANY, hex(idOf(MANY))));
    Await.until(
        "it is delivered",
        () ->
            world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'") == MANY + 1);
    world.site.database(database -> {
      try {
        assertThat(new LearnedNotations(database).learned("default")).isPresent();
        assertThat(new LearnedNotations(database).forget("default", new Audit.By("me", "cli")))
            .isTrue();
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    });
    world.isInOrder();
  }

  @Test
  void anotherNotationIsInForceWithinTwoSeconds() {
    sent(0, 2);
    notation("exact");
    int seq = peer.deliver(0, receipt(0, hex(idOf(0))));
    Await.until("it is acknowledged", () -> peer.answered(seq) == Status.ESME_ROK);
    Await.until(
        "it is parked",
        () -> world.site.count("SELECT count(*) FROM receipt_parked WHERE tries > 0") == 1);
    notation("resp-dec-receipt-hex");
    Await.until(
        "it is matched again and delivered",
        () -> world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'") == 1);
    peer.tells(receipt(1, hex(idOf(1))));
    Await.until(
        "the next one too",
        () -> world.site.count("SELECT count(*) FROM history WHERE state = 'DELIVERED'") == 2);
    assertThat(world.site.count("SELECT count(*) FROM receipt_parked")).isZero();
    world.isInOrder();
  }

  private void notation(String word) {
    world.site.database(database -> {
      try (var db = database.connection();
          var s = db.createStatement()) {
        s.execute("UPDATE carrier SET spec = spec || '{\"id_notation\": \"" + word + "\"}'::jsonb");
        s.execute("UPDATE config_change SET n = n + 1");
      } catch (SQLException e) {
        throw new AssertionError(e);
      }
    });
    long since = System.nanoTime();
    Await.until("it must be in force", () -> System.nanoTime() - since > IN_FORCE.toNanos());
  }

  @Test
  void whatIsAssignedWhileNothingRunsIsRecordedAtTheNextStart() {
    sent(0, 1);
    peer.tells(receipt(0, "stranger"));
    UUID message =
        UUID.fromString(
            world.api().list("recipient=%2B" + number(0)).path(0).path("id").asString());
    world.stopServer();
    world.site.database(database -> {
      try {
        long number =
            new UnmatchedReceipts(database)
                .list(UnmatchedReceipts.Filter.newest(1))
                .getFirst()
                .number();
        new ReceiptDecisions(
                database,
                io.waybill.account.Vault.open(world.site.config().keyFile()),
                Clock.systemUTC())
            .assign(number, message, 1, false, new Audit.By("night-shift", "cli"));
      } catch (SQLException | java.io.IOException | io.waybill.store.AdminStore.Refused e) {
        throw new AssertionError(e);
      }
    });
    up();
    world.awaits(message.toString(), "delivered", "ACK 0", "DELIVRD 0");
    assertThat(
            world.events(message.toString(), "receipt").getFirst().path("assigned_by").asString())
        .isEqualTo("by hand: night-shift via cli");
    Await.until(
        "it says so",
        () ->
            world.site.count("SELECT count(*) FROM receipt_parked WHERE standing = 'assigned'")
                == 1);
    world.isInOrder();
  }
}
