package io.waybill.smpp;

import java.util.List;
import java.util.Optional;

/// What submit_sm and deliver_sm carry (SMPP 3.4 sections 4.4.1 and 4.6.1), and data_sm in part.
///
/// Numbers are single octets, 0 to 255; strings are Latin-1 without NUL, up to 64 characters.
///
/// @param source who sends; for a receipt the recipient of the message it is about
/// @param esmClass section 5.2.12: 0x04 marks a receipt, 0x40 a user data header in the text
/// @param scheduleDeliveryTime empty for at once, else 16 characters (section 7.1.1)
/// @param validityPeriod empty for the operator's own, else 16 characters
/// @param registeredDelivery section 5.2.17: 1 asks for a receipt, 2 for one on failure only
/// @param dataCoding section 5.2.19: 0 the operator's default alphabet, 8 UCS-2
/// @param text short_message, up to 255 octets (254 by the book); see [#payload]
/// @param tlvs optional parameters in the order of the wire
public record ShortMessage(
    String serviceType,
    int sourceTon,
    int sourceNpi,
    String source,
    int destTon,
    int destNpi,
    String dest,
    int esmClass,
    int protocolId,
    int priority,
    String scheduleDeliveryTime,
    String validityPeriod,
    int registeredDelivery,
    int replaceIfPresent,
    int dataCoding,
    int defaultMessageId,
    Octets text,
    List<Tlv> tlvs) {

  public ShortMessage {
    Fields.string("service_type", serviceType);
    Fields.octet("source_addr_ton", sourceTon);
    Fields.octet("source_addr_npi", sourceNpi);
    Fields.string("source_addr", source);
    Fields.octet("dest_addr_ton", destTon);
    Fields.octet("dest_addr_npi", destNpi);
    Fields.string("destination_addr", dest);
    Fields.octet("esm_class", esmClass);
    Fields.octet("protocol_id", protocolId);
    Fields.octet("priority_flag", priority);
    Fields.string("schedule_delivery_time", scheduleDeliveryTime);
    Fields.string("validity_period", validityPeriod);
    Fields.octet("registered_delivery", registeredDelivery);
    Fields.octet("replace_if_present_flag", replaceIfPresent);
    Fields.octet("data_coding", dataCoding);
    Fields.octet("sm_default_msg_id", defaultMessageId);
    Fields.octet("sm_length", text.length());
    tlvs = List.copyOf(tlvs);
  }

  /// A message with every number 0 and everything else empty, to be filled in.
  public static Builder builder() {
    return new Builder();
  }

  /// The first optional parameter with this tag.
  public Optional<Tlv> tlv(int tag) {
    for (Tlv tlv : tlvs) {
      if (tlv.tag() == tag) {
        return Optional.of(tlv);
      }
    }
    return Optional.empty();
  }

  /// The user data wherever it is: short_message, or message_payload if that one is empty.
  public Octets payload() {
    return text.isEmpty() ? tlv(Tag.MESSAGE_PAYLOAD).map(Tlv::value).orElse(text) : text;
  }

  /// This message, to be changed in some fields.
  public Builder toBuilder() {
    return new Builder()
        .serviceType(serviceType)
        .source(sourceTon, sourceNpi, source)
        .dest(destTon, destNpi, dest)
        .esmClass(esmClass)
        .protocolId(protocolId)
        .priority(priority)
        .scheduleDeliveryTime(scheduleDeliveryTime)
        .validityPeriod(validityPeriod)
        .registeredDelivery(registeredDelivery)
        .replaceIfPresent(replaceIfPresent)
        .dataCoding(dataCoding)
        .defaultMessageId(defaultMessageId)
        .text(text)
        .tlvs(tlvs);
  }

  /// Names the fields that differ from nothing; [#build] checks their bounds.
  public static final class Builder {
    private String serviceType = "";
    private int sourceTon;
    private int sourceNpi;
    private String source = "";
    private int destTon;
    private int destNpi;
    private String dest = "";
    private int esmClass;
    private int protocolId;
    private int priority;
    private String scheduleDeliveryTime = "";
    private String validityPeriod = "";
    private int registeredDelivery;
    private int replaceIfPresent;
    private int dataCoding;
    private int defaultMessageId;
    private Octets text = Octets.EMPTY;
    private List<Tlv> tlvs = List.of();

    private Builder() {}

    public Builder serviceType(String value) {
      serviceType = value;
      return this;
    }

    public Builder source(int ton, int npi, String address) {
      sourceTon = ton;
      sourceNpi = npi;
      source = address;
      return this;
    }

    public Builder dest(int ton, int npi, String address) {
      destTon = ton;
      destNpi = npi;
      dest = address;
      return this;
    }

    public Builder esmClass(int value) {
      esmClass = value;
      return this;
    }

    public Builder protocolId(int value) {
      protocolId = value;
      return this;
    }

    public Builder priority(int value) {
      priority = value;
      return this;
    }

    public Builder scheduleDeliveryTime(String value) {
      scheduleDeliveryTime = value;
      return this;
    }

    public Builder validityPeriod(String value) {
      validityPeriod = value;
      return this;
    }

    public Builder registeredDelivery(int value) {
      registeredDelivery = value;
      return this;
    }

    public Builder replaceIfPresent(int value) {
      replaceIfPresent = value;
      return this;
    }

    public Builder dataCoding(int value) {
      dataCoding = value;
      return this;
    }

    public Builder defaultMessageId(int value) {
      defaultMessageId = value;
      return this;
    }

    public Builder text(Octets value) {
      text = value;
      return this;
    }

    public Builder tlvs(Tlv... values) {
      return tlvs(List.of(values));
    }

    public Builder tlvs(List<Tlv> values) {
      tlvs = values;
      return this;
    }

    /// The message as filled in.
    ///
    /// @throws IllegalArgumentException if a field cannot hold its value
    public ShortMessage build() {
      return new ShortMessage(
          serviceType,
          sourceTon,
          sourceNpi,
          source,
          destTon,
          destNpi,
          dest,
          esmClass,
          protocolId,
          priority,
          scheduleDeliveryTime,
          validityPeriod,
          registeredDelivery,
          replaceIfPresent,
          dataCoding,
          defaultMessageId,
          text,
          tlvs);
    }
  }
}
