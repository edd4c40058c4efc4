package io.waybill.store;

/** How reports are written: callbacks speak as the API that accepted the message (design 10). */
public enum ReportFormat {
  /** The omnichannel API's: JSON by POST (contract 1.6). */
  CONTRACT,
  /** The classic API's: parameters by GET (contract 3.7). */
  CLASSIC,
  /** Our own: JSON by POST, with sequence number and final flag. */
  PRODUCT
}
