package io.waybill.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurstHoldTest {
  private final BurstHold hold = new BurstHold();

  private static long at(int millis) {
    return Duration.ofMillis(millis).toNanos() - 5_000_000_000L; // System.nanoTime may be negative
  }

  @Test
  void matchingHoldsOffWhileThousandsComeInASecondAndGoesOnWhenTheyPause() {
    assertThat(hold.isOn(at(0))).isFalse();
    hold.burst(600, at(0));
    assertThat(hold.isOn(at(10))).as("not that many yet").isFalse();
    hold.burst(600, at(100));
    assertThat(hold.isOn(at(110))).isTrue();
    assertThat(hold.isOn(at(350))).isTrue();
    assertThat(hold.isOn(at(351))).as("they pause").isFalse();
  }

  @Test
  void theOverflowOfABusyMomentHoldsNothingOff() {
    for (int t = 0; t < 10_000; t += 100) {
      hold.burst(50, at(t));
      assertThat(hold.isOn(at(t + 1))).isFalse();
    }
  }

  @Test
  void wavesDoNotHoldItOffForMoreThanAMinuteAsLongAsSomeAreNotMatched() {
    for (int t = 0; t < 59_000; t += 500) {
      hold.burst(2_000, at(t));
      assertThat(hold.isOn(at(t + 1))).isTrue();
    }
    hold.burst(2_000, at(60_000));
    assertThat(hold.isOn(at(60_001))).isFalse();
    hold.burst(2_000, at(61_000));
    assertThat(hold.isOn(at(61_001))).isFalse();
    hold.caughtUp();
    hold.burst(2_000, at(62_000));
    assertThat(hold.isOn(at(62_001))).isTrue();
  }

  @Test
  void whileMoreThanEnoughAreStoredInASecondMatchingGoesOnBesideIt() {
    for (int t = 0; t < 1_000; t += 100) {
      hold.burst(1_500, at(t));
      assertThat(hold.isOn(at(t + 1))).as("the first second tells").isTrue();
    }
    hold.burst(1_500, at(1_000));
    assertThat(hold.isOn(at(1_001))).as("15,000 in the second before").isFalse();
    for (int t = 1_100; t <= 2_000; t += 100) {
      hold.burst(500, at(t));
    }
    assertThat(hold.isOn(at(2_001))).as("that slowed it down to 6,500").isTrue();
  }
}
