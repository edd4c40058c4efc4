package io.waybill.carrier;

import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PDU as one line for people: its fields by the names of SMPP 3.4, no line breaks. Passwords are
 * never shown; of texts only the length is, unless they are asked for. A receipt is no text, but
 * what follows {@code text:} in it is.
 */
final class WireLine {
  private static final int RECEIPT = 0x04;
  private static final int KIND = 0x3C;
  private static final Pattern QUOTED = Pattern.compile("(?i)\\btext\\s*[:=]");

  private WireLine() {}

  static String of(Pdu pdu, boolean texts) {
    String head = name(pdu) + " seq=" + Integer.toUnsignedString(pdu.sequence());
    return head
        + switch (pdu) {
          case Pdu.Bind b ->
              " system_id=%s password=<%d> system_type=%s interface_version=0x%02X address_range=%s"
                  .formatted(
                      plain(b.systemId()),
                      b.password().length(),
                      plain(b.systemType()),
                      b.interfaceVersion(),
                      plain(b.addressRange()));
          case Pdu.BindResp r -> status(r.status()) + " system_id=" + plain(r.systemId());
          case Pdu.Outbind o -> " system_id=" + plain(o.systemId());
          case Pdu.SubmitSm s -> message(s.message(), texts);
          case Pdu.DeliverSm d -> message(d.message(), texts);
          case Pdu.DataSm d -> message(d.message(), texts);
          case Pdu.SubmitSmResp r -> status(r.status()) + " message_id=" + plain(r.messageId());
          case Pdu.DataSmResp r -> status(r.status()) + " message_id=" + plain(r.messageId());
          case Pdu.AlertNotification a -> " body=" + a.body().toHex();
          case Pdu.Unknown u -> " command_id=0x%08X".formatted(u.commandId()) + body(u, texts);
          case Pdu.DeliverSmResp _,
              Pdu.UnbindResp _,
              Pdu.EnquireLinkResp _,
              Pdu.GenericNack _,
              Pdu.Unbind _,
              Pdu.EnquireLink _ ->
              isRequest(pdu) ? "" : status(pdu.status());
        };
  }

  private static boolean isRequest(Pdu pdu) {
    return pdu.commandId() >= 0;
  }

  private static String name(Pdu pdu) {
    return switch (pdu) {
      case Pdu.Bind b -> bind(b.commandId());
      case Pdu.BindResp r -> bind(r.commandId() & 0xFF) + "_resp";
      case Pdu.Outbind _ -> "outbind";
      case Pdu.SubmitSm _ -> "submit_sm";
      case Pdu.SubmitSmResp _ -> "submit_sm_resp";
      case Pdu.DeliverSm _ -> "deliver_sm";
      case Pdu.DeliverSmResp _ -> "deliver_sm_resp";
      case Pdu.DataSm _ -> "data_sm";
      case Pdu.DataSmResp _ -> "data_sm_resp";
      case Pdu.AlertNotification _ -> "alert_notification";
      case Pdu.Unbind _ -> "unbind";
      case Pdu.UnbindResp _ -> "unbind_resp";
      case Pdu.EnquireLink _ -> "enquire_link";
      case Pdu.EnquireLinkResp _ -> "enquire_link_resp";
      case Pdu.GenericNack _ -> "generic_nack";
      case Pdu.Unknown _ -> "unknown";
    };
  }

  private static String bind(int commandId) {
    return switch (commandId) {
      case 1 -> "bind_receiver";
      case 2 -> "bind_transmitter";
      default -> "bind_transceiver";
    };
  }

  private static String body(Pdu.Unknown unknown, boolean texts) {
    return texts
        ? " body=" + unknown.body().toHex()
        : " body=<" + unknown.body().length() + " octets>";
  }

  private static String status(int status) {
    return " status=" + Status.name(status);
  }

  private static String message(ShortMessage m, boolean texts) {
    StringBuilder line = new StringBuilder(200);
    line.append(" service_type=").append(plain(m.serviceType()));
    line.append(" source=").append(m.sourceTon()).append('/').append(m.sourceNpi());
    line.append('/').append(plain(m.source()));
    line.append(" dest=").append(m.destTon()).append('/').append(m.destNpi());
    line.append('/').append(plain(m.dest()));
    line.append(
        " esm_class=0x%02X protocol_id=%d priority_flag=%d registered_delivery=%d data_coding=0x%02X"
            .formatted(
                m.esmClass(),
                m.protocolId(),
                m.priority(),
                m.registeredDelivery(),
                m.dataCoding()));
    line.append(" schedule_delivery_time=").append(plain(m.scheduleDeliveryTime()));
    line.append(" validity_period=").append(plain(m.validityPeriod()));
    boolean receipt = (m.esmClass() & KIND) == RECEIPT;
    line.append(" short_message=").append(text(m.text(), receipt, texts));
    for (Tlv tlv : m.tlvs()) {
      line.append(" 0x%04X=".formatted(tlv.tag()));
      boolean payload = tlv.tag() == Tag.MESSAGE_PAYLOAD;
      line.append(payload ? text(tlv.value(), receipt, texts) : tlv.value().toHex());
    }
    return line.toString();
  }

  private static String text(Octets octets, boolean receipt, boolean texts) {
    if (octets.isEmpty()) {
      return "";
    }
    if (receipt) {
      String words = octets.asLatin1();
      Matcher quoted = QUOTED.matcher(words);
      boolean cut = !texts && quoted.find();
      return '"' + plain(cut ? words.substring(0, quoted.end()) : words) + '"';
    }
    return texts ? octets.toHex() : "<" + octets.length() + " octets>";
  }

  /** Visible ASCII; anything else as a dot, so that no carrier writes lines of its own. */
  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(c >= ' ' && c < 0x7F ? c : '.');
    }
    return plain.toString();
  }
}
