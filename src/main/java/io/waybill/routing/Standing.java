package io.waybill.routing;

/** What a person has asked of a carrier or a link. */
public enum Standing {
  /** It is used. */
  OPEN,
  /** Takes nothing new; what it has been handed is written; receipts still come. */
  DRAINING,
  /** Writes nothing, at once; what it had been handed goes back; receipts still come. */
  PAUSED
}
