package io.waybill.dispatch;

import io.waybill.smpp.Status;
import java.time.Duration;

/** How long to wait before a part is tried again. Pure. */
final class Retry {
  private static final long THROTTLED_MILLIS = 1_000;
  private static final long MILLIS_MAX = 60_000;

  private Retry() {}

  /**
   * The wait after a temporary error: about a second after being throttled, however often; for
   * other errors a second, doubling with each attempt up to a minute.
   *
   * @param attempt the claim that failed, from 1
   * @param chance from 0 to 1: spreads by ±20 %, after throttling by ±50 %
   */
  static Duration after(int commandStatus, int attempt, double chance) {
    if (commandStatus == Status.ESME_RTHROTTLED) {
      return Duration.ofMillis((long) (THROTTLED_MILLIS * (0.5 + chance)));
    }
    long doubled = 1_000L << Math.min(Math.max(0, attempt - 1), 6);
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
