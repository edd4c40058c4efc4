package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.bench.Nuisance;
import io.waybill.bench.Nuisance.Manner;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two carriers: what is done to one, by people or by its far end, is nothing to the other.
class NeighbourJourneyTest {
  private static final String NORTH = "3725";
  private static final String SOUTH = "3728";
  private static final int BASE = 1_000_000;
  private static final int CLIENTS = 4;
  private static final int EACH = 75;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private static World world(Path directory) {
    World world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60));
    world.startServer();
    return world;
  }

  /// The outcome is in the number: every third fails.
  private static Operator operator() {
    Operator operator = new Operator();
    operator.does(submit ->
        Plan.accepted(
            fails(submit.message().dest())
                ? Receipt.after(Operator.SOON, "UNDELIV", 1)
                : Receipt.after(Operator.SOON, "DELIVRD", 0)));
    return operator;
  }

  private static boolean fails(String to) {
    return to.charAt(to.length() - 1) % 3 == 0;
  }

  /// Messages of several clients at once, and what became of them.
  private static final class Stream {
    private final World world;
    private final Map<String, String> ids = new ConcurrentHashMap<>();
    private final List<Thread> clients = new ArrayList<>();

    Stream(World world, String prefix, int base, int each) {
      this.world = world;
      for (int c = 0; c < CLIENTS; c++) {
        int first = base + c * each;
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int i = first; i < first + each; i++) {
                    ids.put(world.send("+" + prefix + i, "number " + i), "+" + prefix + i);
                    Await.rest(20);
                  }
                }));
      }
    }

    boolean isSending() {
      return clients.stream().anyMatch(Thread::isAlive);
    }

    /// Each message was told as its operator decided, once; submitted again only where that is in
    /// its timeline.
    void areAllRight(Operator operator, int count) {
      Await.until(PATIENCE, () -> "the clients to end", () -> !isSending());
      assertThat(ids).hasSize(count);
      Await.until(
          PATIENCE,
          () -> "all to be told, missing: " + ids.keySet().stream().filter(this::isOpen).toList(),
          () -> ids.keySet().stream().noneMatch(this::isOpen));
      ids.forEach((id, to) -> {
        assertThat(world.customer.words(id))
            .as("told of %s", to)
            .containsExactly("ACK 0", fails(to) ? "UNDELIV 1" : "DELIVRD 0");
        int arrivals = operator.arrivals(to).size();
        if (arrivals != 1) {
          assertThat(arrivals).isLessThanOrEqualTo(1 + world.events(id, "uncertain").size());
        }
      });
    }

    private boolean isOpen(String id) {
      return world.customer.words(id).size() < 2;
    }
  }

  @Test
  void linksChangedUnderLoadLoseNothingAndTouchNoOther() {
    try (Operator north = operator();
        Operator south = operator();
        World world = world(directory);
        Desk desk = new Desk(world)) {
      desk.carrier("north", NORTH);
      desk.carrier("south", SOUTH);
      desk.link("n1", "north", north.port());
      desk.link("s1", "south", south.port());
      Await.until(
          "both are bound", () -> north.simulator().binds() == 1 && south.simulator().binds() == 1);
      Stream ours = new Stream(world, NORTH, BASE, EACH);
      Stream theirs = new Stream(world, SOUTH, BASE, EACH);
      long binds = 1;
      int rounds = 0;
      while (rounds == 0 || ours.isSending()) {
        desk.link("n2", "north", north.port());
        binds = bound(north, binds + 1);
        desk.does("PATCH", "links/n1", Map.of("window", 5 + rounds));
        desk.does("PATCH", "links/n2", Map.of("system_type", "round" + rounds));
        binds = bound(north, binds + 1);
        desk.does("POST", "links/n1/pause", Map.of());
        desk.does("PATCH", "links/n2", Map.of("rate_per_second", 200 + rounds));
        desk.does("POST", "links/n1/resume", Map.of());
        desk.does("POST", "links/n2/drain", Map.of());
        desk.does("DELETE", "links/n2", Map.of());
        rounds++;
      }
      assertThat(rounds).as("rounds of changes while messages flowed").isGreaterThan(1);
      ours.areAllRight(north, CLIENTS * EACH);
      theirs.areAllRight(south, CLIENTS * EACH);
      assertThat(north.simulator().binds()).as("n1 kept its bind").isEqualTo(binds);
      assertThat(south.simulator().binds()).as("s1 kept its bind").isEqualTo(1);
      assertThat(world.operator.simulator().binds()).as("so did the idle one").isEqualTo(1);
      world.isInOrder();
    }
  }

  private static long bound(Operator operator, long binds) {
    Await.until("it is bound", () -> operator.simulator().binds() == binds);
    return binds;
  }

  @Test
  void aFarEndThatMisbehavesInEveryWayIsNothingToAnotherCarrier() throws IOException {
    try (Operator north = operator();
        Operator south = operator();
        Nuisance nuisance = new Nuisance(Manner.SILENT);
        World world = world(directory);
        Desk desk = new Desk(world)) {
      desk.carrier("north", NORTH);
      desk.carrier("south", SOUTH);
      desk.link("n1", "north", north.port());
      desk.link("s1", "south", nuisance.port());
      Await.until("the good one is bound", () -> north.simulator().binds() == 1);
      Stream held = new Stream(world, SOUTH, BASE, 2);
      new Stream(world, NORTH, BASE, 3).areAllRight(north, 3 * CLIENTS);
      int threads = threads();
      int base = 2 * BASE;
      for (Manner manner : Manner.values()) {
        nuisance.becomes(manner);
        long visits = nuisance.visits();
        long began = System.nanoTime();
        Await.until(manner + " met somebody", () -> nuisance.visits() > visits);
        new Stream(world, NORTH, base += 1_000, 5).areAllRight(north, 5 * CLIENTS);
        long quarters = (System.nanoTime() - began) / 250_000_000;
        assertThat(nuisance.visits() - visits)
            .as("connections to one that does %s: no hot loop", manner)
            .isLessThanOrEqualTo(3 + quarters);
        assertThat(threads()).as("threads during %s", manner).isLessThan(threads + 25);
        assertThat(world.api().metric("waybill_receipts_waiting")).isLessThanOrEqualTo(20_000);
        assertThat(world.api().metric("waybill_link_claimed{link=\"s1\"}"))
            .isLessThanOrEqualTo(200);
      }
      assertThat(north.simulator().binds()).as("one bind through all of it").isEqualTo(1);
      desk.does("PATCH", "links/s1", Map.of("port", south.port()));
      held.areAllRight(south, 2 * CLIENTS);
      world.isInOrder();
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
