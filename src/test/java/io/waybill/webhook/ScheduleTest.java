package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final double MIDDLE = 0.5;

  @ParameterizedTest
  @CsvSource({
    "1, PT5S",
    "2, PT30S",
    "3, PT2M",
    "4, PT10M",
    "5, PT30M",
    "6, PT1H",
    "7, PT2H",
    "8, PT4H",
    "9, PT8H",
    "10, PT8H",
    "16, PT8H"
  })
  void eachFailureWaitsLongerThanTheOneBefore(int attempt, Duration wait) {
    assertThat(Schedule.next(attempt, NOON, NOON, MIDDLE, Duration.ZERO)).hasValue(NOON.plus(wait));
  }

  @Test
  void waitsAreSpreadOverAFifthToEitherSide() {
    assertThat(Schedule.next(2, NOON, NOON, 0, Duration.ZERO)).hasValue(NOON.plusSeconds(24));
    assertThat(Schedule.next(2, NOON, NOON, 0.999999, Duration.ZERO))
        .hasValue(NOON.plusSeconds(36));
  }

  @ParameterizedTest
  @CsvSource({"PT1S, PT5S", "PT1M, PT1M", "PT8H, PT8H", "PT100H, PT8H"})
  void retryAfterOnlyLengthensAndNotBeyondEightHours(Duration asked, Duration wait) {
    assertThat(Schedule.next(1, NOON, NOON, MIDDLE, asked)).hasValue(NOON.plus(wait));
  }

  @Test
  void nothingIsTriedLaterThan72HoursAfterTheFirstTry() {
    Instant first = NOON.minus(Duration.ofHours(64));
    assertThat(Schedule.next(9, first, NOON, MIDDLE, Duration.ZERO))
        .hasValue(NOON.plus(Duration.ofHours(8)));
    assertThat(Schedule.next(9, first.minusMillis(1), NOON, MIDDLE, Duration.ZERO)).isEmpty();
  }

  @Test
  void theWholeScheduleIsSeventeenTries() {
    Instant now = NOON;
    int attempt = 1;
    for (var next = Schedule.next(1, NOON, now, MIDDLE, Duration.ZERO); next.isPresent(); ) {
      now = next.get();
      attempt++;
      Instant first = Schedule.firstTry(attempt, NOON, now);
      assertThat(first).isEqualTo(NOON);
      next = Schedule.next(attempt, first, now, MIDDLE, Duration.ZERO);
    }
    assertThat(attempt).isEqualTo(17);
    assertThat(Duration.between(NOON, now)).isBetween(Duration.ofHours(64), Schedule.TRIED_FOR);
  }

  @Test
  void aReportThatWaitedForTheOneBeforeItHasItsOwnThreeDays() {
    Instant made = NOON.minus(Duration.ofHours(71));
    assertThat(Schedule.firstTry(1, made, NOON)).isEqualTo(NOON);
    assertThat(Schedule.firstTry(3, made, NOON)).isEqualTo(NOON.minusSeconds(35));
    assertThat(Schedule.firstTry(9, NOON.minusSeconds(60), NOON)).isEqualTo(NOON.minusSeconds(60));
  }
}
