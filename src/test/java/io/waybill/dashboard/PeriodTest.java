package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The overview's time, as its address says it. */
class PeriodTest {
  private static final ZoneId TALLINN = ZoneId.of("Europe/Tallinn");
  private static final Instant NOW = Instant.parse("2026-11-22T18:07:23Z");

  private static Period of(Map<String, String> fields) {
    return Period.of(name -> fields.getOrDefault(name, ""), TALLINN, NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2026-11-21T18:00:00Z, ''",
    "hour, 2026-11-22T17:00:00Z, period=hour",
    "day, 2026-11-21T18:00:00Z, ''",
    "week, 2026-11-15T18:00:00Z, period=week",
    "month, 2026-10-23T18:00:00Z, period=month"
  })
  void aUsualPeriodBeginsOnAQuarterAndGoesOnUpToNow(String name, Instant from, String query) {
    Period period = of(Map.of("period", name));
    assertThat(period.from()).isEqualTo(from);
    assertThat(period.until()).isEqualTo("2026-11-22T18:15:00Z");
    assertThat(period.isOpen()).isTrue();
    assertThat(period.problem()).isNull();
    assertThat(period.query()).isEqualTo(query);
  }

  @Test
  void aTimeOfOnesOwnIsReadInThePersonsZone() {
    Period period =
        of(Map.of("period", "custom", "from", "2026-11-20T09:00", "until", "2026-11-20T10:20"));
    assertThat(period.from()).isEqualTo("2026-11-20T07:00:00Z");
    assertThat(period.until()).isEqualTo("2026-11-20T08:30:00Z");
    assertThat(period.isOpen()).isFalse();
    assertThat(Period.field(period.from(), TALLINN)).isEqualTo("2026-11-20T09:00");
  }

  @Test
  void anAddressThatWasMadeHereSaysTheSameAgain() {
    Period period = of(Map.of("period", "custom", "from", "2026-11-20T07:00:00Z", "until", ""));
    assertThat(period.query()).isEqualTo("period=custom&from=2026-11-20T07:00:00Z");
    assertThat(period.isOpen()).isTrue();
    assertThat(period.until()).isEqualTo("2026-11-22T18:15:00Z");
  }

  @Test
  void anHourThatTheClocksSkipIsReadAsTheOneAfter() {
    Period period =
        of(Map.of("period", "custom", "from", "2026-03-29T03:30", "until", "2026-03-29T05:00"));
    assertThat(period.from()).isEqualTo("2026-03-29T01:30:00Z");
    assertThat(Duration.between(period.from(), period.until())).isEqualTo(Duration.ofMinutes(30));
  }

  @ParameterizedTest
  @CsvSource({
    "year, '', '', no such period",
    "custom, '', '', Write both times",
    "custom, yesterday, 2026-11-20T10:00, Write both times",
    "custom, 2026-11-20T10:00, 2026-11-20T10:00, first time must be before",
    "custom, 2024-11-20T10:00, 2026-11-20T10:00, at most 400 days",
    "custom, 2026-11-23T10:00, 2026-11-23T11:00, in the future",
    "custom, 2026-11-20T10:00, +999999999-01-01T00:00:00Z, at most 400 days",
  })
  void whatCannotBeShownIsSaidAndTheLastDayIsShown(
      String name, String from, String until, String why) {
    Period period = of(Map.of("period", name, "from", from, "until", until));
    assertThat(period.problem()).contains(why);
    assertThat(period.from()).isEqualTo("2026-11-21T18:00:00Z");
    assertThat(period.query()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-1, –",
    "0, 0 %",
    "0.0001, 0.1 %",
    "0.5, 50.0 %",
    "0.9784, 97.8 %",
    "0.99999, 99.9 %",
    "1, 100 %"
  })
  void aRateIsNeverRoundedToAllOrNone(double rate, String written) {
    assertThat(Shares.percent(rate)).isEqualTo(written);
    assertThat(Shares.whole(0.999)).isEqualTo(99);
  }
}
