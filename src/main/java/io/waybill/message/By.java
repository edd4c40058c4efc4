package io.waybill.message;

/** Whose word a verdict is: a carrier's corrects our clock's. */
public enum By {
  US,
  CARRIER
}
