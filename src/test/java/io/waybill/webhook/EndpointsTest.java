package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.webhook.Endpoints.Turn;
import io.waybill.webhook.Endpoints.Waiting;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EndpointsTest {
  private static final String DEAD = "1 http://dead.example/";
  private static final String GOOD = "2 http://good.example/";

  private final Endpoints endpoints = new Endpoints(new Endpoints.Bounds(20_000, 2_000, 512, 8));

  @Test
  void oneEndpointGetsTwoThousandAndNoMore() {
    assertThat(endpoints.reserve(DEAD, 5_000)).isEqualTo(2_000);
    assertThat(endpoints.reserve(DEAD, 1)).isZero();
    assertThat(endpoints.reserve(GOOD, 1)).isEqualTo(1);
  }

  @Test
  void manyGreedyEndpointsLeaveRoomForThoseWhoHoldNothing() {
    for (int i = 0; i < 500; i++) {
      endpoints.reserve("1 http://dead.example/" + i, 2_000);
    }
    assertThat(endpoints.held()).isLessThanOrEqualTo(20_000);
    assertThat(endpoints.reserve(GOOD, 5)).isPositive();
  }

  @Test
  void memoryIsNeverExceeded() {
    for (int i = 0; i < 30_000; i++) {
      endpoints.reserve("1 http://shop.example/" + i, 1);
    }
    assertThat(endpoints.held()).isEqualTo(20_000);
  }

  @Test
  void roomGivenBackCanBeUsedAgain() {
    endpoints.reserve(GOOD, 2_000);
    endpoints.giveBack(GOOD, 1);
    assertThat(endpoints.reserve(GOOD, 2)).isEqualTo(1);
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
    Endpoints narrow = new Endpoints(new Endpoints.Bounds(20_000, 2_000, 4, 8));
    queue(narrow, DEAD, 100);
    queue(narrow, GOOD, 100);
    List<Waiting> taken = narrow.take();
    assertThat(taken).hasSize(4);
    assertThat(narrow.inFlight()).isEqualTo(4);
    queue(narrow, "3 http://new.example/", 1);
    taken.forEach(w -> end(narrow, w, true));
    assertThat(narrow.take()).hasSize(4);
  }

  @Test
  void afterTenFailuresOneRequestAtATimeGoesToAnEndpointUntilOneSucceeds() {
    queue(DEAD, 100);
    List<Waiting> first = endpoints.take();
    first.forEach(w -> assertThat(end(endpoints, w, false)).isEqualTo(Turn.NONE));
    List<Waiting> second = endpoints.take();
    assertThat(end(endpoints, second.get(0), false)).isEqualTo(Turn.NONE);
    assertThat(end(endpoints, second.get(1), false)).isEqualTo(Turn.WENT_DOWN);
    assertThat(endpoints.down()).isEqualTo(1);
    assertThat(endpoints.take()).isEmpty();

    second.subList(2, 8).forEach(w -> end(endpoints, w, false));
    List<Waiting> probe = endpoints.take();
    assertThat(probe).hasSize(1);
    assertThat(endpoints.take()).isEmpty();
    assertThat(end(endpoints, probe.getFirst(), true)).isEqualTo(Turn.CAME_BACK);
    assertThat(endpoints.take()).hasSize(8);
    assertThat(endpoints.down()).isZero();
  }

  @Test
  void anEndpointThatIsDownHoldsLittleMemoryAndStaysDownWhenItHoldsNone() {
    for (int i = 0; i < 10; i++) {
      queue(DEAD, 1);
      end(endpoints, endpoints.take().getFirst(), false);
    }
    assertThat(endpoints.held()).isZero();
    assertThat(endpoints.reserve(DEAD, 100)).isEqualTo(8);
  }

  @Test
  void endpointsThatAreDownUseAQuarterOfAllRequests() {
    Endpoints narrow = new Endpoints(new Endpoints.Bounds(20_000, 2_000, 8, 8));
    for (int i = 0; i < 5; i++) {
      bringDown(narrow, DEAD + i);
    }
    for (int i = 0; i < 5; i++) {
      queue(narrow, DEAD + i, 3);
    }
    assertThat(narrow.take()).hasSize(2);
    queue(narrow, GOOD, 20);
    assertThat(narrow.take()).hasSize(6);
  }

  @Test
  void sendingStopsWhileTooManyOutcomesAreNotRecorded() {
    Endpoints narrow = new Endpoints(new Endpoints.Bounds(20_000, 2_000, 4, 4));
    queue(narrow, GOOD, 100);
    List<Waiting> first = narrow.take();
    first.forEach(w -> narrow.answered(w, true));
    narrow.take().forEach(w -> narrow.answered(w, true));
    assertThat(narrow.take()).isEmpty();
    narrow.recorded();
    narrow.done(first.getFirst());
    assertThat(narrow.take()).isNotEmpty();
  }

  @Test
  void aReportThatIsInMemoryAlreadyIsNotTakenTwice() {
    UUID id = UUID.randomUUID();
    endpoints.reserve(GOOD, 3);
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

  private static void bringDown(Endpoints endpoints, String name) {
    for (int i = 0; i < Endpoints.DOWN_AFTER; i++) {
      queue(endpoints, name, 1);
      end(endpoints, endpoints.take().getFirst(), false);
    }
  }

  private static Turn end(Endpoints endpoints, Waiting waiting, boolean succeeded) {
    Turn turn = endpoints.answered(waiting, succeeded);
    endpoints.recorded();
    endpoints.done(waiting);
    return turn;
  }

  private void queue(String name, int count) {
    queue(endpoints, name, count);
  }

  private static void queue(Endpoints endpoints, String name, int count) {
    assertThat(endpoints.reserve(name, count)).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      endpoints.add(name, Samples.telling(UUID.randomUUID(), 1));
    }
  }
}
