package io.waybill.smpp;

import java.util.Objects;

/// Reads PDUs out of octets. Never throws over what a peer sent, and allocates in proportion to
/// what has arrived, never to what a peer claims.
///
/// Answers are read generously, for one that is lost leaves a message without outcome: with or
/// without body when they are errors, with octets behind the end, without the closing NUL. So are
/// deliver_sm and data_sm: a torn optional parameter at the end is dropped, the receipt is kept. A
/// submit_sm is read by the book.
public final class Decoder {
  private static final int HEADER = PduBuffer.HEADER;

  private Decoder() {}

  /// What `bytes[from, to)` begins with.
  ///
  /// A command_length is taken seriously only from 16 to [PduBuffer#PDU_MAX]. That leaves out every
  /// HTTP request and TLS greeting: read as a length, their first four octets are far beyond.
  ///
  /// @throws IndexOutOfBoundsException if the range is not inside the array
  public static Decoded decode(byte[] bytes, int from, int to) {
    Objects.checkFromToIndex(from, to, bytes.length);
    int available = to - from;
    if (available < 4) {
      return new Decoded.NeedsMoreBytes(HEADER - available);
    }
    int length = Cursor.int32(bytes, from);
    if (length < HEADER || length > PduBuffer.PDU_MAX) {
      return new Decoded.Unframeable("command_length " + Integer.toUnsignedString(length));
    }
    if (available < length) {
      return new Decoded.NeedsMoreBytes(length - available);
    }
    int commandId = Cursor.int32(bytes, from + 4);
    int status = Cursor.int32(bytes, from + 8);
    int sequence = Cursor.int32(bytes, from + 12);
    var body = new Cursor(bytes, from + HEADER, from + length);
    Pdu pdu = pdu(commandId, status, sequence, body);
    return body.failed()
        ? new Decoded.Malformed(length, commandId, sequence, body.failure(), body.why())
        : new Decoded.Complete(pdu, length);
  }

  private static Pdu pdu(int commandId, int status, int sequence, Cursor body) {
    return switch (commandId) {
      case CommandId.BIND_RECEIVER, CommandId.BIND_TRANSMITTER, CommandId.BIND_TRANSCEIVER ->
          bind(commandId, sequence, body);
      case CommandId.BIND_RECEIVER_RESP,
          CommandId.BIND_TRANSMITTER_RESP,
          CommandId.BIND_TRANSCEIVER_RESP ->
          new Pdu.BindResp(
              commandId, status, sequence, body.answer("system_id", Fields.STRING_MAX));
      case CommandId.OUTBIND -> outbind(sequence, body);
      case CommandId.UNBIND -> new Pdu.Unbind(sequence);
      case CommandId.UNBIND_RESP -> new Pdu.UnbindResp(status, sequence);
      case CommandId.ENQUIRE_LINK -> new Pdu.EnquireLink(sequence);
      case CommandId.ENQUIRE_LINK_RESP -> new Pdu.EnquireLinkResp(status, sequence);
      case CommandId.SUBMIT_SM -> new Pdu.SubmitSm(sequence, shortMessage(body, true));
      case CommandId.SUBMIT_SM_RESP -> new Pdu.SubmitSmResp(status, sequence, messageId(body));
      case CommandId.DELIVER_SM -> new Pdu.DeliverSm(sequence, shortMessage(body, false));
      case CommandId.DELIVER_SM_RESP -> new Pdu.DeliverSmResp(status, sequence);
      case CommandId.DATA_SM -> new Pdu.DataSm(sequence, dataSm(body));
      case CommandId.DATA_SM_RESP -> new Pdu.DataSmResp(status, sequence, messageId(body));
      case CommandId.ALERT_NOTIFICATION -> new Pdu.AlertNotification(sequence, body.rest());
      case CommandId.GENERIC_NACK -> new Pdu.GenericNack(status, sequence);
      default -> new Pdu.Unknown(commandId, status, sequence, body.rest());
    };
  }

  private static Pdu bind(int commandId, int sequence, Cursor body) {
    return new Pdu.Bind(
        commandId,
        sequence,
        body.string("system_id", Status.ESME_RINVSYSID),
        body.string("password", Status.ESME_RINVPASWD),
        body.string("system_type", Status.ESME_RINVSYSTYP),
        body.octet("interface_version"),
        body.octet("addr_ton"),
        body.octet("addr_npi"),
        body.string("address_range", Status.ESME_RBINDFAIL));
  }

  private static Pdu outbind(int sequence, Cursor body) {
    return new Pdu.Outbind(
        sequence,
        body.string("system_id", Status.ESME_RINVSYSID),
        body.string("password", Status.ESME_RINVPASWD));
  }

  private static String messageId(Cursor body) {
    return body.answer("message_id", Fields.MESSAGE_ID_MAX);
  }

  private static ShortMessage shortMessage(Cursor body, boolean byTheBook) {
    return addresses(body)
        .esmClass(body.octet("esm_class"))
        .protocolId(body.octet("protocol_id"))
        .priority(body.octet("priority_flag"))
        .scheduleDeliveryTime(body.string("schedule_delivery_time", Status.ESME_RINVSCHED))
        .validityPeriod(body.string("validity_period", Status.ESME_RINVEXPIRY))
        .registeredDelivery(body.octet("registered_delivery"))
        .replaceIfPresent(body.octet("replace_if_present_flag"))
        .dataCoding(body.octet("data_coding"))
        .defaultMessageId(body.octet("sm_default_msg_id"))
        .text(body.octets("short_message", body.octet("sm_length"), Status.ESME_RINVMSGLEN))
        .tlvs(body.tlvs(byTheBook))
        .build();
  }

  private static ShortMessage dataSm(Cursor body) {
    return addresses(body)
        .esmClass(body.octet("esm_class"))
        .registeredDelivery(body.octet("registered_delivery"))
        .dataCoding(body.octet("data_coding"))
        .tlvs(body.tlvs(false))
        .build();
  }

  private static ShortMessage.Builder addresses(Cursor body) {
    return ShortMessage.builder()
        .serviceType(body.string("service_type", Status.ESME_RINVSERTYP))
        .source(
            body.octet("source_addr_ton"),
            body.octet("source_addr_npi"),
            body.string("source_addr", Status.ESME_RINVSRCADR))
        .dest(
            body.octet("dest_addr_ton"),
            body.octet("dest_addr_npi"),
            body.string("destination_addr", Status.ESME_RINVDSTADR));
  }
}
