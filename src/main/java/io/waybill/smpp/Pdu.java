package io.waybill.smpp;

/// One unit of the protocol, read or to be written (SMPP 3.4 section 4).
///
/// Every kind checks in its constructor that it can be written: strings are Latin-1 without NUL, up
/// to 64 characters (message ids 255), numbers described as octets are 0 to 255. What breaks that
/// is an [IllegalArgumentException]; the [Decoder] never lets a peer cause one.
public sealed interface Pdu {
  /// What this is, see [CommandId].
  int commandId();

  /// How the request went, see [Status]; always 0 in a request.
  default int status() {
    return Status.ESME_ROK;
  }

  /// Ties an answer to its request; 1 to 0x7FFFFFFF by the book, whatever the peer chose in what
  /// was read.
  int sequence();

  /// The client asks to work (sections 4.1.1, 4.1.3 and 4.1.5).
  ///
  /// @param commandId receiver, transmitter or transceiver
  /// @param interfaceVersion 0x34 for SMPP 3.4, an octet like ton and npi
  record Bind(
      int commandId,
      int sequence,
      String systemId,
      String password,
      String systemType,
      int interfaceVersion,
      int addrTon,
      int addrNpi,
      String addressRange)
      implements Pdu {
    public Bind {
      if (!CommandId.isBind(commandId)) {
        throw new IllegalArgumentException("not a bind: " + commandId);
      }
      Fields.string("system_id", systemId);
      Fields.string("password", password);
      Fields.string("system_type", systemType);
      Fields.octet("interface_version", interfaceVersion);
      Fields.octet("addr_ton", addrTon);
      Fields.octet("addr_npi", addrNpi);
      Fields.string("address_range", addressRange);
    }

    /// Says everything but the password, which must not reach a log.
    @Override
    public String toString() {
      return "Bind[commandId=%d, sequence=%d, systemId=%s, systemType=%s]"
          .formatted(commandId, sequence, systemId, systemType);
    }
  }

  /// The operator lets the client in, or does not (sections 4.1.2, 4.1.4 and 4.1.6).
  ///
  /// @param commandId the answer to a receiver, transmitter or transceiver
  /// @param systemId how the operator calls itself; may be empty
  record BindResp(int commandId, int status, int sequence, String systemId) implements Pdu {
    public BindResp {
      if (!CommandId.isResponse(commandId) || !CommandId.isBind(commandId & ~CommandId.RESPONSE)) {
        throw new IllegalArgumentException("not the answer to a bind: " + commandId);
      }
      Fields.string("system_id", systemId);
    }

    /// The answer to this request.
    public static BindResp to(Bind request, int status, String systemId) {
      int commandId = request.commandId() | CommandId.RESPONSE;
      return new BindResp(commandId, status, request.sequence(), systemId);
    }
  }

  /// The operator asks the client to bind as receiver (section 4.1.7).
  record Outbind(int sequence, String systemId, String password) implements Pdu {
    public Outbind {
      Fields.string("system_id", systemId);
      Fields.string("password", password);
    }

    @Override
    public int commandId() {
      return CommandId.OUTBIND;
    }

    /// Says everything but the password.
    @Override
    public String toString() {
      return "Outbind[sequence=%d, systemId=%s]".formatted(sequence, systemId);
    }
  }

  /// One side is about to leave (section 4.2.1).
  record Unbind(int sequence) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.UNBIND;
    }
  }

  /// The other side agrees; the connection may be closed (section 4.2.2).
  record UnbindResp(int status, int sequence) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.UNBIND_RESP;
    }
  }

  /// Are you still there? (section 4.11.1)
  record EnquireLink(int sequence) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.ENQUIRE_LINK;
    }
  }

  /// Yes (section 4.11.2). Some peers send a body with it; it is not kept.
  record EnquireLinkResp(int status, int sequence) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.ENQUIRE_LINK_RESP;
    }
  }

  /// A message for the operator to carry (section 4.4.1).
  record SubmitSm(int sequence, ShortMessage message) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.SUBMIT_SM;
    }
  }

  /// Whether the operator took it (section 4.4.2).
  ///
  /// @param messageId the operator's id of the message; empty when refused, and from some operators
  ///   even when taken. Optional parameters behind it are not kept
  record SubmitSmResp(int status, int sequence, String messageId) implements Pdu {
    public SubmitSmResp {
      Fields.string("message_id", messageId, Fields.MESSAGE_ID_MAX);
    }

    @Override
    public int commandId() {
      return CommandId.SUBMIT_SM_RESP;
    }
  }

  /// A receipt, or a message from a handset (section 4.6.1).
  record DeliverSm(int sequence, ShortMessage message) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.DELIVER_SM;
    }
  }

  /// Whether the client took it (section 4.6.2).
  record DeliverSmResp(int status, int sequence) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.DELIVER_SM_RESP;
    }
  }

  /// The lean relative of submit_sm and deliver_sm, in both directions (section 4.7.1). Its text is
  /// in message_payload.
  ///
  /// @param message must be empty in the fields that data_sm lacks: text, protocolId, priority,
  ///   both times, replaceIfPresent and defaultMessageId
  record DataSm(int sequence, ShortMessage message) implements Pdu {
    public DataSm {
      var lean =
          message.text().isEmpty()
              && message.scheduleDeliveryTime().isEmpty()
              && message.validityPeriod().isEmpty()
              && (message.protocolId() | message.priority()) == 0
              && (message.replaceIfPresent() | message.defaultMessageId()) == 0;
      if (!lean) {
        throw new IllegalArgumentException("data_sm has no such field");
      }
    }

    @Override
    public int commandId() {
      return CommandId.DATA_SM;
    }
  }

  /// The answer to data_sm (section 4.7.2). Optional parameters behind the id are not kept.
  record DataSmResp(int status, int sequence, String messageId) implements Pdu {
    public DataSmResp {
      Fields.string("message_id", messageId, Fields.MESSAGE_ID_MAX);
    }

    @Override
    public int commandId() {
      return CommandId.DATA_SM_RESP;
    }
  }

  /// A handset became reachable (section 4.12.1). Has no answer; its body is kept unread.
  record AlertNotification(int sequence, Octets body) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.ALERT_NOTIFICATION;
    }
  }

  /// That was no PDU, or not one for me (section 4.3.1).
  ///
  /// @param sequence the one of the PDU it is about, or 0 when that could not be read
  record GenericNack(int status, int sequence) implements Pdu {
    @Override
    public int commandId() {
      return CommandId.GENERIC_NACK;
    }
  }

  /// Well framed, but of a kind this codec does not read, whether SMPP has it or not. A request is
  /// answered with generic_nack and ESME_RINVCMDID (section 4.3).
  record Unknown(int commandId, int status, int sequence, Octets body) implements Pdu {}
}
