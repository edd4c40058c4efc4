package io.waybill.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {
  @Test
  void aRoundThatFailsDoesNotKeepTheNextFromComing() throws InterruptedException {
    CountDownLatch fourth = new CountDownLatch(4);
    AtomicInteger rounds = new AtomicInteger();
    try (Rounds _ =
        new Rounds(
            "test",
            Duration.ofMillis(1),
            () -> {
              fourth.countDown();
              if (rounds.incrementAndGet() % 2 == 1) {
                throw new IllegalStateException("on purpose");
              }
            })) {
      assertThat(fourth.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closingInterruptsTheRoundUnderWay() throws InterruptedException {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Rounds rounds =
        new Rounds(
            "test",
            Duration.ofMillis(1),
            () -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
            });
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    rounds.close();
    assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }
}
