package io.waybill.smpp;

import java.util.List;

/// The bodies of PDUs, field by field in the order of SMPP 3.4 section 4.
final class Encoder {
  private Encoder() {}

  static void body(Pdu pdu, PduBuffer out) {
    switch (pdu) {
      case Pdu.Bind bind -> bind(bind, out);
      case Pdu.BindResp answer -> answer(answer.status(), answer.systemId(), out);
      case Pdu.Outbind outbind -> {
        out.string(outbind.systemId());
        out.string(outbind.password());
      }
      case Pdu.SubmitSm submit -> shortMessage(submit.message(), out);
      case Pdu.SubmitSmResp answer -> answer(answer.status(), answer.messageId(), out);
      case Pdu.DeliverSm deliver -> shortMessage(deliver.message(), out);
      // Section 4.6.2: a message_id that is not used and therefore a NUL
      case Pdu.DeliverSmResp _ -> out.octet(0);
      case Pdu.DataSm data -> dataSm(data.message(), out);
      case Pdu.DataSmResp answer -> answer(answer.status(), answer.messageId(), out);
      case Pdu.AlertNotification alert -> out.octets(alert.body());
      case Pdu.Unknown unknown -> out.octets(unknown.body());
      case Pdu.Unbind _, Pdu.UnbindResp _, Pdu.EnquireLink _, Pdu.EnquireLinkResp _ -> {}
      case Pdu.GenericNack _ -> {}
    }
  }

  private static void bind(Pdu.Bind bind, PduBuffer out) {
    out.string(bind.systemId());
    out.string(bind.password());
    out.string(bind.systemType());
    out.octet(bind.interfaceVersion());
    out.octet(bind.addrTon());
    out.octet(bind.addrNpi());
    out.string(bind.addressRange());
  }

  /// Section 4.4.2: the body is not returned if the status is not zero.
  private static void answer(int status, String id, PduBuffer out) {
    if (status == Status.ESME_ROK || !id.isEmpty()) {
      out.string(id);
    }
  }

  private static void shortMessage(ShortMessage message, PduBuffer out) {
    addresses(message, out);
    out.octet(message.esmClass());
    out.octet(message.protocolId());
    out.octet(message.priority());
    out.string(message.scheduleDeliveryTime());
    out.string(message.validityPeriod());
    out.octet(message.registeredDelivery());
    out.octet(message.replaceIfPresent());
    out.octet(message.dataCoding());
    out.octet(message.defaultMessageId());
    out.octet(message.text().length());
    out.octets(message.text());
    tlvs(message.tlvs(), out);
  }

  private static void dataSm(ShortMessage message, PduBuffer out) {
    addresses(message, out);
    out.octet(message.esmClass());
    out.octet(message.registeredDelivery());
    out.octet(message.dataCoding());
    tlvs(message.tlvs(), out);
  }

  private static void addresses(ShortMessage message, PduBuffer out) {
    out.string(message.serviceType());
    out.octet(message.sourceTon());
    out.octet(message.sourceNpi());
    out.string(message.source());
    out.octet(message.destTon());
    out.octet(message.destNpi());
    out.string(message.dest());
  }

  private static void tlvs(List<Tlv> tlvs, PduBuffer out) {
    for (Tlv tlv : tlvs) {
      out.int16(tlv.tag());
      out.int16(tlv.value().length());
      out.octets(tlv.value());
    }
  }
}
