package io.waybill.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private final Noise noise = new Noise(at(0));

  private static long at(int millis) {
    return Duration.ofMillis(millis).toNanos() - 5_000_000_000L; // System.nanoTime may be negative
  }

  /** The longest rest that is asked for among so many that come at that time. */
  private long restOf(int count, int millis) {
    long longest = 0;
    for (int i = 0; i < count; i++) {
      longest = Math.max(longest, noise.restNanos(at(millis)));
    }
    return longest;
  }

  @Test
  void aCarrierWhoseReceiptsAreKnownIsReadAsFastAsItSends() {
    noise.looked(300, 40, at(10));
    assertThat(restOf(20_000, 20)).isZero();
  }

  @Test
  void oneThatRepeatsWhatNobodyKnowsIsReadAThousandTimesASecond() {
    noise.looked(2, 100, at(10));
    assertThat(restOf(999, 200)).isZero();
    assertThat(noise.restNanos(at(200))).isEqualTo(Duration.ofMillis(800).toNanos());
    assertThat(restOf(999, 1_000)).as("the next second").isZero();
    assertThat(noise.restNanos(at(1_000))).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void aFewStrangersAreNoNoise() {
    noise.looked(0, 49, at(10));
    assertThat(restOf(20_000, 20)).isZero();
  }

  @Test
  void oneInTwentyThatIsKnownIsEnoughToBeHeard() {
    noise.looked(5, 100, at(10));
    assertThat(restOf(20_000, 20)).isZero();
  }

  @Test
  void whatWasSeenSomeSecondsAgoCountsNoMore() {
    noise.looked(0, 500, at(10));
    assertThat(restOf(2_000, 20)).isPositive();
    assertThat(restOf(2_000, 5_100)).as("the window before counts").isPositive();
    assertThat(restOf(2_000, 16_000)).isZero();
  }
}
