package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rates by a clock of our own, in nanoseconds. */
class RateLimitTest {
  private static final long MILLI = 1_000_000;
  private long now = 1_000_000 * MILLI;

  /** How many go in so many milliseconds. */
  private int go(RateLimit rate, int millis) {
    int gone = 0;
    for (int i = 0; i < millis; i++) {
      while (rate.waitNanos(now) == 0 && gone < 100_000) {
        rate.take(now);
        gone++;
      }
      now += MILLI;
    }
    return gone;
  }

  @Test
  void anotherRateHoldsFromTheFirstSecondOn() {
    RateLimit rate = new RateLimit(100);
    go(rate, 3_000);
    rate.agree(20);
    assertThat(go(rate, 900)).as("what went before still counts").isLessThanOrEqualTo(20);
    assertThat(go(rate, 2_000)).isBetween(38, 42);
    rate.agree(200);
    assertThat(go(rate, 2_000)).isBetween(360, 410);
    rate.agree(0);
    assertThat(rate.waitNanos(now)).isZero();
    rate.agree(10);
    assertThat(go(rate, 2_000)).isBetween(19, 21);
  }

  @Test
  void throttlingLowersTheRateByItsShareAtMostByHalfASecondAndNeverStopsIt() {
    RateLimit rate = new RateLimit(100);
    go(rate, 2_000);
    for (int i = 0; i < 50; i++) {
      rate.tooMuch(now);
    }
    assertThat(rate.slowedTo(now)).isEqualTo(50);
    assertThat(go(rate, 900)).isBetween(43, 48);
    now += 200 * MILLI;
    for (int i = 0; i < 15; i++) {
      rate.tooMuch(now);
    }
    assertThat(rate.slowedTo(now)).isBetween(35.0, 39.0); // a step of 5 up, then a third down
    for (int i = 0; i < 100; i++) {
      now += 1_000 * MILLI;
      rate.tooMuch(now);
    }
    // Up by 5 each second and halved: never below one.
    assertThat(rate.slowedTo(now)).isBetween(1.0, 7.0);
  }

  @Test
  void aCarrierThatThrottlesNowAndThenIsNotTakenForOneAtItsBound() {
    RateLimit rate = new RateLimit(0);
    for (int second = 0; second < 60; second++) {
      for (int i = 0; i < 100; i++) {
        rate.take(now);
        now += 10 * MILLI;
        if (i % 25 == 24) {
          assertThat(rate.tooMuch(now)).isFalse();
        }
      }
    }
    assertThat(rate.slowedTo(now)).isZero();
  }

  @Test
  void withoutComplaintsItComesBackToWhatIsAgreed() {
    RateLimit rate = new RateLimit(100);
    go(rate, 2_000);
    for (int i = 0; i < 50; i++) {
      rate.tooMuch(now);
    }
    now += 5_000 * MILLI;
    assertThat(rate.slowedTo(now)).isEqualTo(75);
    now += 5_000 * MILLI;
    assertThat(rate.slowedTo(now)).as("not slowed down any more").isZero();
    assertThat(go(rate, 2_000)).isBetween(190, 202);
  }

  @Test
  void withoutAnAgreedRateItStartsFromWhatWentAndIsUnboundAgainAtTwiceThat() {
    RateLimit rate = new RateLimit(0);
    for (int i = 0; i < 2_000; i++) {
      rate.take(now);
      now += MILLI; // a thousand a second
    }
    for (int i = 0; i < 500; i++) {
      rate.tooMuch(now);
    }
    assertThat(rate.slowedTo(now)).isBetween(490.0, 510.0);
    assertThat(go(rate, 900)).isBetween(430, 480);
    now += 20_000 * MILLI;
    assertThat(rate.slowedTo(now)).isZero();
    assertThat(rate.waitNanos(now)).isZero();
  }
}
