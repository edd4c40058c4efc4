package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.ops.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The bounds of what looks on: what it may keep, what it may send, who is cut. */
class LiveFeedTest {
  private final Clock clock = Clock.systemUTC();
  private final LiveFeed feed = new LiveFeed(clock, new Metrics());

  private static UUID id(long number) {
    return new UUID(7, number);
  }

  @Test
  void nothingIsKeptWhereNobodyLooksOn() {
    assertThat(feed.isWatched()).isFalse();
    feed.changed(1, id(1));
    LiveRing ring = feed.enter(9, 1).orElseThrow();
    assertThat(feed.isWatched()).isTrue();
    assertThat(ring.end()).isZero();
    feed.changed(2, id(2));
    assertThat(ring.end()).as("another account's changes").isZero();
    feed.changed(1, id(3));
    assertThat(ring.after(0, 50).ids()).containsExactly(id(3));
  }

  @Test
  void aRingIsForgottenSomeTimeAfterTheLastOneWent() {
    LiveRing ring = feed.enter(9, 1).orElseThrow();
    feed.leave(9, ring, "over");
    feed.forget(clock.instant().plus(LiveFeed.KEPT).minusSeconds(5));
    assertThat(feed.isWatched()).isTrue();
    feed.forget(clock.instant().plus(LiveFeed.KEPT).plusSeconds(5));
    assertThat(feed.isWatched()).isFalse();
  }

  @Test
  void streamsAreBoundedForOneAndForAll() {
    for (int i = 0; i < LiveFeed.STREAMS_OF_ONE; i++) {
      assertThat(feed.enter(1, 1)).isPresent();
    }
    assertThat(feed.enter(1, 2)).isEmpty();
    int people = 2;
    while (feed.enter(people, people).isPresent()) {
      people++;
    }
    assertThat(feed.streams()).isEqualTo(LiveFeed.STREAMS_MAX);
  }

  @Test
  void aMessageThatChangedOftenIsOneHintAndTheRestIsCounted() {
    LiveRing ring = feed.enter(9, 1).orElseThrow();
    for (int i = 0; i < 200; i++) {
      feed.changed(1, id(i % 100));
    }
    LiveRing.Batch batch = ring.after(0, LiveStream.PER_SECOND);
    assertThat(batch.ids()).hasSize(50).startsWith(id(99), id(98)).doesNotHaveDuplicates();
    assertThat(batch.left()).isEqualTo(150);
    assertThat(batch.cursor()).isEqualTo(200);
    assertThat(LiveStream.event(ring, batch)).contains("\"left\":150", "id: " + ring.written(200));
  }

  @Test
  void aCursorGoesOnWhereItWasUnlessTheRingHasMovedOn() {
    LiveRing ring = feed.enter(9, 1).orElseThrow();
    feed.changed(1, id(1));
    String cursor = ring.written(ring.end());
    feed.changed(1, id(2));
    assertThat(ring.after(ring.resume(cursor), 50).ids()).isEqualTo(List.of(id(2)));
    assertThat(ring.resume("1234.0")).as("of another ring").isEqualTo(-1);
    assertThat(ring.resume("nonsense")).isEqualTo(-1);
    assertThat(ring.resume(ring.written(99))).as("of the future").isEqualTo(-1);
    for (int i = 0; i < LiveRing.SIZE; i++) {
      feed.changed(1, id(i));
    }
    assertThat(ring.resume(cursor)).as("overrun").isEqualTo(-1);
    assertThat(ring.after(0, 10).left()).as("what fell out counts").isEqualTo(2 + 1024 - 10);
  }

  @Test
  void whoTakesTooLongForOneHintIsCut() throws IOException {
    LiveRing ring = feed.enter(9, 1).orElseThrow();
    String start = ring.written(0);
    feed.changed(1, id(1));
    AtomicLong nanos = new AtomicLong();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    OutputStream slow =
        new OutputStream() {
          @Override
          public void write(int octet) {
            taken.write(octet);
          }

          @Override
          public void flush() {
            nanos.addAndGet(LiveStream.SLOW.toNanos());
          }
        };
    assertThat(new LiveStream(feed, ring, start, nanos::get).run(slow)).isEqualTo("slow");
    assertThat(taken.toString(StandardCharsets.UTF_8)).contains("event: changed", id(1).toString());
  }

  @Test
  void aTabThatMissedTooMuchIsToldToReadEverythingAgain() throws IOException {
    LiveRing ring = feed.enter(9, 1).orElseThrow();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    feed.close();
    new LiveStream(feed, ring, "1.1", System::nanoTime).run(taken);
    assertThat(taken.toString(StandardCharsets.UTF_8)).startsWith("event: reset\nid: ");
    assertThat(feed.enter(9, 1)).as("after the end").isEmpty();
  }
}
