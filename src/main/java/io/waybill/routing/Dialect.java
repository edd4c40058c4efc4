package io.waybill.routing;

import io.waybill.settings.Fields;
import io.waybill.text.Scheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a carrier wants things written: what SMPP 3.4 leaves open.
 *
 * @param alphabet what octets under {@code gsmCoding} mean
 * @param gsmCoding data_coding of texts in that alphabet (§5.2.19), 0 to 255
 * @param ucs2Coding data_coding of UCS-2
 * @param binaryCoding data_coding of octets
 * @param longText how the parts of a long text are told to belong together
 * @param validity how validity_period is written (§7.1.1)
 * @param priority priority_flag of usual messages, 0 to 3 (§5.2.14)
 * @param urgent priority_flag of urgent ones
 * @param registeredDelivery asks for receipts, 0 to 31 (§5.2.17)
 * @param serviceType at most 5 characters (§5.2.11)
 * @param longNumber numbering of senders that are numbers of seven digits or more
 * @param shortCode of shorter ones
 * @param alphanumeric of senders that are names
 * @param destination of recipients
 * @param plus whether a recipient is written with +
 * @param senders rewriting of senders
 * @param recipients rewriting of recipients, which begin with + there
 * @param tlvs the carrier's own TLVs
 */
public record Dialect(
    Alphabet alphabet,
    int gsmCoding,
    int ucs2Coding,
    int binaryCoding,
    LongText longText,
    Validity validity,
    int priority,
    int urgent,
    int registeredDelivery,
    String serviceType,
    Numbering longNumber,
    Numbering shortCode,
    Numbering alphanumeric,
    Numbering destination,
    boolean plus,
    List<Rewrite> senders,
    List<Rewrite> recipients,
    List<VendorTlv> tlvs) {
  private static final int OCTET_MAX = 255;
  private static final int RULES_MAX = 100;
  private static final int TLVS_MAX = 20;

  /** What most carriers take. */
  public static final Dialect USUAL =
      new Dialect(
          Alphabet.GSM7,
          0,
          8,
          4,
          LongText.UDH8,
          Validity.RELATIVE,
          0,
          1,
          1,
          "",
          new Numbering(1, 1),
          new Numbering(3, 0),
          new Numbering(5, 0),
          new Numbering(1, 1),
          false,
          List.of(),
          List.of(),
          List.of());

  public Dialect {
    senders = List.copyOf(senders);
    recipients = List.copyOf(recipients);
    tlvs = List.copyOf(tlvs);
  }

  /** What octets of a text that is not UCS-2 stand for. */
  public enum Alphabet {
    /** GSM 03.38, one septet in each octet. */
    GSM7,
    /** GSM 03.38, eight septets in seven octets. */
    GSM7_PACKED,
    /** ISO-8859-1; what it lacks goes as UCS-2. */
    LATIN1,
    /** US-ASCII; what it lacks goes as UCS-2. */
    ASCII
  }

  /** How a text longer than one part is sent. */
  public enum LongText {
    /** User data header with an 8-bit reference: 153 septets or 67 UCS-2 units a part. */
    UDH8,
    /** With a 16-bit reference: 152 septets or 66 units. */
    UDH16,
    /** sar_msg_ref_num, sar_total_segments, sar_segment_seqnum (§5.3.2.22–24). */
    SAR,
    /** One submit_sm with message_payload (§5.3.2.32): the carrier splits. */
    PAYLOAD
  }

  /** How validity_period is written. */
  public enum Validity {
    RELATIVE,
    /** In UTC. */
    ABSOLUTE,
    /** Left empty: the carrier's own. */
    NONE
  }

  /**
   * How texts are written, and so how many parts they have. A text that the carrier splits itself
   * is counted as with {@link LongText#UDH8}.
   */
  public Scheme scheme() {
    Scheme.Letters letters =
        switch (alphabet) {
          case GSM7 -> Scheme.Letters.SEPTETS;
          case GSM7_PACKED -> Scheme.Letters.PACKED;
          case LATIN1 -> Scheme.Letters.LATIN1;
          case ASCII -> Scheme.Letters.ASCII;
        };
    Scheme.Header header =
        switch (longText) {
          case UDH8 -> Scheme.Header.REF8;
          case UDH16 -> Scheme.Header.REF16;
          case SAR, PAYLOAD -> Scheme.Header.APART;
        };
    return new Scheme(letters, header);
  }

  /** Reads one; what is missing is as in {@link #USUAL}. */
  public static Dialect read(Fields f) {
    return new Dialect(
        f.word("alphabet", USUAL.alphabet),
        f.number("gsm_coding", USUAL.gsmCoding, 0, OCTET_MAX),
        f.number("ucs2_coding", USUAL.ucs2Coding, 0, OCTET_MAX),
        f.number("binary_coding", USUAL.binaryCoding, 0, OCTET_MAX),
        f.word("long_text", USUAL.longText),
        f.word("validity", USUAL.validity),
        f.number("priority", USUAL.priority, 0, 3),
        f.number("urgent", USUAL.urgent, 0, 3),
        f.number("registered_delivery", USUAL.registeredDelivery, 0, 31),
        f.text("service_type", USUAL.serviceType, 5),
        f.object("long_number", o -> Numbering.read(o, USUAL.longNumber)),
        f.object("short_code", o -> Numbering.read(o, USUAL.shortCode)),
        f.object("alphanumeric", o -> Numbering.read(o, USUAL.alphanumeric)),
        f.object("destination", o -> Numbering.read(o, USUAL.destination)),
        f.flag("plus", USUAL.plus),
        f.objects("senders", RULES_MAX, Rewrite::read),
        f.objects("recipients", RULES_MAX, Rewrite::read),
        f.objects("tlvs", TLVS_MAX, VendorTlv::read));
  }

  /** Every field, as {@link #read} reads it. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("alphabet", Fields.word(alphabet));
    map.put("gsm_coding", gsmCoding);
    map.put("ucs2_coding", ucs2Coding);
    map.put("binary_coding", binaryCoding);
    map.put("long_text", Fields.word(longText));
    map.put("validity", Fields.word(validity));
    map.put("priority", priority);
    map.put("urgent", urgent);
    map.put("registered_delivery", registeredDelivery);
    map.put("service_type", serviceType);
    map.put("long_number", longNumber.toMap());
    map.put("short_code", shortCode.toMap());
    map.put("alphanumeric", alphanumeric.toMap());
    map.put("destination", destination.toMap());
    map.put("plus", plus);
    map.put("senders", senders.stream().map(Rewrite::toMap).toList());
    map.put("recipients", recipients.stream().map(Rewrite::toMap).toList());
    map.put("tlvs", tlvs.stream().map(VendorTlv::toMap).toList());
    return map;
  }
}
