package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.routing.Dialect;
import io.waybill.smpp.ShortMessage;
import io.waybill.text.Splitter;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What octets a text, or data, becomes in submit_sm. */
class OutgoingTest {
  private static List<ShortMessage> of(
      String text, @Nullable String udh, @Nullable Integer messageClass, boolean binary) {
    Instant now = Instant.parse("2026-11-22T05:00:00Z");
    return Outgoing.of(
        new Outgoing.Letter(
            "Shop",
            "+37251000000",
            new Outgoing.Content(text, udh, messageClass, binary),
            binary ? 1 : Splitter.count(text).parts(),
            7,
            now,
            now.plus(Duration.ofHours(6)),
            false,
            _ -> ""),
        Dialect.USUAL,
        true);
  }

  private static String hex(ShortMessage pdu) {
    return HexFormat.of().formatHex(pdu.payload().toByteArray());
  }

  /** GSM 03.38 §4, and SMPP 3.4 §5.2.19 where there is no class. */
  @ParameterizedTest
  @CsvSource({
    "a, , 0",
    "õ, , 8",
    "a, 0, 240",
    "a, 1, 241",
    "a, 2, 242",
    "a, 3, 243",
    "õ, 0, 24",
    "õ, 3, 27"
  })
  void alphabetAndMessageClassMakeTheDataCoding(
      String text, @Nullable Integer messageClass, int coding) {
    ShortMessage pdu = of(text, null, messageClass, false).getFirst();
    assertThat(pdu.dataCoding()).isEqualTo(coding);
    assertThat(pdu.esmClass()).isZero();
  }

  @ParameterizedTest
  @CsvSource({", 4", "0, 244", "1, 245", "2, 246", "3, 247"})
  void dataGoesOutAsItIs(@Nullable Integer messageClass, int coding) {
    List<ShortMessage> pdus = of("00ff411b", null, messageClass, true);
    assertThat(pdus).hasSize(1);
    assertThat(pdus.getFirst().dataCoding()).isEqualTo(coding);
    assertThat(pdus.getFirst().esmClass()).isZero();
    assertThat(hex(pdus.getFirst())).isEqualTo("00ff411b");
  }

  @Test
  void aHeaderComesBeforeDataAndIsIndicated() {
    ShortMessage pdu = of("00ff", "06050415810000", null, true).getFirst();
    assertThat(pdu.esmClass()).isEqualTo(0x40);
    assertThat(hex(pdu)).isEqualTo("0605041581000000ff");
  }

  @Test
  void everyPartOfALongFlashTextHasTheClass() {
    List<ShortMessage> pdus = of("a".repeat(161), null, 0, false);
    assertThat(pdus).hasSize(2).allMatch(p -> p.dataCoding() == 0xF0 && p.esmClass() == 0x40);
    assertThat(hex(pdus.get(1))).startsWith("050003070202").hasSize(2 * (6 + 8));
  }

  @Test
  void dataBeyondOnePartIsNeverWritten() {
    assertThatThrownBy(() -> of("00".repeat(141), null, null, true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> of("00".repeat(138), "027000", null, true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
