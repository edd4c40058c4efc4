package io.waybill.webhook;

import java.time.Duration;

/** How a request ended, as far as it tells about the endpoint. */
enum Ending {
  GOOD,
  /** Good, but it took longer than {@link #QUICK}. */
  SLOW,
  FAILED,
  TIMED_OUT,
  /** 410. */
  GONE;

  /** An answer within this time is a quick one. */
  static final Duration QUICK = Duration.ofSeconds(1);

  boolean isGood() {
    return this == GOOD || this == SLOW;
  }
}
