package io.waybill.carrier;

import io.waybill.routing.Dialect;
import io.waybill.routing.Dialect.LongText;
import io.waybill.routing.VendorTlv;
import io.waybill.smpp.Octets;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import io.waybill.text.Alphabet;
import io.waybill.text.Encoded;
import io.waybill.text.Part;
import io.waybill.text.Scheme;
import io.waybill.text.Splitter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns a text, or octets, into the submit_sm bodies that carry it, as the carrier wants them. */
public final class Outgoing {
  private static final int ESM_UDHI = 0x40;
  private static final int OCTETS_MAX = 140;

  // With a message class data_coding is GSM 03.38 §4's data coding scheme: group 1111 for 7 bit and
  // 8 bit, group 0001 for UCS-2, which 1111 does not have.
  private static final int CLASS_GSM7 = 0xF0;
  private static final int CLASS_BINARY = 0xF4;
  private static final int CLASS_UCS2 = 0x18;

  private static final DateTimeFormatter ABSOLUTE =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'000+'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private Outgoing() {}

  /**
   * What is to be written.
   *
   * @param text hex if binary
   * @param udh the customer's own header, hex: then the text is one part
   * @param messageClass 0 to 3, 0 shows it at once ("flash"); null for none
   */
  public record Content(
      String text, @Nullable String udh, @Nullable Integer messageClass, boolean binary) {

    private Part binaryPart() {
      byte[] header = udh == null ? new byte[0] : HexFormat.of().parseHex(udh);
      byte[] body = HexFormat.of().parseHex(text);
      if (header.length + body.length > OCTETS_MAX) {
        throw new IllegalArgumentException("the data and its udh exceed one part");
      }
      return new Part(header, body);
    }

    private int coding(boolean ucs2, Dialect d) {
      if (messageClass == null) {
        return binary ? d.binaryCoding() : ucs2 ? d.ucs2Coding() : d.gsmCoding();
      }
      return messageClass + (binary ? CLASS_BINARY : ucs2 ? CLASS_UCS2 : CLASS_GSM7);
    }
  }

  /**
   * A message to be written.
   *
   * @param recipient E.164 with +
   * @param parts how many it was accepted as
   * @param reference of the parts of a long text, 0 to 65,535; the low 8 bits where there is no
   *     room for more
   * @param validUntil until when the carrier may try
   * @param field its fields, for {@link VendorTlv}
   */
  public record Letter(
      String sender,
      String recipient,
      Content content,
      int parts,
      int reference,
      Instant now,
      Instant validUntil,
      boolean urgent,
      UnaryOperator<String> field) {}

  /**
   * The parts in order: as many as were accepted, or a single one for all of them, where the
   * carrier takes long texts whole.
   *
   * @param all whether all parts are to be written now; if not, none stands for all of them
   * @throws IllegalArgumentException with a reason for people, if it cannot be written so
   */
  public static List<ShortMessage> of(Letter letter, Dialect d, boolean all) {
    if (letter.content().binary()) {
      return List.of(build(letter, d, letter.content().binaryPart(), false));
    }
    boolean isLong = letter.parts() > 1 && letter.content().udh() == null;
    if (isLong && all && d.longText() == LongText.PAYLOAD) {
      return List.of(payload(letter, d));
    }
    Scheme scheme = scheme(letter, d);
    Encoded encoded = encoded(letter, scheme);
    boolean ucs2 = encoded.alphabet() == Alphabet.UCS2;
    List<ShortMessage> parts = new ArrayList<>(encoded.parts().size());
    for (Part part : encoded.parts()) {
      ShortMessage one = build(letter, d, part, ucs2);
      boolean apart = isLong && scheme.header() == Scheme.Header.APART;
      parts.add(apart ? segment(one, letter, parts.size() + 1) : one);
    }
    return parts;
  }

  /**
   * The carrier's scheme; another header where the text was accepted as other parts than with it.
   */
  private static Scheme scheme(Letter letter, Dialect d) {
    Scheme wanted = d.scheme();
    if (d.longText() == LongText.PAYLOAD) {
      wanted = wanted.with(Scheme.Header.REF8);
    }
    if (letter.content().udh() != null) {
      return wanted;
    }
    List<Scheme> tried =
        List.of(wanted, wanted.with(Scheme.Header.REF8), wanted.with(Scheme.Header.REF16));
    for (Scheme scheme : tried) {
      if (Splitter.count(letter.content().text(), scheme).parts() == letter.parts()) {
        return scheme;
      }
    }
    throw new IllegalArgumentException(
        "it was accepted as %d part(s), and the carrier's settings make %d of it"
            .formatted(letter.parts(), Splitter.count(letter.content().text(), wanted).parts()));
  }

  private static Encoded encoded(Letter letter, Scheme scheme) {
    Content content = letter.content();
    if (content.udh() == null) {
      return Splitter.split(content.text(), letter.reference(), scheme);
    }
    return Splitter.single(HexFormat.of().parseHex(content.udh()), content.text(), scheme)
        .orElseThrow(() -> new IllegalArgumentException("the text and its udh exceed one part"));
  }

  private static ShortMessage payload(Letter letter, Dialect d) {
    Encoded whole = Splitter.whole(letter.content().text(), d.scheme());
    Octets octets = Octets.of(whole.parts().getFirst().octets());
    Part empty = new Part(new byte[0], new byte[0]);
    ShortMessage head = build(letter, d, empty, whole.alphabet() == Alphabet.UCS2);
    return with(head, new Tlv(Tag.MESSAGE_PAYLOAD, octets));
  }

  /** SMPP 3.4 §5.3.2.22–24. The reference has 8 bits, in case the carrier writes a header of it. */
  private static ShortMessage segment(ShortMessage part, Letter letter, int index) {
    return with(
        part,
        Tlv.ofShort(Tag.SAR_MSG_REF_NUM, letter.reference() & 0xFF),
        Tlv.ofOctet(Tag.SAR_TOTAL_SEGMENTS, letter.parts()),
        Tlv.ofOctet(Tag.SAR_SEGMENT_SEQNUM, index));
  }

  /** Ours go before the carrier's own. */
  private static ShortMessage with(ShortMessage message, Tlv... ours) {
    List<Tlv> all = new ArrayList<>(List.of(ours));
    all.addAll(message.tlvs());
    return message.toBuilder().tlvs(all).build();
  }

  private static ShortMessage build(Letter letter, Dialect d, Part part, boolean ucs2) {
    ShortMessage.Builder builder =
        ShortMessage.builder()
            .serviceType(d.serviceType())
            .esmClass(part.hasUdh() ? ESM_UDHI : 0)
            .registeredDelivery(d.registeredDelivery())
            .dataCoding(letter.content().coding(ucs2, d))
            .validityPeriod(validity(letter, d))
            .priority(letter.urgent() ? d.urgent() : d.priority())
            .text(Octets.of(part.octets()))
            .tlvs(VendorTlvs.of(d.tlvs(), letter.field()));
    return Addresses.write(builder, d, letter.sender(), letter.recipient()).build();
  }

  private static String validity(Letter letter, Dialect d) {
    return switch (d.validity()) {
      case RELATIVE -> relative(Duration.between(letter.now(), letter.validUntil()));
      case ABSOLUTE -> ABSOLUTE.format(letter.validUntil());
      case NONE -> "";
    };
  }

  /** SMPP 3.4 §7.1.1.2: YYMMDDhhmmsstnnR, relative to the carrier's own time. */
  static String relative(Duration validFor) {
    Duration d = validFor.isNegative() ? Duration.ZERO : validFor;
    long days = Math.min(d.toDays(), 99 * 30);
    return String.format(
        Locale.ROOT,
        "%02d%02d%02d%02d%02d%02d000R",
        days / 360,
        days % 360 / 30,
        days % 30,
        d.toHoursPart(),
        d.toMinutesPart(),
        d.toSecondsPart());
  }
}
