package io.waybill.smpp;

/// Which optional parameter a [Tlv] is: the tags of SMPP 3.4 section 5.3.2.
public final class Tag {
  public static final int DEST_ADDR_SUBUNIT = 0x0005;
  public static final int DEST_NETWORK_TYPE = 0x0006;
  public static final int DEST_BEARER_TYPE = 0x0007;
  public static final int DEST_TELEMATICS_ID = 0x0008;
  public static final int SOURCE_ADDR_SUBUNIT = 0x000D;
  public static final int SOURCE_NETWORK_TYPE = 0x000E;
  public static final int SOURCE_BEARER_TYPE = 0x000F;
  public static final int SOURCE_TELEMATICS_ID = 0x0010;
  public static final int QOS_TIME_TO_LIVE = 0x0017;
  public static final int PAYLOAD_TYPE = 0x0019;

  /// The reason of an error in words: a C-octet string.
  public static final int ADDITIONAL_STATUS_INFO_TEXT = 0x001D;

  /// The id of the message a receipt is about, as its submit_sm_resp gave it: a C-octet string.
  public static final int RECEIPTED_MESSAGE_ID = 0x001E;

  public static final int MS_MSG_WAIT_FACILITIES = 0x0030;
  public static final int PRIVACY_INDICATOR = 0x0201;
  public static final int SOURCE_SUBADDRESS = 0x0202;
  public static final int DEST_SUBADDRESS = 0x0203;

  /// The sender's own reference: two octets.
  public static final int USER_MESSAGE_REFERENCE = 0x0204;

  public static final int USER_RESPONSE_CODE = 0x0205;
  public static final int SOURCE_PORT = 0x020A;
  public static final int DESTINATION_PORT = 0x020B;

  /// Which long message a part belongs to: two octets.
  public static final int SAR_MSG_REF_NUM = 0x020C;

  public static final int LANGUAGE_INDICATOR = 0x020D;

  /// How many parts a long message has: one octet.
  public static final int SAR_TOTAL_SEGMENTS = 0x020E;

  /// Which part this is, from 1: one octet.
  public static final int SAR_SEGMENT_SEQNUM = 0x020F;

  /// The version of SMPP the operator speaks: one octet.
  public static final int SC_INTERFACE_VERSION = 0x0210;

  public static final int CALLBACK_NUM_PRES_IND = 0x0302;
  public static final int CALLBACK_NUM_ATAG = 0x0303;
  public static final int NUMBER_OF_MESSAGES = 0x0304;
  public static final int CALLBACK_NUM = 0x0381;
  public static final int DPF_RESULT = 0x0420;
  public static final int SET_DPF = 0x0421;
  public static final int MS_AVAILABILITY_STATUS = 0x0422;

  /// Why the network failed: one octet for the kind of network, two for its error.
  public static final int NETWORK_ERROR_CODE = 0x0423;

  /// The text when it is not in short_message.
  public static final int MESSAGE_PAYLOAD = 0x0424;

  public static final int DELIVERY_FAILURE_REASON = 0x0425;
  public static final int MORE_MESSAGES_TO_SEND = 0x0426;

  /// What became of the message, see [MessageState]: one octet.
  public static final int MESSAGE_STATE = 0x0427;

  public static final int USSD_SERVICE_OP = 0x0501;
  public static final int DISPLAY_TIME = 0x1201;
  public static final int SMS_SIGNAL = 0x1203;
  public static final int MS_VALIDITY = 0x1204;
  public static final int ALERT_ON_MESSAGE_DELIVERY = 0x130C;
  public static final int ITS_REPLY_TYPE = 0x1380;
  public static final int ITS_SESSION_INFO = 0x1383;

  private Tag() {}
}
