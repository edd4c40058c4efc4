package io.waybill.simulator;

import io.waybill.settings.Fields;

/// How much is taken: `rate` of a personality.
///
/// @param perSecond submits in one second that are not throttled, 0 for any number; what is more is
///   answered ESME_RTHROTTLED
/// @param queue receipts that may be owed to one system_id, 0 for any number; while so many are, a
///   submit is answered ESME_RMSGQFUL
record Pace(int perSecond, int queue) {
  static Pace read(Fields f) {
    return new Pace(f.number("per_second", 0, 0, 100_000), f.number("queue", 0, 0, 1_000_000));
  }
}
