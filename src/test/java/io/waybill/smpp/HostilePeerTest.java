package io.waybill.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostilePeerTest {
  private static final String SUBMIT_HEAD = "00000004 00000000 00000002";
  private static final String DELIVER_HEAD = "00000005 00000000 00000002";

  /// Service type to sm_default_msg_id of a submit_sm or deliver_sm from 1 to 2.
  private static final String FIELDS = "00 0000 3100 0000 3200 000000 00 00 00000000";

  @ParameterizedTest
  @ValueSource(
      ints = {0, 2, 4, 15, 65_537, 0x47455420, 0x16030100, 0x7FFFFFFF, Integer.MIN_VALUE, -1})
  void aLengthNoPduHasIsUnframeableAndCostsNothing(int length) {
    byte[] bytes = ByteBuffer.allocate(64).putInt(length).array();
    assertThat(Decoder.decode(bytes, 0, 64)).isInstanceOf(Decoded.Unframeable.class);
    assertThat(Decoder.decode(bytes, 0, 4)).isInstanceOf(Decoded.Unframeable.class);

    var window = new PduWindow();
    System.arraycopy(bytes, 0, window.array(), 0, 64);
    window.received(64);
    assertThat(window.next()).isInstanceOf(Decoded.Unframeable.class);
    assertThat(window.array()).hasSizeLessThanOrEqualTo(8_192);
  }

  @Test
  void theSmallestAndTheLargestLengthAreWaitedFor() {
    assertThat(decode("00000010")).isEqualTo(new Decoded.NeedsMoreBytes(12));
    assertThat(decode("00010000")).isEqualTo(new Decoded.NeedsMoreBytes(65_532));
  }

  @ParameterizedTest
  @CsvSource({
    "FF 48656c6c6f, 0x01, sm_length beyond the end",
    "06 48656c6c6f, 0x01, sm_length one too many",
    "'', 0x02, no sm_length",
  })
  void aTextLongerThanThePduIsRefusedWithoutLosingThePlace(String tail, String code, String why) {
    for (String head : new String[] {SUBMIT_HEAD, DELIVER_HEAD}) {
      var decoded = decode(framed(head + FIELDS + tail));
      assertThat(decoded).as(why).isInstanceOf(Decoded.Malformed.class);
      var malformed = (Decoded.Malformed) decoded;
      assertThat(malformed.status()).isEqualTo(Integer.decode(code));
      assertThat(malformed.sequence()).isEqualTo(2);
      assertThat(malformed.length()).isEqualTo(Octets.ofHex(framed(head + FIELDS + tail)).length());
    }
  }

  @Test
  void thePduBehindAMalformedOneIsRead() {
    var window = new PduWindow();
    byte[] bytes =
        Octets.ofHex(framed(SUBMIT_HEAD + FIELDS + "FF") + "00000010 00000015 00000000 00000003")
            .toByteArray();
    System.arraycopy(bytes, 0, window.array(), 0, bytes.length);
    window.received(bytes.length);
    assertThat(window.next()).isInstanceOf(Decoded.Malformed.class);
    assertThat(window.next()).isEqualTo(new Decoded.Complete(new Pdu.EnquireLink(3), 16));
  }

  @Test
  void eachFieldThatIsTooLongIsRefusedWithItsOwnCode() {
    String longText = "78".repeat(65) + "00";
    assertThat(refusal(SUBMIT_HEAD + longText)).isEqualTo(Status.ESME_RINVSERTYP);
    assertThat(refusal(SUBMIT_HEAD + "00 0000" + longText)).isEqualTo(Status.ESME_RINVSRCADR);
    assertThat(refusal(SUBMIT_HEAD + "00 0000 00 0000" + longText))
        .isEqualTo(Status.ESME_RINVDSTADR);
    assertThat(refusal("00000009 00000000 00000001" + longText)).isEqualTo(Status.ESME_RINVSYSID);
    assertThat(refusal("00000009 00000000 00000001 00" + longText))
        .isEqualTo(Status.ESME_RINVPASWD);
    assertThat(refusal("80000004 00000000 00000001" + "78".repeat(256)))
        .isEqualTo(Status.ESME_RINVMSGID);
  }

  @Test
  void aStringWithoutItsNulIsRefusedInARequest() {
    assertThat(refusal("00000009 00000000 00000001 7761")).isEqualTo(Status.ESME_RINVCMDLEN);
    assertThat(refusal(SUBMIT_HEAD + "00 0000 3132")).isEqualTo(Status.ESME_RINVCMDLEN);
  }

  @Test
  void anAnswerKeepsItsIdWhateverItsEndLooksLike() {
    String head = "80000004 00000000 00000002";
    var expected = new Pdu.SubmitSmResp(0, 2, "37");
    assertThat(complete(head + "3337 00")).isEqualTo(expected);
    assertThat(complete(head + "3337")).isEqualTo(expected);
    assertThat(complete(head + "3337 00 0000 ff")).isEqualTo(expected);
    assertThat(complete(head)).isEqualTo(new Pdu.SubmitSmResp(0, 2, ""));
  }

  @Test
  void anErrorMayComeWithABodyOrWithout() {
    String head = "80000004 00000058 00000002";
    assertThat(complete(head)).isEqualTo(new Pdu.SubmitSmResp(0x58, 2, ""));
    assertThat(complete(head + "00")).isEqualTo(new Pdu.SubmitSmResp(0x58, 2, ""));
    assertThat(complete(head + "3700")).isEqualTo(new Pdu.SubmitSmResp(0x58, 2, "7"));
    assertThat(complete("80000009 0000000e 00000002 736d736300"))
        .isEqualTo(new Pdu.BindResp(CommandId.BIND_TRANSCEIVER_RESP, 0x0E, 2, "smsc"));
  }

  @Test
  void aBodyWhereThereShouldBeNoneIsIgnored() {
    assertThat(complete("80000015 00000000 00000002 00")).isEqualTo(new Pdu.EnquireLinkResp(0, 2));
    assertThat(complete("00000015 00000000 00000002 dead")).isEqualTo(new Pdu.EnquireLink(2));
    assertThat(complete("80000000 00000003 00000002 00")).isEqualTo(new Pdu.GenericNack(3, 2));
    assertThat(complete("80000005 00000000 00000002")).isEqualTo(new Pdu.DeliverSmResp(0, 2));
  }

  @Test
  void aTornParameterCostsTheSubmitButNotTheReceipt() {
    for (String torn : new String[] {"001e 0009 3700", "001e 00", "ff"}) {
      String tail = "00 0427 0001 02" + torn;
      var receipt = (Pdu.DeliverSm) complete(DELIVER_HEAD + FIELDS + tail);
      assertThat(receipt.message().tlvs()).containsExactly(Tlv.ofOctet(Tag.MESSAGE_STATE, 2));
      assertThat(refusal(SUBMIT_HEAD + FIELDS + tail)).isEqualTo(Status.ESME_RINVOPTPARSTREAM);
    }
  }

  @Test
  void randomOctetsNeverThrowAndCostNoMoreThanAFewTimesTheirLength() {
    var random = new SplittableRandom(20260101);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int[] kinds = Golden.ALL.stream().mapToInt(golden -> golden.pdu().commandId()).toArray();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[16 + random.nextInt(400)];
      random.nextBytes(bytes);
      // Half of them well framed and of a kind that is read, else few would get past the header
      if (round % 2 == 0) {
        int kind = kinds[random.nextInt(kinds.length)];
        ByteBuffer.wrap(bytes).putInt(bytes.length).putInt(kind);
      }
      if (round % 4 == 0) {
        Arrays.fill(bytes, 16, 16 + random.nextInt(bytes.length - 15), (byte) 0);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      var decoded = Decoder.decode(bytes, 0, bytes.length);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("round %d", round).isLessThan(8_192 + 24L * bytes.length);
      if (decoded instanceof Decoded.Complete(Pdu pdu, int length)) {
        assertThat(length).isEqualTo(bytes.length);
        assertThat(CodecTest.encoded(pdu).length()).isLessThanOrEqualTo(PduBuffer.PDU_MAX);
      }
    }
  }

  @Test
  void aGoodPduWithOneOctetChangedNeverThrows() {
    var random = new SplittableRandom(7);
    for (Golden golden : Golden.ALL) {
      byte[] good = golden.bytes();
      for (int round = 0; round < 2_000; round++) {
        byte[] bytes = good.clone();
        bytes[4 + random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
        var decoded = Decoder.decode(bytes, 0, bytes.length);
        assertThat(decoded).isNotInstanceOfAny(Decoded.Unframeable.class);
      }
    }
  }

  private static int refusal(String afterLength) {
    return ((Decoded.Malformed) decode(framed(afterLength))).status();
  }

  private static Pdu complete(String afterLength) {
    return ((Decoded.Complete) decode(framed(afterLength))).pdu();
  }

  private static String framed(String afterLength) {
    return "%08x".formatted(4 + Octets.ofHex(afterLength).length()) + afterLength;
  }

  private static Decoded decode(String hex) {
    byte[] bytes = Octets.ofHex(hex).toByteArray();
    return Decoder.decode(bytes, 0, bytes.length);
  }
}
