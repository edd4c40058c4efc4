package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.store.EndpointStore.Noted;
import io.waybill.store.EndpointStore.Standing;
import io.waybill.store.EndpointStore.StoppedBy;
import io.waybill.webhook.Endpoint.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final Instant NOW = Samples.NOON;
  private static final Schedule.Probe PAUSE = new Schedule.Probe(NOW, 0.5, Duration.ZERO);
  private static final String DEAD = "1 http://dead.example/";
  private static final String GOOD = "2 http://good.example/";

  private final List<Noted> stored = new ArrayList<>();
  private final Endpoints endpoints = endpoints(512);

  @Test
  void oneEndpointGetsTwoThousandAndNoMore() {
    assertThat(endpoints.reserve(DEAD, 5_000, NOW)).isEqualTo(2_000);
    assertThat(endpoints.reserve(DEAD, 1, NOW)).isZero();
    assertThat(endpoints.reserve(GOOD, 1, NOW)).isEqualTo(1);
  }

  @Test
  void manyGreedyEndpointsLeaveRoomForThoseWhoHoldNothing() {
    for (int i = 0; i < 500; i++) {
      endpoints.reserve("1 http://dead.example/" + i, 2_000, NOW);
    }
    assertThat(endpoints.held()).isLessThanOrEqualTo(20_000);
    assertThat(endpoints.reserve(GOOD, 5, NOW)).isPositive();
  }

  @Test
  void memoryIsNeverExceeded() {
    for (int i = 0; i < 30_000; i++) {
      endpoints.reserve("1 http://shop.example/" + i, 1, NOW);
    }
    assertThat(endpoints.held()).isEqualTo(20_000);
  }

  @Test
  void roomGivenBackCanBeUsedAgain() {
    endpoints.reserve(GOOD, 2_000, NOW);
    endpoints.giveBack(GOOD, 1);
    assertThat(endpoints.reserve(GOOD, 2, NOW)).isEqualTo(1);
    endpoints.giveBack(GOOD, 5_000);
    endpoints.giveBack(GOOD, 5_000);
    assertThat(endpoints.held()).isZero();
  }

  @Test
  void eightRequestsGoToOneEndpointAtATime() {
    queue(DEAD, 100);
    queue(GOOD, 3);
    assertThat(endpoints.take()).hasSize(11);
    assertThat(endpoints.take()).isEmpty();
  }

  @Test
  void endpointsTakeTurnsWhenThereIsNotEnoughForAll() {
    Endpoints narrow = endpoints(4);
    queue(narrow, DEAD, 100);
    queue(narrow, GOOD, 100);
    List<Waiting> taken = narrow.take();
    assertThat(taken).as("the last one is for an endpoint that has none").hasSize(3);
    queue(narrow, "3 http://new.example/", 1);
    assertThat(narrow.take()).hasSize(1);
    taken.forEach(w -> end(narrow, w, true));
    assertThat(narrow.take()).hasSize(2);
  }

  @Test
  void afterTenFailuresAnEndpointIsDownAndItsReportsWaitInTheLedger() {
    queue(DEAD, 100);
    List<Waiting> first = endpoints.take();
    first.forEach(w -> assertThat(end(endpoints, w, false)).isEqualTo(Turn.NONE));
    List<Waiting> second = endpoints.take();
    assertThat(second).as("halved, once for all eight").hasSize(4);
    assertThat(end(endpoints, second.get(0), false)).isEqualTo(Turn.NONE);
    assertThat(end(endpoints, second.get(1), false)).isEqualTo(Turn.WENT_DOWN);
    assertThat(stored.getLast().standing()).isEqualTo(Standing.DOWN);
    assertThat(stored.getLast().nextProbeAt()).isEqualTo(NOW.plusSeconds(5));
    assertThat(stored.getLast().cause()).isEqualTo("a test");
    second.subList(2, 4).forEach(w -> end(endpoints, w, false));
    assertThat(endpoints.held()).isZero();
    assertThat(endpoints.take()).isEmpty();
  }

  @Test
  void anEndpointThatIsDownGetsOneProbeWhenItIsDueAndEachFailureMakesTheNextOneLater() {
    bringDown(endpoints, DEAD);
    assertThat(endpoints.reserve(DEAD, 100, NOW.plusSeconds(4))).isZero();
    Instant first = NOW.plusSeconds(5);
    assertThat(endpoints.reserve(DEAD, 100, first)).isEqualTo(1);
    assertThat(endpoints.reserve(DEAD, 100, first)).as("one at a time").isZero();
    endpoints.add(DEAD, Samples.telling(UUID.randomUUID(), 1));
    assertThat(end(endpoints, endpoints.take().getFirst(), Ending.FAILED, first))
        .isEqualTo(Turn.STILL_DOWN);
    assertThat(stored.getLast().nextProbeAt()).isEqualTo(first.plusSeconds(30));
    assertThat(endpoints.reserve(DEAD, 1, first.plusSeconds(29))).isZero();
    assertThat(endpoints.reserve(DEAD, 1, first.plusSeconds(30))).isEqualTo(1);
  }

  @Test
  void anEndpointThatComesBackIsCalledMoreAndMore() {
    bringDown(endpoints, DEAD);
    endpoints.reserve(DEAD, 1, NOW.plusSeconds(5));
    endpoints.add(DEAD, Samples.telling(UUID.randomUUID(), 1));
    assertThat(end(endpoints, endpoints.take().getFirst(), true)).isEqualTo(Turn.CAME_BACK);
    assertThat(stored.getLast().standing()).isEqualTo(Standing.UP);
    queue(DEAD, 100);
    List<Integer> rounds = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Waiting> round = endpoints.take();
      rounds.add(round.size());
      round.forEach(w -> end(endpoints, w, true));
    }
    assertThat(rounds).containsExactly(1, 2, 4, 8);
  }

  @Test
  void aReportThatArrivesForAnEndpointThatJustWentDownIsSentBack() {
    endpoints.reserve(DEAD, 1, NOW);
    bringDown(endpoints, DEAD);
    assertThat(endpoints.add(DEAD, Samples.telling(UUID.randomUUID(), 1))).hasSize(1);
  }

  @Test
  void anEndpointThatSaysItIsGoneIsStoppedUntilSomebodyResumesIt() {
    queue(DEAD, 3);
    List<Waiting> taken = endpoints.take();
    assertThat(end(endpoints, taken.getFirst(), Ending.GONE, NOW)).isEqualTo(Turn.STOPPED);
    taken.subList(1, 3).forEach(w -> end(endpoints, w, true));
    assertThat(stored.getLast().stoppedBy()).isEqualTo(StoppedBy.ENDPOINT);
    assertThat(endpoints.reserve(DEAD, 1, NOW.plusSeconds(1_000_000))).isZero();
    assertThat(endpoints.limit(DEAD)).isZero();

    Noted up = noted(DEAD, Standing.UP);
    assertThat(endpoints.adopt(up, _ -> true, _ -> {})).isEmpty();
    assertThat(endpoints.limit(DEAD)).as("something newer is on its way").isZero();
    List<String> resumed = new ArrayList<>();
    endpoints.adopt(up, _ -> false, resumed::add);
    assertThat(resumed).containsExactly(DEAD);
    assertThat(endpoints.reserve(DEAD, 1, NOW)).isEqualTo(1);
  }

  @Test
  void whatAPersonStopsGoesBackToTheLedger() {
    queue(DEAD, 20);
    endpoints.take();
    assertThat(endpoints.adopt(noted(DEAD, Standing.STOPPED), _ -> false, _ -> {})).hasSize(12);
  }

  @Test
  void anEndpointThatHangsHasOneRequestAfterItsFirstTimeOuts() {
    queue(DEAD, 100);
    List<Waiting> hanging = endpoints.take();
    hanging.subList(0, 7).forEach(w -> end(endpoints, w, Ending.TIMED_OUT, NOW));
    assertThat(endpoints.take()).isEmpty();
    end(endpoints, hanging.getLast(), Ending.TIMED_OUT, NOW);
    assertThat(endpoints.take()).hasSize(1);
  }

  @Test
  void fiftyThatHangLeaveRoomForTheOtherNineHundredAndFifty() {
    for (int i = 0; i < 50; i++) {
      String hanging = "1 http://hanging.example/" + i;
      endpoints.reserve(hanging, 64, NOW);
      for (int n = 0; n < 64; n++) {
        endpoints.add(hanging, Samples.telling(UUID.randomUUID(), 1));
      }
    }
    assertThat(endpoints.take()).hasSizeLessThanOrEqualTo(512 * 3 / 4 + 50);
    int served = 0;
    for (int i = 0; i < 950; i++) {
      queue("2 http://good.example/" + i, 1);
      List<Waiting> mine = endpoints.take();
      served += mine.size();
      mine.forEach(w -> end(endpoints, w, true));
    }
    assertThat(served).isEqualTo(950);
  }

  @Test
  void endpointsThatAreDownUseAQuarterOfAllRequests() {
    Endpoints narrow = endpoints(8);
    for (int i = 0; i < 5; i++) {
      bringDown(narrow, DEAD + i);
    }
    for (int i = 0; i < 5; i++) {
      narrow.reserve(DEAD + i, 1, NOW.plusSeconds(5));
      narrow.add(DEAD + i, Samples.telling(UUID.randomUUID(), 1));
    }
    assertThat(narrow.take()).hasSize(2);
    queue(narrow, GOOD, 20);
    assertThat(narrow.take()).hasSize(4);
  }

  @Test
  void anEntryIsStoredAtMostOnceAMinuteWhileNothingChanges() {
    for (int second = 0; second < 121; second += 10) {
      queue(DEAD, 1);
      end(endpoints, endpoints.take().getFirst(), Ending.FAILED, NOW.plusSeconds(second));
      queue(DEAD, 1);
      end(endpoints, endpoints.take().getFirst(), Ending.GOOD, NOW.plusSeconds(second));
    }
    assertThat(stored).hasSizeBetween(2, 3);
  }

  @Test
  void sendingStopsWhileTooManyOutcomesAreNotRecorded() {
    Endpoints narrow = endpoints(4);
    queue(narrow, GOOD, 100);
    List<Waiting> first = narrow.take();
    int answered = 0;
    for (List<Waiting> some = first; !some.isEmpty(); some = narrow.take()) {
      some.forEach(w -> narrow.answered(w, Ending.GOOD, null, NOW, PAUSE));
      answered += some.size();
    }
    assertThat(answered).isBetween(8, 11);
    for (int i = 0; i < answered; i++) {
      narrow.recorded();
    }
    assertThat(narrow.take()).isNotEmpty();
  }

  @Test
  void aReportThatIsInMemoryAlreadyIsNotTakenTwice() {
    UUID id = UUID.randomUUID();
    endpoints.reserve(GOOD, 3, NOW);
    endpoints.add(GOOD, Samples.telling(id, 1));
    endpoints.add(GOOD, Samples.telling(id, 1));
    endpoints.add(GOOD, Samples.telling(id, 2));
    assertThat(endpoints.held()).isEqualTo(2);
    assertThat(endpoints.inMemory(GOOD)).containsExactly(id);
    assertThat(endpoints.take()).hasSize(2);
  }

  @Test
  void aReportWithoutRoomIsNotLost() {
    endpoints.add(GOOD, Samples.telling(UUID.randomUUID(), 1));
    assertThat(endpoints.take()).hasSize(1);
  }

  private Endpoints endpoints(int requests) {
    return new Endpoints(new Bounds(20_000, 2_000, requests, 8, 64), stored::add);
  }

  private static Noted noted(String key, Standing standing) {
    StoppedBy by = standing == Standing.STOPPED ? StoppedBy.CUSTOMER : null;
    return new Noted(
        key, 1, "http://dead.example/", standing, by, NOW, 0, null, null, null, null, null, 1);
  }

  private static void bringDown(Endpoints endpoints, String name) {
    for (int i = 0; i < Endpoint.DOWN_AFTER; i++) {
      queue(endpoints, name, 1);
      end(endpoints, endpoints.take().getFirst(), false);
    }
  }

  private static Turn end(Endpoints endpoints, Waiting waiting, boolean succeeded) {
    return end(endpoints, waiting, succeeded ? Ending.GOOD : Ending.FAILED, NOW);
  }

  private static Turn end(Endpoints endpoints, Waiting waiting, Ending ending, Instant now) {
    Endpoints.Change change =
        endpoints.answered(
            waiting, ending, "a test", now, new Schedule.Probe(now, 0.5, Duration.ZERO));
    endpoints.recorded();
    endpoints.done(waiting);
    change.back().forEach(endpoints::done);
    return change.turn();
  }

  private void queue(String name, int count) {
    queue(endpoints, name, count);
  }

  private static void queue(Endpoints endpoints, String name, int count) {
    assertThat(endpoints.reserve(name, count, NOW)).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      endpoints.add(name, Samples.telling(UUID.randomUUID(), 1));
    }
  }
}
