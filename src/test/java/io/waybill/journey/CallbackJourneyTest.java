package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Customer.Told;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.store.StoredTimeline;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallbackJourneyTest {
  private static final String TO = "+37251234501";

  @TempDir private Path directory;

  @Test
  void aReportThatFailedIsToldAgainBeforeTheNextOneOfItsMessage() {
    try (World world = World.start(directory)) {
      failsOnce(world, "ACK");
      world.operator.does(_ -> Plan.accepted(Receipt.after(Duration.ofMillis(300), "DELIVRD", 0)));
      String id = world.send(TO, "say that again");
      world.awaits(id, "delivered", "ACK 0", "ACK 0", "DELIVRD 0");
      assertThat(world.customer.told(id).stream().map(Told::delivery))
          .containsExactly(id + "-1", id + "-1", id + "-2");
      Await.until("both are told", () -> world.site.count(StoredTimeline.OVER) == 1);
      world.isInOrder();
    }
  }

  @Test
  void aReportThatFailedIsToldAgainAfterFiveSeconds() {
    try (World world = World.start(directory)) {
      failsOnce(world, "DELIVRD");
      String id = world.send(TO, "once more");
      long began = System.nanoTime();
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0", "DELIVRD 0");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(4));
      Await.until("all is told", () -> world.site.count(StoredTimeline.OVER) == 1);
      world.isInOrder();
    }
  }

  @Test
  void aReportThatFailedIsToldAfterARestart() {
    try (World world = World.start(directory)) {
      failsOnce(world, "DELIVRD");
      String id = world.send(TO, "do not forget");
      Await.until(
          "the failure is recorded",
          () -> world.site.count("SELECT count(*) FROM callback_due") == 1);
      world.restart();
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0", "DELIVRD 0");
      Await.until("all is told", () -> world.site.count(StoredTimeline.OVER) == 1);
      world.isInOrder();
    }
  }

  @Test
  void reportsOfOneMessageKeepTheirOrderWhileTheCustomerIsSlow() {
    try (World world = World.start(directory)) {
      world.customer.answers(told -> {
        Await.rest(told.status().equals("ACK") ? 400 : 0);
        return 204;
      });
      String id = world.send(TO, "slowly");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      world.isInOrder();
    }
  }

  private static void failsOnce(World world, String status) {
    AtomicInteger failures = new AtomicInteger();
    world.customer.answers(
        told -> told.status().equals(status) && failures.getAndIncrement() == 0 ? 500 : 200);
  }
}
