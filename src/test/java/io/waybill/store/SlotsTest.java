package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SlotsTest {

  @Test
  void everySlotBeginsWhereTheOneBeforeEnds() {
    for (int slot = 0; slot < 119; slot++) {
      assertThat(Slots.slot(Slots.floor(slot))).isEqualTo(slot);
      assertThat(Slots.slot(Slots.floor(slot + 1) - 1)).isEqualTo(slot);
    }
    assertThat(Slots.slot(Long.MAX_VALUE)).isEqualTo(119);
    assertThat(Slots.slot(-5)).isZero();
  }

  @Test
  void aPercentileIsRightToAboutATenth() {
    Random random = new Random(1);
    Slots slots = new Slots();
    long[] millis = new long[20_000];
    for (int i = 0; i < millis.length; i++) {
      millis[i] = (long) (1_500 * Math.exp(random.nextGaussian()));
      slots.add(Slots.Kind.DELIVERED, Duration.ofMillis(millis[i]), 1);
    }
    Arrays.sort(millis);
    for (double share : new double[] {0.5, 0.95, 0.99}) {
      long right = millis[(int) (share * millis.length)];
      assertThat((double) slots.percentile(Slots.Kind.DELIVERED, share))
          .isBetween(right * 0.9, right * 1.1);
    }
    assertThat(slots.percentile(Slots.Kind.TOLD, 0.5)).isEqualTo(-1);
  }

  @Test
  void packedSlotsAreTheSameAgain() {
    Slots slots = new Slots();
    slots.add(Slots.Kind.SENT, Duration.ofMillis(3), 1);
    slots.add(Slots.Kind.TOLD, Duration.ofDays(300), 5_000_000_000L);
    slots.add(Slots.Kind.DELIVERED, Duration.ofSeconds(9), 128);
    Slots again = new Slots();
    again.add(slots.bytes());
    again.add(slots);
    assertThat(again.count(Slots.Kind.SENT)).isEqualTo(2);
    assertThat(again.count(Slots.Kind.TOLD)).isEqualTo(10_000_000_000L);
    assertThat(again.count(Slots.Kind.DELIVERED)).isEqualTo(256);
    assertThat(again.percentile(Slots.Kind.DELIVERED, 0.5)).isBetween(8_000L, 10_300L);
  }
}
