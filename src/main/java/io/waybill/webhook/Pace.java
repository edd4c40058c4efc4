package io.waybill.webhook;

/**
 * How many requests one endpoint gets at a time (design 10). Begins at {@code start}; grows by one
 * for each round of quick answers while the endpoint could use more, up to {@code max}; halves when
 * requests fail, at most once for those that were under way together; falls to one on a time-out.
 * After an outage it begins at one and doubles until it is where it began. Not thread-safe.
 */
final class Pace {
  private final int start;
  private final int max;
  private int limit;
  private int rampTo;
  private int credit;
  private long slowedAt = -1;

  Pace(int start, int max) {
    this.start = start;
    this.max = Math.max(start, max);
    limit = start;
    rampTo = start;
  }

  /** Requests it may get at one time, at least 1. */
  int limit() {
    return limit;
  }

  /** Whether it gets fewer than a new one would. */
  boolean isSlowed() {
    return limit < start;
  }

  /**
   * A good answer.
   *
   * @param quick whether it came quickly
   * @param wanted whether more would have been sent had it been allowed
   */
  void succeeded(boolean quick, boolean wanted) {
    if (limit < rampTo) {
      limit++;
      return;
    }
    if (quick && wanted && limit < max && ++credit >= limit) {
      limit++;
      credit = 0;
    }
  }

  /**
   * A bad answer, or none.
   *
   * @param begun the number of the request, counted up in the order in which they are sent
   * @param newest the number of the newest request
   */
  void failed(long begun, long newest, boolean timedOut) {
    credit = 0;
    if (timedOut) {
      limit = 1;
    } else if (begun > slowedAt) {
      limit = Math.max(1, limit / 2);
    } else {
      return;
    }
    rampTo = limit;
    slowedAt = newest;
  }

  /** It is called again after it was left alone. */
  void restart() {
    limit = 1;
    rampTo = start;
    credit = 0;
  }
}
