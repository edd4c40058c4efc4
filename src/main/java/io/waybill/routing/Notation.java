package io.waybill.routing;

import java.util.Locale;

/** How a carrier writes a message's id in its answers and in its receipts (design 9). */
public enum Notation {
  /** Whatever fits; fixed by experience. */
  AUTO,
  /** The same in both, but for case and leading zeros. */
  EXACT,
  /** Decimal in both. */
  DEC,
  /** Hexadecimal in both. */
  HEX,
  RESP_HEX_RECEIPT_DEC,
  RESP_DEC_RECEIPT_HEX;

  /** As people and the database write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
