package io.waybill.journey;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.journey.Operator.Arrival;
import io.waybill.message.Event.OnUncertain;
import io.waybill.routing.Carrier;
import io.waybill.simulator.Options;
import io.waybill.simulator.Plan;
import io.waybill.simulator.Receipt;
import io.waybill.store.StoredTimeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkJourneyTest {
  private static final String TO = "+37251234501";

  @TempDir private Path directory;

  @Test
  void aConnectionLostBeforeTheAnswerIsResentUnderThePolicyResend() {
    try (World world = World.start(directory)) {
      world.operator.does(submit ->
          submit.timesSeen() == 1
              ? Plan.dropped()
              : Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0)));
      String id = world.send(TO, "once or twice");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.arrivals(TO)).hasSize(2);
      assertThat(world.events(id, "uncertain"))
          .singleElement()
          .satisfies(e -> assertThat(e.path("policy").asString()).isEqualTo("resend"));
      assertThat(world.api().metric("waybill_lifecycle_total{what=\"duplicate_risked\"}"))
          .isEqualTo(1);
      world.isInOrder();
    }
  }

  @Test
  void aPartWithoutAnAnswerIsHeldUnderThePolicyHoldUntilAReceiptTells() {
    try (World world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 1))) {
      world.site.admin(
          admin -> admin.putCarrier(Carrier.usual("default").onUncertain(OnUncertain.HOLD)));
      world.startServer();
      world.operator.does(_ ->
          Plan.accepted(Receipt.after(Duration.ofMillis(100), "DELIVRD", 0))
              .answeredAfter(Duration.ofMillis(3_000)));
      String id = world.send(TO, "wait for it");
      Await.until("its outcome is unknown", () -> !world.events(id, "uncertain").isEmpty());
      assertThat(world.api().state(id)).isEqualTo("submitting");
      assertThat(world.api().cancel(id)).isEqualTo(404);
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.arrivals(TO)).hasSize(1);
      assertThat(world.api().metric("waybill_lifecycle_total{what=\"held_uncertain\"}"))
          .isEqualTo(1);
      world.isInOrder();
    }
  }

  @Test
  void aConnectionLostBeforeTheAnswerIsNotResentUnderThePolicyHold() {
    try (World world =
        World.furnish(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60))) {
      world.site.admin(
          admin -> admin.putCarrier(Carrier.usual("default").onUncertain(OnUncertain.HOLD)));
      world.startServer();
      world.operator.does(submit ->
          submit.timesSeen() == 1 && submit.message().dest().endsWith("01")
              ? Plan.dropped()
              : Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0)));
      String held = world.send(TO, "rather never than twice");
      Await.until("its outcome is unknown", () -> !world.events(held, "uncertain").isEmpty());
      String next = world.send("+37251234502", "and the next");
      world.awaits(next, "delivered", "ACK 0", "DELIVRD 0");
      world.restart();
      String third = world.send("+37251234503", "and one more");
      world.awaits(third, "delivered", "ACK 0", "DELIVRD 0");
      assertThat(world.operator.arrivals(TO)).hasSize(1);
      world.awaits(held, "submitting");
      world.isInOrder();
    }
  }

  @Test
  void aLinkNeverExceedsItsRateInAnySecond() {
    int rate = 20;
    try (World world =
        World.start(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, rate, 60))) {
      for (int i = 0; i < 70; i++) {
        world.send("+372512346" + (10 + i), "in line " + i);
      }
      Await.until("all are sent", () -> world.operator.arrivals().size() == 70);
      List<Arrival> all = world.operator.arrivals();
      // On a busy machine one may be read a little later than it came: a tenth of a second for
      // that.
      for (int i = rate; i < all.size(); i++) {
        assertThat(all.get(i).nanos() - all.get(i - rate).nanos())
            .as("%d submits, up to number %d", rate + 1, i + 1)
            .isGreaterThan(Duration.ofMillis(900).toNanos());
      }
      Await.until("all are over", () -> world.site.count(StoredTimeline.OVER) == 70);
      world.isInOrder();
    }
  }

  @Test
  void aLinkNeverExceedsItsWindow() {
    int window = 5;
    Duration delay = Duration.ofMillis(60);
    try (World world =
        World.start(
            directory, Options.defaults(), port -> Site.link(Site.LINK, port, window, 0, 60))) {
      world.operator.does(
          _ -> Plan.accepted(Receipt.after(Operator.SOON, "DELIVRD", 0)).answeredAfter(delay));
      for (int i = 0; i < 60; i++) {
        world.send("+372512346" + (10 + i), "in pairs " + i);
      }
      Await.until("all are sent", () -> world.operator.arrivals().size() == 60);
      List<Arrival> all = world.operator.arrivals();
      // None is answered sooner than the delay after it came: till then it is in the window.
      for (int i = window; i < all.size(); i++) {
        assertThat(all.get(i).nanos() - all.get(i - window).nanos())
            .as("%d submits, up to number %d", window + 1, i + 1)
            .isGreaterThanOrEqualTo(delay.toNanos());
      }
      Await.until("all are over", () -> world.site.count(StoredTimeline.OVER) == 60);
      world.isInOrder();
    }
  }

  @Test
  void anHttpRequestOnTheOperatorsPortHarmsNothing() throws IOException {
    try (World world = World.start(directory);
        Socket stray = new Socket(InetAddress.ofLiteral("127.0.0.1"), world.operator.port())) {
      stray.getOutputStream().write("GET / HTTP/1.1\r\nHost: me\r\n\r\n".getBytes(US_ASCII));
      stray.setSoTimeout(5_000);
      stray.getInputStream().readAllBytes();
      String id = world.send(TO, "as if nothing had happened");
      world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      world.isInOrder();
    }
  }

  @Test
  void anOperatorThatSpeaksHttpHarmsNothing() throws IOException {
    AtomicInteger visits = new AtomicInteger();
    try (ServerSocket web = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"));
        World world =
            World.furnish(
                directory, Options.defaults(), port -> Site.link(Site.LINK, port, 100, 0, 60))) {
      Thread.ofVirtual().start(() -> answerAsHttp(web, visits));
      world.site.admin(admin -> admin.putLink(Site.link("web", web.getLocalPort(), 100, 0, 60)));
      world.startServer();
      Await.until("it was tried again", () -> visits.get() >= 3);
      for (int i = 0; i < 10; i++) {
        String id = world.send("+372512346" + (10 + i), "the other way " + i);
        world.awaits(id, "delivered", "ACK 0", "DELIVRD 0");
      }
      world.isInOrder();
    }
  }

  private static void answerAsHttp(ServerSocket web, AtomicInteger visits) {
    try {
      while (true) {
        try (Socket visitor = web.accept()) {
          visits.incrementAndGet();
          visitor
              .getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
        }
      }
    } catch (IOException closed) {
      // the test is over
    }
  }
}
