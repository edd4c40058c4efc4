package io.waybill.message;

/** The words of the omnichannel contract for a message's status (contract 1.4). */
public enum Status {
  ACK,
  ACCEPTD,
  UNKNOWN,
  DELIVRD,
  SEEN,
  UNDELIV,
  FAILED,
  EXPIRED,
  DELETED,
  REJECTD,
  NACK
}
