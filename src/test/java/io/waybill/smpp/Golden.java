package io.waybill.smpp;

import java.util.List;

/// One PDU of every kind, and its octets written by hand from SMPP 3.4 section 4.
record Golden(Pdu pdu, String hex) {
  static final Octets HELLO = Octets.ofLatin1("Hello");

  static final ShortMessage SUBMITTED =
      ShortMessage.builder()
          .serviceType("CMT")
          .source(5, 0, "Waybill")
          .dest(1, 1, "37251234501")
          .esmClass(0x40)
          .protocolId(2)
          .priority(3)
          .validityPeriod("000001000000000R")
          .registeredDelivery(1)
          .replaceIfPresent(1)
          .dataCoding(8)
          .defaultMessageId(9)
          .text(HELLO)
          .tlvs(Tlv.ofShort(Tag.USER_MESSAGE_REFERENCE, 0x0102))
          .build();

  static final ShortMessage RECEIPT =
      ShortMessage.builder()
          .source(1, 1, "37251234501")
          .dest(5, 0, "Waybill")
          .esmClass(4)
          .text(Octets.ofLatin1("id:7 stat:DELIVRD"))
          .tlvs(
              Tlv.ofString(Tag.RECEIPTED_MESSAGE_ID, "7"),
              Tlv.ofOctet(Tag.MESSAGE_STATE, MessageState.DELIVERED))
          .build();

  static final ShortMessage DATA =
      ShortMessage.builder()
          .source(1, 1, "1")
          .dest(1, 1, "2")
          .registeredDelivery(1)
          .tlvs(new Tlv(Tag.MESSAGE_PAYLOAD, HELLO))
          .build();

  private static final String BIND_BODY =
      "776179 00  7365637265 7400  4f5441 00  34  01  01  3337 3200";

  static final List<Golden> ALL =
      List.of(
          new Golden(
              bind(CommandId.BIND_RECEIVER), "00000026 00000001 00000000 00000001" + BIND_BODY),
          new Golden(
              bind(CommandId.BIND_TRANSMITTER), "00000026 00000002 00000000 00000001" + BIND_BODY),
          new Golden(
              bind(CommandId.BIND_TRANSCEIVER), "00000026 00000009 00000000 00000001" + BIND_BODY),
          new Golden(
              new Pdu.BindResp(CommandId.BIND_RECEIVER_RESP, 0, 1, "smsc"),
              "00000015 80000001 00000000 00000001 736d736300"),
          new Golden(
              new Pdu.BindResp(CommandId.BIND_TRANSMITTER_RESP, 0, 1, ""),
              "00000011 80000002 00000000 00000001 00"),
          new Golden(
              new Pdu.BindResp(CommandId.BIND_TRANSCEIVER_RESP, Status.ESME_RINVPASWD, 1, ""),
              "00000010 80000009 0000000e 00000001"),
          new Golden(
              new Pdu.Outbind(3, "smsc", "pw"),
              "00000018 0000000b 00000000 00000003 736d736300 707700"),
          new Golden(new Pdu.Unbind(4), "00000010 00000006 00000000 00000004"),
          new Golden(new Pdu.UnbindResp(0, 4), "00000010 80000006 00000000 00000004"),
          new Golden(new Pdu.EnquireLink(0x7FFFFFFF), "00000010 00000015 00000000 7fffffff"),
          new Golden(new Pdu.EnquireLinkResp(0, 0x7FFFFFFF), "00000010 80000015 00000000 7fffffff"),
          new Golden(
              new Pdu.SubmitSm(2, SUBMITTED),
              """
              00000051 00000004 00000000 00000002
              434d5400
              05 00 57617962696c6c00
              01 01 333732353132333435303100
              40 02 03
              00
              3030303030313030303030303030305200
              01 01 08 09
              05 48656c6c6f
              0204 0002 0102
              """),
          new Golden(
              new Pdu.SubmitSmResp(0, 2, "1700000007"),
              "0000001b 80000004 00000000 00000002 3137303030303030303700"),
          new Golden(
              new Pdu.SubmitSmResp(Status.ESME_RTHROTTLED, 2, ""),
              "00000010 80000004 00000058 00000002"),
          new Golden(
              new Pdu.DeliverSm(5, RECEIPT),
              """
              0000004f 00000005 00000000 00000005
              00
              01 01 333732353132333435303100
              05 00 57617962696c6c00
              04 00 00
              00
              00
              00 00 00 00
              11 69643a3720737461743a44454c49565244
              001e 0002 3700
              0427 0001 02
              """),
          new Golden(
              new Pdu.DeliverSmResp(Status.ESME_RX_T_APPN, 5),
              "00000011 80000005 00000064 00000005 00"),
          new Golden(
              new Pdu.DataSm(6, DATA),
              """
              00000025 00000103 00000000 00000006
              00
              01 01 3100
              01 01 3200
              00 01 00
              0424 0005 48656c6c6f
              """),
          new Golden(new Pdu.DataSmResp(0, 6, "a1"), "00000013 80000103 00000000 00000006 613100"),
          new Golden(
              new Pdu.AlertNotification(7, Octets.ofHex("0101310000003200")),
              "00000018 00000102 00000000 00000007 0101310000003200"),
          new Golden(
              new Pdu.GenericNack(Status.ESME_RINVCMDID, 8), "00000010 80000000 00000003 00000008"),
          new Golden(
              new Pdu.Unknown(CommandId.QUERY_SM, 0, 9, Octets.ofHex("37000000 00")),
              "00000015 00000003 00000000 00000009 37000000 00"));

  Octets octets() {
    return Octets.ofHex(hex);
  }

  byte[] bytes() {
    return octets().toByteArray();
  }

  private static Pdu.Bind bind(int commandId) {
    return new Pdu.Bind(commandId, 1, "way", "secret", "OTA", 0x34, 1, 1, "372");
  }
}
