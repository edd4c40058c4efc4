package io.waybill.simulator;

import io.waybill.smpp.Pdu;
import java.util.List;

/// Makes the answer to one request.
///
/// @param sequence of the request
/// @param toData whether the request was a data_sm
record Reply(int sequence, boolean toData) {
  /// Far from every number that is in use, below the sign.
  private static final int WRONG = 0x2000_0000;

  /// The proper answer.
  Pdu of(int status, String messageId) {
    return of(status, messageId, sequence);
  }

  /// The answer in this manner, in the order of writing.
  List<Pdu> in(Plan.Manner manner, int status, String messageId) {
    Pdu proper = of(status, messageId, sequence);
    return switch (manner) {
      case ONCE -> List.of(proper);
      case TWICE -> List.of(proper, proper);
      case WRONG_SEQUENCE -> List.of(of(status, messageId, sequence ^ WRONG));
      case GENERIC_NACK -> List.of(new Pdu.GenericNack(status, sequence));
    };
  }

  private Pdu of(int status, String messageId, int number) {
    return toData
        ? new Pdu.DataSmResp(status, number, messageId)
        : new Pdu.SubmitSmResp(status, number, messageId);
  }
}
