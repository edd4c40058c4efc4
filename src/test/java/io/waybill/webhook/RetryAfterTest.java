package io.waybill.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "120|PT2M",
        "' 0 '|PT0S",
        "99999999999999999999|PT8H",
        "Sun, 01 Mar 2026 12:05:00 GMT|PT5M",
        "Sun, 01 Mar 2026 11:00:00 GMT|PT0S",
        "-5|PT0S",
        "soon|PT0S",
        "''|PT0S"
      })
  void secondsAndDatesAreRead(String header, Duration wait) {
    assertThat(RetryAfter.read(header, NOON)).isEqualTo(wait);
  }

  @Test
  void withoutTheHeaderNothingIsAsked() {
    assertThat(RetryAfter.read(null, NOON)).isZero();
  }
}
