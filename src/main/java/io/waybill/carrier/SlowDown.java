package io.waybill.carrier;

/**
 * A rate that follows what the carrier takes: halved when it says that it is too much, at most once
 * a second and never below one submit a second; then a twentieth of the goal more for each second
 * without a complaint, until the goal is reached. The goal is the agreed rate; where none is
 * agreed, twice what went when the slowing began, and beyond it there is no bound again. Not
 * thread-safe.
 */
final class SlowDown {
  private static final long SECOND = 1_000_000_000L;

  /** What may be made up for after a pause: timers wake late. */
  private static final long SLACK = SECOND / 20;

  private static final double STEPS = 20;
  private static final double STEP_MIN = 0.5;

  private double allowed;
  private double goal;
  private long halvedAt;
  private long steppedAt;
  private long nextAt;
  private boolean halvedEver;

  private long secondFrom;
  private int inThisSecond;
  private int inLastSecond;

  long waitNanos(long now) {
    recover(now);
    return allowed == 0 ? 0 : Math.max(0, nextAt - now);
  }

  void take(long now) {
    count(now);
    inThisSecond++;
    if (allowed > 0) {
      nextAt = Math.max(nextAt, now - SLACK) + (long) (SECOND / allowed);
    }
  }

  /**
   * One submit was throttled.
   *
   * @param agreed submits a second; 0: none agreed
   * @return whether it was halved
   */
  boolean tooMuch(long now, int agreed) {
    recover(now);
    steppedAt = now;
    if (halvedEver && now - halvedAt < SECOND) {
      return false;
    }
    count(now);
    if (allowed == 0) {
      int measured = Math.max(1, Math.max(inThisSecond, inLastSecond));
      allowed = agreed > 0 ? Math.min(agreed, measured) : measured;
      goal = agreed > 0 ? agreed : 2.0 * measured;
    }
    allowed = Math.max(1, allowed / 2);
    goal = Math.max(goal, allowed + STEP_MIN);
    halvedEver = true;
    halvedAt = now;
    nextAt = now + (long) (SECOND / allowed);
    return true;
  }

  double perSecond(long now) {
    recover(now);
    return allowed;
  }

  private void recover(long now) {
    if (allowed == 0) {
      return;
    }
    long seconds = (now - steppedAt) / SECOND;
    if (seconds > 0) {
      allowed += seconds * Math.max(STEP_MIN, goal / STEPS);
      steppedAt += seconds * SECOND;
      allowed = allowed >= goal ? 0 : allowed;
    }
  }

  private void count(long now) {
    long seconds = (now - secondFrom) / SECOND;
    if (seconds > 0) {
      inLastSecond = seconds == 1 ? inThisSecond : 0;
      inThisSecond = 0;
      secondFrom = now;
    }
  }
}
