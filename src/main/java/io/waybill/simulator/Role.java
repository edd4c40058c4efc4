package io.waybill.simulator;

import io.waybill.smpp.Status;
import java.util.concurrent.atomic.AtomicLong;

/// A personality at work: it counts what it has seen since it took effect, so that the n-th submit
/// meets the n-th dice.
final class Role {
  private static final long SECOND = 1_000_000_000L;

  private final Personality who;
  private final long since;
  private final AtomicLong submits = new AtomicLong();
  private final AtomicLong pieces = new AtomicLong();
  private long second;
  private int inThisSecond;
  private volatile long refusesFrom;

  /// @param nanos when it takes effect, by [System#nanoTime]
  Role(Personality who, long nanos) {
    this.who = who;
    this.since = nanos;
    this.second = nanos;
    this.refusesFrom = nanos;
  }

  Personality who() {
    return who;
  }

  /// When it took effect.
  long since() {
    return since;
  }

  Plan plan(Submit submit, long nanos) {
    Dice dice = new Dice(who.seed(), submits.incrementAndGet());
    if (who.rate().perSecond() > 0 && isTooFast(nanos)) {
      return Choices.refused(who, Status.ESME_RTHROTTLED, dice);
    }
    int queue = who.rate().queue();
    if (queue > 0 && submit.owed() >= queue) {
      return Choices.refused(who, Status.ESME_RMSGQFUL, dice);
    }
    return Choices.plan(who, submit, dice);
  }

  /// Seconds are counted from the first submit of each; what is refused does not count.
  private synchronized boolean isTooFast(long nanos) {
    if (nanos - second >= SECOND) {
      second = nanos;
      inThisSecond = 0;
    }
    if (inThisSecond >= who.rate().perSecond()) {
      return true;
    }
    inThisSecond++;
    return false;
  }

  /// The dice for the next piece of garbage.
  Dice garbageDice() {
    return new Dice(who.seed(), pieces.incrementAndGet());
  }

  /// It has just ended a session: binds are refused anew.
  void hasDisconnected(long nanos) {
    refusesFrom = nanos;
  }

  /// What a bind with the right name and password is answered.
  int bindStatus(long nanos) {
    LineManners manners = who.connection();
    if (manners.wrongPassword()) {
      return Status.ESME_RINVPASWD;
    }
    boolean refused = nanos - refusesFrom < manners.refuseBindsFor().toNanos();
    return refused ? manners.refuseBindsWith() : Status.ESME_ROK;
  }
}
