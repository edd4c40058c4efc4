package io.waybill.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharesTest {
  private static int[] wanted(int high, int regular, int low) {
    return new int[] {high, regular, low};
  }

  @Test
  void theHigherPriorityGetsAllButATenth() {
    assertThat(new Shares().split(100, wanted(1_000, 1_000, 0))).containsExactly(90, 10, 0);
  }

  @Test
  void theTenthIsDividedInTheSameWay() {
    assertThat(new Shares().split(100, wanted(1_000, 1_000, 1_000))).containsExactly(90, 9, 1);
  }

  @Test
  void whatNobodyBelowWantsStaysAbove() {
    assertThat(new Shares().split(100, wanted(1_000, 0, 0))).containsExactly(100, 0, 0);
    assertThat(new Shares().split(100, wanted(1_000, 3, 0))).containsExactly(97, 3, 0);
  }

  @Test
  void whatIsNotWantedAboveGoesBelow() {
    assertThat(new Shares().split(100, wanted(5, 1_000, 0))).containsExactly(5, 95, 0);
    assertThat(new Shares().split(100, wanted(0, 0, 7))).containsExactly(0, 0, 7);
  }

  @Test
  void ofTenSingleSeatsOneGoesBelow() {
    Shares shares = new Shares();
    int below = 0;
    for (int i = 0; i < 100; i++) {
      below += shares.split(1, wanted(1_000, 1_000, 0))[1];
    }
    assertThat(below).isBetween(9, 11);
  }

  @Test
  void neverMoreIsGivenThanThereIs() {
    Shares shares = new Shares();
    for (int seats = 0; seats < 50; seats++) {
      int[] given = shares.split(seats, wanted(seats, 7, 3));
      assertThat(given[0] + given[1] + given[2]).isLessThanOrEqualTo(seats);
    }
  }
}
