package io.waybill.simulator;

import io.waybill.smpp.Octets;
import java.time.Duration;

/// What a personality does to one session as time goes by. Looked at often, by one thread; counts
/// from the bind, or from when the personality took effect if that was later.
final class Mischief {
  /// The session it is done to. Nothing of this may wait.
  interface Victim {
    void enquire();

    void litter(Octets octets);

    void freeze();

    /// Ends the session, with unbind or without a word.
    void disconnect(boolean unbind);
  }

  private final Victim victim;
  private final Counters counters;
  private final long bound;
  private long enquired;
  private long littered;
  private boolean frozen;

  /// @param nanos when the session was bound, by [System#nanoTime]
  Mischief(Victim victim, Counters counters, long nanos) {
    this.victim = victim;
    this.counters = counters;
    this.bound = nanos;
    this.enquired = nanos;
    this.littered = nanos;
  }

  /// Does what is due.
  void look(Role role, long now) {
    LineManners manners = role.who().connection();
    long begin = Math.max(bound, role.since());
    if (frozen) {
      if (isOver(manners.halfOpenAfter().plus(manners.halfOpenFor()), begin, now)) {
        disconnect(role, false, now);
      }
      return;
    }
    if (isDue(manners.disconnectEvery(), begin, now)) {
      disconnect(role, manners.unbindFirst(), now);
      return;
    }
    if (isDue(manners.halfOpenAfter(), begin, now)) {
      frozen = true;
      victim.freeze();
      return;
    }
    if (isDue(manners.enquireLinkEvery(), Math.max(enquired, begin), now)) {
      enquired = now;
      victim.enquire();
    }
    if (isDue(role.who().garbage().every(), Math.max(littered, begin), now)) {
      littered = now;
      counters.garbage().increment();
      victim.litter(role.who().garbage().piece(role.garbageDice()));
    }
  }

  private void disconnect(Role role, boolean unbind, long now) {
    role.hasDisconnected(now);
    counters.disconnections().increment();
    victim.disconnect(unbind);
  }

  private static boolean isDue(Duration every, long since, long now) {
    return every.isPositive() && isOver(every, since, now);
  }

  private static boolean isOver(Duration time, long since, long now) {
    return now - since >= time.toNanos();
  }
}
