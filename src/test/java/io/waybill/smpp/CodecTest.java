package io.waybill.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CodecTest {
  static final List<Golden> EVERY_KIND = Golden.ALL;

  @ParameterizedTest
  @FieldSource("EVERY_KIND")
  void everyPduIsWrittenAsTheSpecificationSays(Golden golden) {
    assertThat(encoded(golden.pdu())).isEqualTo(golden.octets());
  }

  @ParameterizedTest
  @FieldSource("EVERY_KIND")
  void everyPduIsReadAsTheSpecificationSays(Golden golden) {
    byte[] bytes = golden.bytes();
    assertThat(Decoder.decode(bytes, 0, bytes.length))
        .isEqualTo(new Decoded.Complete(golden.pdu(), bytes.length));
  }

  @ParameterizedTest
  @FieldSource("EVERY_KIND")
  void aPduCutAnywhereNeedsMoreBytes(Golden golden) {
    byte[] bytes = golden.bytes();
    for (int cut = 0; cut < bytes.length; cut++) {
      int missing = cut < 4 ? 16 - cut : bytes.length - cut;
      assertThat(Decoder.decode(bytes, 0, cut)).isEqualTo(new Decoded.NeedsMoreBytes(missing));
    }
  }

  @Test
  void manyPdusInOneBufferAreReadOneAfterTheOther() {
    var buffer = new PduBuffer();
    Golden.ALL.forEach(golden -> buffer.put(golden.pdu()));
    int at = 0;
    for (Golden golden : Golden.ALL) {
      var decoded = (Decoded.Complete) Decoder.decode(buffer.array(), at, buffer.length());
      assertThat(decoded.pdu()).isEqualTo(golden.pdu());
      at += decoded.length();
    }
    assertThat(at).isEqualTo(buffer.length());
    buffer.clear();
    assertThat(buffer.length()).isZero();
  }

  @Test
  void aWindowFedOneOctetAtATimeYieldsTheSamePdus() {
    var window = new PduWindow();
    for (int round = 0; round < 20; round++) {
      for (Golden golden : Golden.ALL) {
        byte[] bytes = golden.bytes();
        for (int i = 0; i < bytes.length; i++) {
          assertThat(window.next()).isInstanceOf(Decoded.NeedsMoreBytes.class);
          window.array()[window.end()] = bytes[i];
          window.received(1);
        }
        assertThat(window.next()).isEqualTo(new Decoded.Complete(golden.pdu(), bytes.length));
      }
    }
  }

  @Test
  void aWindowTakesTheLargestPduAndNoMore() {
    var body = Octets.of(new byte[PduBuffer.PDU_MAX - 16]);
    var largest = new Pdu.Unknown(CommandId.SUBMIT_MULTI, 0, 1, body);
    byte[] bytes = encoded(largest).toByteArray();
    var window = new PduWindow();
    int sent = 0;
    while (window.next() instanceof Decoded.NeedsMoreBytes && sent < bytes.length) {
      int piece = Math.min(window.room(), bytes.length - sent);
      System.arraycopy(bytes, sent, window.array(), window.end(), piece);
      window.received(piece);
      sent += piece;
    }
    assertThat(sent).isEqualTo(bytes.length);
    assertThat(window.array().length).isLessThanOrEqualTo(2 * PduBuffer.PDU_MAX);
  }

  @Test
  void aPduLongerThanTheLimitIsRefusedAndLeavesTheBufferAsItWas() {
    var buffer = new PduBuffer();
    buffer.put(new Pdu.EnquireLink(1));
    var body = Octets.of(new byte[PduBuffer.PDU_MAX]);
    assertThatThrownBy(() -> buffer.put(new Pdu.Unknown(CommandId.SUBMIT_MULTI, 0, 1, body)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(buffer.length()).isEqualTo(16);
  }

  @Test
  void whatCannotTravelIsRefusedWhenThePduIsMade() {
    for (String bad : List.of("a\0b", "\u20ac", "x".repeat(65))) {
      assertThatThrownBy(() -> new Pdu.Outbind(1, bad, ""))
          .isInstanceOf(IllegalArgumentException.class);
    }
    var builder = ShortMessage.builder();
    assertThatThrownBy(() -> builder.dataCoding(256).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pdu.DataSm(1, Golden.SUBMITTED))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pdu.BindResp(CommandId.UNBIND_RESP, 0, 1, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noPasswordIsEverPrinted() {
    assertThat(Golden.ALL)
        .extracting(golden -> golden.pdu().toString())
        .noneMatch(text -> text.contains("secret"));
  }

  @Test
  void aMessageCanBeChangedInOneFieldOnly() {
    assertThat(Golden.SUBMITTED.toBuilder().build()).isEqualTo(Golden.SUBMITTED);
    assertThat(Golden.SUBMITTED.toBuilder().dataCoding(0).build().dataCoding()).isZero();
  }

  @Test
  void theUserDataIsFoundWhereverItTravels() {
    assertThat(Golden.SUBMITTED.payload()).isEqualTo(Golden.HELLO);
    assertThat(Golden.DATA.payload()).isEqualTo(Golden.HELLO);
  }

  @Test
  void parametersAreReadAsTextOrNumberWhateverTheirLength() {
    assertThat(new Tlv(Tag.RECEIPTED_MESSAGE_ID, Octets.ofLatin1("a1")).asString()).isEqualTo("a1");
    assertThat(new Tlv(Tag.RECEIPTED_MESSAGE_ID, Octets.ofLatin1("a1\0\0")).asString())
        .isEqualTo("a1");
    assertThat(new Tlv(Tag.NETWORK_ERROR_CODE, Octets.ofHex("03ffff")).asInt()).hasValue(0x03ffff);
    assertThat(new Tlv(Tag.MESSAGE_STATE, Octets.EMPTY).asInt()).isEmpty();
    assertThat(new Tlv(Tag.MESSAGE_STATE, Octets.ofHex("0000000002")).asInt()).isEmpty();
  }

  static Octets encoded(Pdu pdu) {
    var buffer = new PduBuffer();
    buffer.put(pdu);
    return Octets.copyOf(buffer.array(), 0, buffer.length());
  }
}
