package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Operator.Arrival;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartJourneyTest {
  private static final String TO = "+37251234501";

  @TempDir private Path directory;

  @Test
  void aScheduledMessageSurvivesARestartAndIsSentInTime() {
    try (World world = World.start(directory)) {
      var due = Clock.systemUTC().instant().plusSeconds(3);
      String id = world.api().send(Api.sms(TO, "in a while").put("time_to_send", due.toString()));
      String hidden =
          world
              .api()
              .send(
                  Api.sms("+37251234502", "in secret")
                      .put("time_to_send", due.toString())
                      .put("text_store", "nostore"));
      assertThat(world.api().state(id)).isEqualTo("scheduled");
      world.restart();
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      world.awaits(hidden, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(Clock.systemUTC().instant()).isAfter(due);
      assertThat(world.operator.arrivals().stream().map(Arrival::text))
          .containsExactlyInAnyOrder("in a while", "in secret");
      world.isInOrder();
    }
  }

  @Test
  void aReceiptThatComesAfterARestartFindsItsMessage() {
    try (World world = World.start(directory)) {
      world.operator.does(_ -> Plan.accepted(Receipt.after(Duration.ofMillis(700), "DELIVRD", 0)));
      String id = world.send(TO, "until tomorrow");
      world.awaits(id, "sent", "ACK 0");
      world.stopServer();
      world.startServer();
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.site.count("SELECT count(*) FROM receipt_parked")).isZero();
      world.isInOrder();
    }
  }
}
