package io.waybill.dispatch;

import io.waybill.smpp.Status;
import java.time.Duration;

/** How long to wait before a part is tried again. Pure. */
final class Retry {
  private static final long MILLIS_MAX = 60_000;

  private Retry() {}

  /**
   * The wait after a temporary error: a second after being throttled, longer for other errors,
   * doubling with each attempt up to a minute.
   *
   * @param attempt the claim that failed, from 1
   * @param chance from 0 to 1: spreads by ±20 %
   */
  static Duration after(int commandStatus, int attempt, double chance) {
    long first = commandStatus == Status.ESME_RTHROTTLED ? 500 : 1_000;
    long doubled = first << Math.min(Math.max(0, attempt - 1), 6);
    return spread(Math.min(MILLIS_MAX, doubled), chance);
  }

  /** The wait before a part is written again that was lost with its connection. */
  static Duration afterLoss(double chance) {
    return spread(200, chance);
  }

  private static Duration spread(long millis, double chance) {
    return Duration.ofMillis((long) (millis * (0.8 + 0.4 * chance)));
  }
}
