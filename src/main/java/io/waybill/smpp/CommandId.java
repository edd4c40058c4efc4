package io.waybill.smpp;

/// What a PDU is: the `command_id` values of SMPP 3.4 section 5.1.2.1.
public final class CommandId {
  public static final int BIND_RECEIVER = 0x00000001;
  public static final int BIND_TRANSMITTER = 0x00000002;
  public static final int QUERY_SM = 0x00000003;
  public static final int SUBMIT_SM = 0x00000004;
  public static final int DELIVER_SM = 0x00000005;
  public static final int UNBIND = 0x00000006;
  public static final int REPLACE_SM = 0x00000007;
  public static final int CANCEL_SM = 0x00000008;
  public static final int BIND_TRANSCEIVER = 0x00000009;
  public static final int OUTBIND = 0x0000000B;
  public static final int ENQUIRE_LINK = 0x00000015;
  public static final int SUBMIT_MULTI = 0x00000021;
  public static final int ALERT_NOTIFICATION = 0x00000102;
  public static final int DATA_SM = 0x00000103;

  /// The bit that tells an answer from a request.
  public static final int RESPONSE = 0x80000000;

  public static final int GENERIC_NACK = RESPONSE;
  public static final int BIND_RECEIVER_RESP = RESPONSE | BIND_RECEIVER;
  public static final int BIND_TRANSMITTER_RESP = RESPONSE | BIND_TRANSMITTER;
  public static final int SUBMIT_SM_RESP = RESPONSE | SUBMIT_SM;
  public static final int DELIVER_SM_RESP = RESPONSE | DELIVER_SM;
  public static final int UNBIND_RESP = RESPONSE | UNBIND;
  public static final int BIND_TRANSCEIVER_RESP = RESPONSE | BIND_TRANSCEIVER;
  public static final int ENQUIRE_LINK_RESP = RESPONSE | ENQUIRE_LINK;
  public static final int DATA_SM_RESP = RESPONSE | DATA_SM;

  private CommandId() {}

  /// Whether this is the answer to something; an answer is never itself answered, not even when it
  /// is malformed.
  public static boolean isResponse(int commandId) {
    return (commandId & RESPONSE) != 0;
  }

  static boolean isBind(int commandId) {
    return commandId == BIND_RECEIVER
        || commandId == BIND_TRANSMITTER
        || commandId == BIND_TRANSCEIVER;
  }
}
