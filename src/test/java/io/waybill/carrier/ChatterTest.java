package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ChatterTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Test
  void aThousandInASecondAreReadAndThenNoneUntilItIsOver() {
    Chatter chatter = new Chatter(new CountDownLatch(1), 5);
    for (int i = 1; i < Chatter.PER_SECOND_MAX; i++) {
      assertThat(chatter.restNanos(5 + i)).isZero();
    }
    assertThat(chatter.restNanos(5 + SECOND / 4)).isEqualTo(SECOND - SECOND / 4);
    assertThat(chatter.restNanos(5 + SECOND)).isZero();
  }

  @Test
  void oneLineIsWrittenAtOnceAndTheNextAfterTenSeconds() {
    Chatter chatter = new Chatter(new CountDownLatch(1), 0);
    long now = SECOND;
    assertThat(chatter.mayComplain(now)).isTrue();
    assertThat(chatter.mayComplain(now + 9 * SECOND)).isFalse();
    assertThat(chatter.mayComplain(now + 10 * SECOND)).isTrue();
  }

  @Test
  void nobodyRestsForAConnectionThatIsOver() {
    CountDownLatch over = new CountDownLatch(1);
    over.countDown();
    long began = System.nanoTime();
    Chatter chatter = new Chatter(over, began);
    for (int i = 0; i < 3 * Chatter.PER_SECOND_MAX; i++) {
      chatter.heard("tele");
    }
    assertThat(System.nanoTime() - began).isLessThan(SECOND);
  }
}
