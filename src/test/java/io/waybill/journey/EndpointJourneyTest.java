package io.waybill.journey;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.store.StoredTimeline;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One endpoint's trouble is its own: what waits for it is told in order, others notice nothing. */
class EndpointJourneyTest {
  private static final int MANY = 2_500;
  private static final int FEW = 50;
  private static final Duration PROMPTLY = Duration.ofSeconds(3);
  private static final Duration LONG = Duration.ofSeconds(150);

  /** Messages under way together may be told in any order: so far apart. */
  private static final int APART = 1_500;

  @TempDir private Path directory;

  @Test
  void fiveThousandReportsAreToldInOrderAfterAnOutageAndAnotherEndpointDoesNotNotice()
      throws Exception {
    try (World world = World.start(directory);
        Sink down = new Sink();
        Sink good = new Sink()) {
      down.answers(503);
      send(world, down, MANY);
      send(world, good, FEW);
      Await.until("the others are told", () -> good.calls().size() == 2 * FEW);
      assertThat(good.delays()).allMatch(delay -> delay.compareTo(PROMPTLY) < 0);
      Await.until(
          LONG,
          () -> "all wait but " + world.site.count("SELECT count(*) FROM callback_due"),
          () -> world.site.count("SELECT count(*) FROM callback_due") >= MANY);
      assertThat(world.site.count("SELECT count(*) FROM endpoint WHERE standing = 'down'"))
          .isEqualTo(1);
      assertThat(down.calls()).as("those that merely wait are not tried").hasSizeLessThan(50);

      down.forget();
      down.answers(200);
      Await.until(
          LONG,
          () -> "told " + down.calls().size() + " of " + 2 * MANY,
          () -> world.site.count("SELECT count(*) FROM callback_due") == 0);
      Await.until("all is told", () -> down.calls().size() >= 2 * MANY);
      assertThat(inversions(down.calls())).isLessThan(MANY / 50);
      assertThat(down.calls().stream().map(Sink.Call::delivery).distinct()).hasSize(2 * MANY);
      assertThat(world.site.count("SELECT count(*) FROM endpoint WHERE standing = 'up'"))
          .isEqualTo(1);
      Await.until("all is history", () -> world.site.count(StoredTimeline.OVER) == MANY + FEW);
      world.isInOrder();
    }
  }

  @Test
  void anEndpointThatHangsDelaysNoOther() throws Exception {
    try (World world = World.start(directory);
        Sink hanging = new Sink();
        Sink good = new Sink()) {
      hanging.hangs();
      send(world, hanging, 300);
      Await.until("it hangs", () -> hanging.calls().size() >= 8);
      send(world, good, FEW);
      Await.until("the others are told", () -> good.calls().size() == 2 * FEW);
      assertThat(good.delays()).allMatch(delay -> delay.compareTo(PROMPTLY) < 0);
      // The last good answer may still be on its way back when the other side has counted it.
      Await.until(
          "only those that hang are under way",
          () -> world.api().metric("waybill_callbacks_in_flight") <= 8);
    }
  }

  @Test
  void anEndpointThatIsStoppedStaysSoAfterARestart() throws Exception {
    try (World world = World.start(directory);
        Sink gone = new Sink()) {
      gone.answers(410);
      send(world, gone, 1);
      Await.until(
          "it is stopped",
          () -> world.site.count("SELECT count(*) FROM endpoint WHERE standing = 'stopped'") == 1);
      gone.answers(200);
      world.restart();
      send(world, gone, 1);
      Await.until("both wait", () -> world.site.count("SELECT count(*) FROM callback_due") == 2);
      assertThat(gone.calls()).hasSize(1);
      world.site.database(database ->
          new io.waybill.store.PgEndpointStore(database)
              .stop(1, gone.uri(), null, null, Clock.systemUTC().instant()));
      Await.until("all are told", () -> gone.calls().size() == 5);
      assertThat(world.site.count("SELECT count(*) FROM callback_due")).isZero();
    }
  }

  /** First reports that come before one that was made long before them. */
  private static int inversions(List<Sink.Call> calls) {
    List<Instant> first =
        calls.stream().filter(c -> c.delivery().endsWith("-1")).map(Sink.Call::madeAt).toList();
    int found = 0;
    Instant latest = Instant.MIN;
    for (int i = APART; i < first.size(); i++) {
      Instant before = first.get(i - APART);
      latest = before.isAfter(latest) ? before : latest;
      found += first.get(i).isBefore(latest) ? 1 : 0;
    }
    return found;
  }

  private static void send(World world, Sink sink, int count)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads = Executors.newFixedThreadPool(32)) {
      List<Future<?>> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String to = "+3725%05d01".formatted(i);
        sent.add(
            threads.submit(() -> {
              sendOne(world, sink, to);
              return null;
            }));
      }
      for (Future<?> one : sent) {
        one.get();
      }
    }
  }

  private static void sendOne(World world, Sink sink, String to)
      throws IOException, InterruptedException {
    String body = Api.sms(to, "Hello").put("dlr_url", sink.uri()).toString();
    HttpResponse<String> answer = world.api().post(body, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }
}
