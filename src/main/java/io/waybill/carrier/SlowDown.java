package io.waybill.carrier;

/**
 * A rate that follows what the carrier takes. When a tenth or more of what goes in a second is too
 * much for it, the rate falls by that share, at most by half a second and never below one submit a
 * second; less than a tenth only keeps it from rising: that is what a carrier does at its bound, or
 * at random. Then a twentieth of the goal more for each second without a complaint, until the goal
 * is reached. The goal is the agreed rate; where none is agreed, twice what went when the slowing
 * began, and beyond it there is no bound again. Not thread-safe.
 */
final class SlowDown {
  private static final long SECOND = 1_000_000_000L;

  /** What may be made up for after a pause: timers wake late. */
  private static final long SLACK = SECOND / 20;

  private static final double STEPS = 20;
  private static final double STEP_MIN = 0.5;
  private static final double SHARE_MIN = 0.1;
  private static final double FALL_MAX = 0.5;

  private double allowed;
  private double goal;
  private long fellAt;
  private long steppedAt;
  private long nextAt;
  private boolean fellEver;

  /** Since the last fall began, and the rate before it. */
  private int complaints;

  private double before;

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
   * @return whether a new fall has begun
   */
  boolean tooMuch(long now, int agreed) {
    recover(now);
    count(now);
    steppedAt = now;
    boolean isNew = !fellEver || now - fellAt >= SECOND;
    if (isNew) {
      complaints = 0;
      before = allowed;
    }
    complaints++;
    fellEver = true;
    fellAt = isNew ? now : fellAt;
    int measured = Math.max(complaints, Math.max(inThisSecond, inLastSecond));
    double share = (double) complaints / measured;
    if (share < SHARE_MIN) {
      return false;
    }
    boolean began = allowed == before;
    if (before == 0) {
      before = agreed > 0 ? Math.min(agreed, measured) : measured;
      goal = agreed > 0 ? agreed : 2.0 * measured;
    }
    allowed = Math.max(1, before * (1 - Math.min(FALL_MAX, share)));
    goal = Math.max(goal, allowed + STEP_MIN);
    nextAt = Math.max(nextAt, now + (began ? (long) (SECOND / allowed) : 0));
    return began;
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
