package io.waybill.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When a callback that failed is tried again (design 10). Pure. */
final class Schedule {
  /** From the first try on, this long: what fails then is given up. */
  static final Duration TRIED_FOR = Duration.ofDays(3);

  /** The longest wait between two tries, and the longest {@code Retry-After} that is heeded. */
  static final Duration WAIT_MAX = Duration.ofHours(8);

  private static final List<Duration> WAITS =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30),
          Duration.ofHours(1),
          Duration.ofHours(2),
          Duration.ofHours(4));
  private static final double SPREAD = 0.2;

  private Schedule() {}

  /** The waits, without their spread; after the last one it is {@link #WAIT_MAX} each time. */
  static List<Duration> waits() {
    return WAITS;
  }

  /**
   * The time of the next try.
   *
   * @param attempt the try that has just failed, from 1
   * @param random 0 inclusive to 1 exclusive: spreads the waits over ±20 %
   * @param asked the wait the endpoint asked for; zero if it did not. It only lengthens
   * @return empty when it would be later than 72 hours after the first try: give up
   */
  static Optional<Instant> next(
      int attempt, Instant firstTry, Instant now, double random, Duration asked) {
    double factor = 1 - SPREAD + 2 * SPREAD * random;
    Duration wait = Duration.ofMillis(Math.round(waitAfter(attempt).toMillis() * factor));
    Duration heeded = asked.compareTo(WAIT_MAX) > 0 ? WAIT_MAX : asked;
    Instant next = now.plus(heeded.compareTo(wait) > 0 ? heeded : wait);
    return next.isAfter(firstTry.plus(TRIED_FOR)) ? Optional.empty() : Optional.of(next);
  }

  /**
   * When an endpoint that is down is probed: on the same schedule.
   *
   * @param random 0 inclusive to 1 exclusive
   * @param asked the wait the endpoint asked for, heeded up to {@link #WAIT_MAX}
   */
  record Probe(Instant now, double random, Duration asked) {
    /** The time of the next probe, when so many have failed since it went down. */
    Instant after(int failed) {
      return next(failed + 1, now, now, random, asked).orElseThrow();
    }
  }

  /**
   * About when the first try was: the ledger keeps the number of tries, not that time. Never before
   * the report was made, as that would cut short a report that waited for the one before it.
   *
   * @param attempt the try that has just ended, from 1
   */
  static Instant firstTry(int attempt, Instant reportAt, Instant now) {
    Instant supposed = now;
    for (int before = 1; before < attempt; before++) {
      supposed = supposed.minus(waitAfter(before));
    }
    return supposed.isBefore(reportAt) ? reportAt : supposed;
  }

  private static Duration waitAfter(int attempt) {
    return attempt <= WAITS.size() ? WAITS.get(Math.max(attempt, 1) - 1) : WAIT_MAX;
  }
}
