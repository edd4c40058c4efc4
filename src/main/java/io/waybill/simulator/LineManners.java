package io.waybill.simulator;

import io.waybill.settings.Fields;
import io.waybill.smpp.Status;
import java.time.Duration;

/// What happens to connections: `connection` of a personality. A time of 0 is never.
///
/// @param disconnectEvery each session ends so long after its bind
/// @param disconnectAfterSubmits each session ends at its n-th submit, which is taken, not answered
/// @param unbindFirst whether the end is announced by unbind
/// @param halfOpenAfter so long after its bind a session neither reads nor writes any more
/// @param halfOpenFor then its connection is closed
/// @param refuseBindsFor from when the personality takes effect, and again after each disconnection
/// @param refuseBindsWith the command_status of these
/// @param wrongPassword every bind is answered ESME_RINVPASWD
/// @param ignoreEnquireLink enquire_link is not answered
/// @param enquireLinkEvery sent even to a client that is not silent
record LineManners(
    Duration disconnectEvery,
    int disconnectAfterSubmits,
    boolean unbindFirst,
    Duration halfOpenAfter,
    Duration halfOpenFor,
    Duration refuseBindsFor,
    int refuseBindsWith,
    boolean wrongPassword,
    boolean ignoreEnquireLink,
    Duration enquireLinkEvery) {
  private static final Duration HALF_OPEN = Duration.ofMinutes(5);

  static LineManners read(Fields f) {
    return new LineManners(
        Reading.interval(f, "disconnect_every"),
        f.number("disconnect_after_submits", 0, 0, 1_000_000),
        f.flag("unbind_first", false),
        Reading.interval(f, "half_open_after"),
        Reading.time(f, "half_open_for", HALF_OPEN, Duration.ofMillis(50)),
        Reading.time(f, "refuse_binds_for", Duration.ZERO, Duration.ZERO),
        Reading.status(f, "refuse_binds_with", Status.ESME_RBINDFAIL),
        f.flag("wrong_password", false),
        f.flag("ignore_enquire_link", false),
        Reading.interval(f, "enquire_link_every"));
  }
}
