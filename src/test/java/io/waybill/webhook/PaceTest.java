package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private final Pace pace = new Pace(8, 64);

  @Test
  void quickAnswersToAnEndpointThatCouldUseMoreMakeItGrowToItsBound() {
    int answers = 0;
    while (pace.limit() < 64) {
      pace.succeeded(true, true);
      answers++;
    }
    assertThat(answers).isBetween(1_000, 3_000);
    for (int i = 0; i < 1_000; i++) {
      pace.succeeded(true, true);
    }
    assertThat(pace.limit()).isEqualTo(64);
  }

  @Test
  void slowAnswersAndAnEmptyQueueMakeNothingGrow() {
    for (int i = 0; i < 1_000; i++) {
      pace.succeeded(false, true);
      pace.succeeded(true, false);
    }
    assertThat(pace.limit()).isEqualTo(8);
  }

  @Test
  void failuresThatWereUnderWayTogetherHalveItOnce() {
    for (int number = 1; number <= 8; number++) {
      pace.failed(number, 8, false);
    }
    assertThat(pace.limit()).isEqualTo(4);
    pace.failed(9, 9, false);
    pace.failed(10, 10, false);
    pace.failed(11, 11, false);
    assertThat(pace.limit()).as("never less than one").isEqualTo(1);
  }

  @Test
  void aTimeOutLeavesOne() {
    pace.failed(1, 8, true);
    assertThat(pace.limit()).isEqualTo(1);
    pace.succeeded(true, true);
    assertThat(pace.limit()).isEqualTo(2);
  }

  @Test
  void afterAnOutageItDoublesUntilItIsWhereItBegan() {
    pace.restart();
    assertThat(pace.limit()).isEqualTo(1);
    for (int round = 1; round <= 4; round++) {
      for (int i = pace.limit(); i > 0; i--) {
        pace.succeeded(false, false);
      }
    }
    assertThat(pace.limit()).isEqualTo(8);
  }
}
