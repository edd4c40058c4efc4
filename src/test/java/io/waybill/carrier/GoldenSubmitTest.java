package io.waybill.carrier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.routing.Carrier;
import io.waybill.routing.Dialect;
import io.waybill.settings.Unusable;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.ShortMessage;
import io.waybill.text.Splitter;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Every setting of a carrier's dialect as octets of submit_sm, written by hand from SMPP 3.4
 * §4.4.1, 3GPP TS 23.038 §6.1.2 and TS 23.040 §9.2.3.24. An ordinary message is "Hi" from Shop to
 * +37251000000, valid for six hours.
 */
class GoldenSubmitTest {
  private static final Instant NOW = Instant.parse("2026-11-22T20:30:05Z");

  /** service_type; source 5/0 "Shop"; destination 1/1 "37251000000". */
  private static final String FROM_TO = "00 0500 53686f7000 0101 333732353130303030303000";

  /** protocol_id, priority_flag, schedule_delivery_time, validity_period of six hours, R. */
  private static final String MIDDLE = "00 00 00 3030303030303036303030303030305200";

  /** registered_delivery, replace_if_present_flag. */
  private static final String ASKS = "01 00";

  private String sender = "Shop";
  private String recipient = "+37251000000";
  private boolean urgent;

  private static Dialect dialect(Object... fields) {
    Map<String, Object> map = new HashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    try {
      return Carrier.read("c", Map.of("dialect", map)).dialect();
    } catch (Unusable e) {
      throw new AssertionError(e);
    }
  }

  private List<ShortMessage> write(Dialect d, Outgoing.Content content, int parts) {
    Map<String, String> fields = Map.of("reference", "R-1", "tag:dlt", "1107", "sender", sender);
    return Outgoing.of(
        new Outgoing.Letter(
            sender,
            recipient,
            content,
            parts,
            0xABCD,
            NOW,
            NOW.plus(Duration.ofHours(6)),
            urgent,
            name -> fields.getOrDefault(name, "")),
        d,
        true);
  }

  private List<ShortMessage> text(Dialect d, String text) {
    return write(
        d, new Outgoing.Content(text, null, null, false), Splitter.count(text, d.scheme()).parts());
  }

  /** The body: what follows the 16 octets of the header. */
  private static String body(ShortMessage message) {
    PduBuffer out = new PduBuffer();
    out.put(new Pdu.SubmitSm(1, message));
    return HexFormat.of().formatHex(Arrays.copyOfRange(out.array(), 16, out.length()));
  }

  private static String hex(String spaced) {
    return spaced.replace(" ", "");
  }

  private void is(Dialect d, String text, String expected) {
    assertThat(text(d, text))
        .singleElement()
        .extracting(GoldenSubmitTest::body)
        .isEqualTo(hex(expected));
  }

  @Test
  void nothingUnusual() {
    // esm_class 0; data_coding 0, sm_default_msg_id 0; two septets in two octets
    is(dialect(), "Hi", FROM_TO + "00" + MIDDLE + ASKS + "00 00 02 4869");
  }

  @Test
  void septetsInOctetsOrPacked() {
    // [ is escape and 3C in the extension table; € is escape and 65
    is(dialect(), "[€", FROM_TO + "00" + MIDDLE + ASKS + "00 00 04 1b3c1b65");
    // H 48 = 1001000, i 69 = 1101001. Octet 0: the lowest bit of i, then H: 1 1001000 = C8.
    // Octet 1: the six other bits of i: 00 110100 = 34.
    is(dialect("alphabet", "gsm7_packed"), "Hi", FROM_TO + "00" + MIDDLE + ASKS + "00 00 02 c834");
    // Seven septets leave seven bits in the seventh octet: a carriage return, 0001101, and not @.
    // h e l l o h i = 68 65 6C 6C 6F 68 69, first E8 32 9B FD 46 as in "hello" of TS 23.038's kind:
    // octet 4 has the last 3 bits of o (110) below 5 bits of h (01000): 01000 110 = 46; octet 5 the
    // 2 bits left of h (11) below 6 bits of i (101001): 101001 11 = A7; octet 6 the bit left of i
    // (1) below the carriage return: 0001101 1 = 1B.
    is(
        dialect("alphabet", "gsm7_packed"),
        "hellohi",
        FROM_TO + "00" + MIDDLE + ASKS + "00 00 07 e8329bfd46a71b");
  }

  @Test
  void latin1AndAscii() {
    // ä is 7B in GSM 03.38 and E4 in Latin-1
    is(dialect(), "äb", FROM_TO + "00" + MIDDLE + ASKS + "00 00 02 7b62");
    is(
        dialect("alphabet", "latin1", "gsm_coding", 3),
        "äb",
        FROM_TO + "00" + MIDDLE + ASKS + "03 00 02 e462");
    // ASCII has no ä, Latin-1 no €: both go as UCS-2, here under another data_coding
    is(
        dialect("alphabet", "ascii", "ucs2_coding", "0x18"),
        "äb",
        FROM_TO + "00" + MIDDLE + ASKS + "18 00 04 00e40062");
    is(dialect("alphabet", "latin1"), "€", FROM_TO + "00" + MIDDLE + ASKS + "08 00 02 20ac");
    // [ needs an escape in GSM 03.38, in ASCII it is one octet
    is(
        dialect("alphabet", "ascii", "gsm_coding", 1),
        "[@",
        FROM_TO + "00" + MIDDLE + ASKS + "01 00 02 5b40");
  }

  @Test
  void codings() {
    is(dialect("gsm_coding", 241), "Hi", FROM_TO + "00" + MIDDLE + ASKS + "f1 00 02 4869");
    is(dialect("ucs2_coding", 9), "ж", FROM_TO + "00" + MIDDLE + ASKS + "09 00 02 0436");
    List<ShortMessage> data =
        write(dialect("binary_coding", 2), new Outgoing.Content("00ff", "03700101", null, true), 1);
    assertThat(data)
        .singleElement()
        .extracting(GoldenSubmitTest::body)
        .isEqualTo(hex(FROM_TO + "40" + MIDDLE + ASKS + "02 00 06 03700101 00ff"));
  }

  @Test
  void longTextsWithAnEightBitReference() {
    // 161 septets: 153 and 8. 05 00 03, the low octet of the reference, total, index.
    List<ShortMessage> parts = text(dialect(), "a".repeat(161));
    assertThat(parts)
        .extracting(GoldenSubmitTest::body)
        .containsExactly(
            hex(FROM_TO + "40" + MIDDLE + ASKS + "00 00 9f 050003cd0201" + "61".repeat(153)),
            hex(FROM_TO + "40" + MIDDLE + ASKS + "00 00 0e 050003cd0202" + "61".repeat(8)));
  }

  @Test
  void longTextsWithASixteenBitReference() {
    // 161 septets: 152 and 9. 06 08 04, two octets of reference, total, index.
    List<ShortMessage> parts = text(dialect("long_text", "udh16"), "a".repeat(161));
    assertThat(parts)
        .extracting(GoldenSubmitTest::body)
        .containsExactly(
            hex(FROM_TO + "40" + MIDDLE + ASKS + "00 00 9f 060804abcd0201" + "61".repeat(152)),
            hex(FROM_TO + "40" + MIDDLE + ASKS + "00 00 10 060804abcd0202" + "61".repeat(9)));
    // 71 units: 66 and 5
    assertThat(text(dialect("long_text", "udh16"), "ж".repeat(71)))
        .extracting(GoldenSubmitTest::body)
        .containsExactly(
            hex(FROM_TO + "40" + MIDDLE + ASKS + "08 00 8b 060804abcd0201" + "0436".repeat(66)),
            hex(FROM_TO + "40" + MIDDLE + ASKS + "08 00 11 060804abcd0202" + "0436".repeat(5)));
  }

  @Test
  void packedTextsBeginOnASeptetBoundaryAfterTheirHeader() {
    // Six octets are 48 bits, the next boundary is 49: one fill bit. a = 61 = 1100001: octet 0 is
    // a and the fill bit, 1100001 0 = C2; octet 1 the second a below the lowest bit of the third,
    // 1 1100001 = E1; and so on, each octet with one bit less of the a before it. 1 + 8 · 7 = 57
    // bits are 8 octets with seven bits left: the last bit of a and a carriage return, 0001101 1.
    List<ShortMessage> parts = text(dialect("alphabet", "gsm7_packed"), "a".repeat(161));
    assertThat(body(parts.get(1)))
        .isEqualTo(
            hex(
                FROM_TO
                    + "40"
                    + MIDDLE
                    + ASKS
                    + "00 00 0e 050003cd0202"
                    + "c2 e1 70 38 1c 0e 87 1b"));
    // 1 + 153 · 7 = 1,072 bits are 134 octets: with the header 140 = 8C, exactly.
    assertThat(body(parts.getFirst())).contains(hex("00 00 8c 050003cd0201 c2 e1"));
    // Seven octets are 56 bits, a boundary: no fill bits. 9 · 7 = 63 bits are 8 octets, one bit
    // left.
    List<ShortMessage> wide =
        text(dialect("alphabet", "gsm7_packed", "long_text", "udh16"), "a".repeat(161));
    assertThat(body(wide.get(1))).endsWith(hex("00 00 0f 060804abcd0202 e1 70 38 1c 0e 87 c3 61"));
  }

  @Test
  void longTextsWithSarParameters() {
    // sar_msg_ref_num 020C, sar_total_segments 020E, sar_segment_seqnum 020F; no header
    List<ShortMessage> parts = text(dialect("long_text", "sar"), "a".repeat(161));
    assertThat(parts)
        .extracting(GoldenSubmitTest::body)
        .containsExactly(
            hex(
                FROM_TO
                    + "00"
                    + MIDDLE
                    + ASKS
                    + "00 00 99"
                    + "61".repeat(153)
                    + "020c0002 00cd 020e0001 02 020f0001 01"),
            hex(
                FROM_TO
                    + "00"
                    + MIDDLE
                    + ASKS
                    + "00 00 08"
                    + "61".repeat(8)
                    + "020c0002 00cd 020e0001 02 020f0001 02"));
  }

  @Test
  void longTextsWholeInMessagePayload() {
    // message_payload 0424, 161 = A1 octets; short_message empty
    is(
        dialect("long_text", "payload"),
        "a".repeat(161),
        FROM_TO + "00" + MIDDLE + ASKS + "00 00 00 0424 00a1" + "61".repeat(161));
    // One that fits is an ordinary short_message
    is(dialect("long_text", "payload"), "Hi", FROM_TO + "00" + MIDDLE + ASKS + "00 00 02 4869");
  }

  @Test
  void whenSomePartsAreLeftTheyGoAsPartsAndNotAsTheWhole() {
    Dialect d = dialect("long_text", "payload");
    List<ShortMessage> parts =
        Outgoing.of(
            new Outgoing.Letter(
                sender,
                recipient,
                new Outgoing.Content("a".repeat(161), null, null, false),
                2,
                7,
                NOW,
                NOW,
                false,
                _ -> ""),
            d,
            false);
    assertThat(parts).hasSize(2).allMatch(p -> p.esmClass() == 0x40);
  }

  @Test
  void validity() {
    String absolute = HexFormat.of().formatHex("261123023005000+".getBytes(US_ASCII));
    is(
        dialect("validity", "absolute"),
        "Hi",
        FROM_TO + "00 00 00 00" + absolute + "00" + ASKS + "00 00 02 4869");
    is(dialect("validity", "none"), "Hi", FROM_TO + "00 00 00 00 00" + ASKS + "00 00 02 4869");
  }

  @Test
  void priorityAndReceiptsAndServiceType() {
    Dialect d =
        dialect("priority", 1, "urgent", 3, "registered_delivery", 17, "service_type", "CMT");
    String rest = "00 3030303030303036303030303030305200 11 00 00 00 02 4869";
    String fromTo = "434d54" + FROM_TO;
    is(d, "Hi", fromTo + "00 00 01" + rest);
    urgent = true;
    is(d, "Hi", fromTo + "00 00 03" + rest);
    is(
        dialect(),
        "Hi",
        FROM_TO + "00 00 01 00 3030303030303036303030303030305200" + ASKS + "00 00 02 4869");
  }

  @Test
  void numberingByKindOfSenderAndForTheDestination() {
    Dialect d =
        dialect(
            "long_number", Map.of("ton", 2, "npi", 8),
            "short_code", Map.of("ton", 6, "npi", 9),
            "alphanumeric", Map.of("ton", 5, "npi", 1),
            "destination", Map.of("ton", 0, "npi", 3));
    String to = "0003 333732353130303030303000";
    String rest = "00" + MIDDLE + ASKS + "00 00 02 4869";
    is(d, "Hi", "00 0501 53686f7000" + to + rest);
    sender = "+3725";
    is(d, "Hi", "00 0208 3337323500" + to + rest);
    sender = "3725550";
    is(d, "Hi", "00 0208 3337323535353000" + to + rest);
    sender = "123456";
    is(d, "Hi", "00 0609 31323334353600" + to + rest);
  }

  @Test
  void addressesAreRewrittenByTheFirstRuleThatFits() {
    Dialect d =
        dialect(
            "senders", List.of(Map.of("from", "Shop", "to", "+3725550")),
            "recipients",
                List.of(
                    Map.of("from", "+37251", "to", "0"), Map.of("from", "+372", "to", "never")));
    // The sender is a number now; the recipient 0 and what followed +37251
    is(
        d,
        "Hi",
        "00 0101 3337323535353000 0101 3030303030303000" + "00" + MIDDLE + ASKS + "00 00 02 4869");
    recipient = "+4670";
    is(
        dialect("plus", true),
        "Hi",
        "00 0500 53686f7000 0101 2b3436373000" + "00" + MIDDLE + ASKS + "00 00 02 4869");
  }

  @Test
  void aReceiptNamesTheRecipientAsItWasRewritten() {
    Dialect d = dialect("recipients", List.of(Map.of("from", "+372", "to", "+00372")));
    ShortMessage receipt = ShortMessage.builder().source(0, 1, "0037251000000").build();
    assertThat(Addresses.restore(d, receipt).source()).isEqualTo("+37251000000");
    ShortMessage other = ShortMessage.builder().source(1, 1, "37251000000").build();
    assertThat(Addresses.restore(d, other)).isSameAs(other);
  }

  @Test
  void theCarriersOwnParametersComeFromTheMessage() {
    Dialect d =
        dialect(
            "tlvs",
            List.of(
                Map.of("tag", "0x1400", "value", "1001"),
                Map.of("tag", "0x1401", "kind", "octets", "value", "{tag:dlt}/{reference}"),
                Map.of("tag", "0x1402", "kind", "int1", "value", "255"),
                Map.of("tag", "0x1403", "kind", "int2", "value", "{tag:dlt}"),
                Map.of("tag", "0x1404", "kind", "int4", "value", "4294967295"),
                Map.of("tag", "0x1405", "value", "{campaign}")));
    is(
        d,
        "Hi",
        FROM_TO
            + "00"
            + MIDDLE
            + ASKS
            + "00 00 02 4869"
            + "1400 0005 3130303100"
            + "1401 0008 313130372f522d31"
            + "1402 0001 ff"
            + "1403 0002 0453"
            + "1404 0004 ffffffff"); // what is empty is left out
  }

  @Test
  void whatMustBeANumberAndIsNoneIsRefusedWithItsReason() {
    Dialect d =
        dialect("tlvs", List.of(Map.of("tag", "0x1400", "kind", "int1", "value", "{sender}")));
    assertThatThrownBy(() -> text(d, "Hi"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the carrier's TLV 0x1400 must be a number from 0 to 255, and 'Shop' is none");
  }

  @Test
  void aMessageKeepsThePartsItWasAcceptedAs() {
    // 306 septets are two parts of 153, but three of 152: the header of 6 octets is used then.
    Dialect d = dialect("long_text", "udh16");
    List<ShortMessage> parts =
        write(d, new Outgoing.Content("a".repeat(306), null, null, false), 2);
    assertThat(parts).hasSize(2);
    assertThat(body(parts.get(1))).contains("050003cd0202");
    assertThatThrownBy(() ->
            write(
                dialect("alphabet", "ascii"),
                new Outgoing.Content("ä".repeat(71), null, null, false),
                1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it was accepted as 1 part(s), and the carrier's settings make 2 of it");
  }
}
