package io.waybill.routing;

/** What to do with a part that the carrier answered with an error. */
public enum Rule {
  /** Again at this carrier after a while. */
  RETRY,
  /** Again, and everything goes slower for a while: throttled, or its queue is full. */
  SLOW_DOWN,
  /** Try another carrier if there is one and no part was taken yet; else refuse. */
  REROUTE,
  /** Never again. */
  REFUSE
}
