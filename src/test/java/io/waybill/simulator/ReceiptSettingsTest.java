package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.MessageState;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// When receipts come, what is in them, and how ids are written, over a real socket.
class ReceiptSettingsTest {
  private static final String TO = "37251234501";

  @Test
  void receiptsComeBeforeTheAnswer() throws IOException {
    try (var simulator = Play.of("receipts.before_answer_percent=100");
        var client = Client.bound(simulator)) {
      client.submit(TO);
      assertThat(client.read()).isInstanceOf(Pdu.DeliverSm.class);
      assertThat(client.read()).isInstanceOf(Pdu.SubmitSmResp.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "doubled_percent: 100|DELIVRD DELIVRD",
        "intermediate_percent: 100|ENROUTE DELIVRD",
        "intermediate_percent: 100, intermediate_stat: acceptd|ACCEPTD DELIVRD",
        "stale_percent: 100|DELIVRD ENROUTE",
        "corrected_percent: 100, correction_after: 50ms|EXPIRED DELIVRD",
        "corrected_percent: 100, correction_after: 50ms, doubled_percent: 100|EXPIRED DELIVRD DELIVRD",
        "never_percent: 100|''"
      })
  void receiptsComeInOddOrders(String settings, String stats) throws IOException {
    try (var simulator = Play.of("receipts={delay: 20ms, " + settings + "}");
        var client = Client.bound(simulator)) {
      client.submit(TO);
      client.readAnswer();
      List<String> all = new ArrayList<>();
      for (String _ : stats.isEmpty() ? new String[0] : stats.split(" ")) {
        all.add(stat(client.readReceipt().message()));
      }
      assertThat(String.join(" ", all)).isEqualTo(stats);
      assertThat(client.hearsNothingFor(100)).isTrue();
    }
  }

  @Test
  void receiptsGoToAnotherSessionOfTheSameNameIfThereIsOne() throws IOException {
    try (var simulator = Play.of("receipts.elsewhere_percent=100");
        var client = Client.bound(simulator)) {
      client.submit(TO);
      client.readAnswer();
      client.acknowledge(client.readReceipt(), Status.ESME_ROK);
      try (var other = Client.bound(simulator);
          var stranger = new Client(simulator)) {
        stranger.bind(CommandId.BIND_TRANSCEIVER, "stranger", "");
        for (int i = 0; i < 3; i++) {
          client.submit(TO);
          client.readAnswer();
          assertThat(other.readReceipt().message().source()).isEqualTo(TO);
        }
        assertThat(client.hearsNothingFor(50)).isTrue();
      }
    }
  }

  @Test
  void receiptsComeAsDataSmAndAreAcknowledgedLikewise() throws IOException {
    try (var simulator = Play.of("receipts={pdu: data_sm, window: 1}");
        var client = Client.bound(simulator)) {
      client.submit(TO);
      client.readAnswer();
      client.submit(TO);
      client.readAnswer();
      var receipt = (Pdu.DataSm) client.read();
      assertThat(stat(receipt.message())).isEqualTo("DELIVRD");
      assertThat(client.hearsNothingFor(100)).as("the window is one").isTrue();
      client.write(new Pdu.DataSmResp(Status.ESME_ROK, receipt.sequence(), ""));
      assertThat(client.read()).isInstanceOf(Pdu.DataSm.class);
      assertThat(simulator.receiptsAcknowledged()).isEqualTo(1);
    }
  }

  @Test
  void receiptsAreHeldUntilTheyAreReleased() throws IOException {
    try (var simulator = Play.of("receipts.held=true");
        var client = Client.bound(simulator)) {
      for (int i = 0; i < 3; i++) {
        client.submit(TO);
        client.readAnswer();
      }
      Patience.until(() -> Play.counter(simulator, "receipts_held") == 3);
      assertThat(client.hearsNothingFor(50)).isTrue();
      assertThat(simulator.release()).isEqualTo(3);
      for (int i = 0; i < 3; i++) {
        client.readReceipt();
      }
      assertThat(simulator.release()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "decimal, same, 3000000017, 3000000017",
    "hex, same, b2d05e11, b2d05e11",
    "upper_hex, decimal, B2D05E11, 3000000017",
    "decimal, upper_hex, 3000000017, B2D05E11",
    "zero_padded, decimal, 00000000003000000017, 3000000017",
    "zero_padded_hex, same, 00000000b2d05e11, 00000000b2d05e11",
    "letters, same, mx-1dm4ett-k, mx-1dm4ett-k",
    "uuid, same, 5a17c0de-0000-4000-8000-0000b2d05e11, 5a17c0de-0000-4000-8000-0000b2d05e11",
    "long_decimal, same, 9000000000000003000000017, 9000000000000003000000017"
  })
  void idsAreWrittenSo(String answer, String receipt, String answered, String received)
      throws IOException {
    try (var simulator = Play.of("ids={answer: " + answer + ", receipt: " + receipt + "}");
        var client = Client.bound(simulator)) {
      client.submit(TO);
      assertThat(client.readAnswer().messageId()).isEqualTo(answered);
      ShortMessage message = client.readReceipt().message();
      assertThat(message.payload().asLatin1()).startsWith("id:" + received + " ");
      assertThat(message.tlv(Tag.RECEIPTED_MESSAGE_ID).orElseThrow().asString())
          .isEqualTo(received);
    }
  }

  @Test
  void idsAreUsedAgain() throws IOException {
    try (var simulator = Play.of("ids.reuse_after=2");
        var client = Client.bound(simulator)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        client.submit("37251234505");
        ids.add(client.readAnswer().messageId());
      }
      assertThat(ids).containsExactly("3000000017", "3000000018", "3000000017", "3000000018");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text: standard|id:I sub:001 dlvrd:001 submit date:2611220801 done date:2611220801 stat:DELIVRD err:000 text:Hello, this is a tex",
        "text: minimal|id:I stat:DELIVRD",
        "text: minimal, id_in_text: false|stat:DELIVRD",
        "text: lower_case, dates: missing|id:I sub:001 dlvrd:001 stat:delivrd err:000 text:Hello, this is a tex",
        "text: other_order|stat:DELIVRD err:000 done date:2611220801 submit date:2611220801 dlvrd:001 sub:001 id:I",
        "text: spaced, dates: missing|id : I   sub : 001   dlvrd : 001   stat : DELIVRD   err : 000   text : Hello, this is a tex",
        "text: equals, dates: missing|id=I sub=001 dlvrd=001 stat=DELIVRD err=000 text=Hello, this is a tex",
        "text: none|''",
        "dates: seconds|id:I sub:001 dlvrd:001 submit date:261122080102 done date:261122080102 stat:DELIVRD err:000 text:Hello, this is a tex",
        "dates: broken|id:I sub:001 dlvrd:001 submit date:0000000000 done date:20261301T9 stat:DELIVRD err:000 text:Hello, this is a tex",
        "id_in_text: false, dates: missing|sub:001 dlvrd:001 stat:DELIVRD err:000 text:Hello, this is a tex"
      })
  void textsLookSo(String settings, String text) throws IOException {
    ShortMessage message = receipt("format={" + settings + "}");
    assertThat(message.text().asLatin1())
        .isEqualTo(text.replace("I", "3000000017").replace("DEL3000000017VRD", "DELIVRD"));
    assertThat(message.esmClass()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({"both, true, true", "id, true, false", "state, false, true", "none, false, false"})
  void parametersAreThereOrNot(String tlvs, boolean id, boolean state) throws IOException {
    ShortMessage message = receipt("format={text: none, tlvs: " + tlvs + "}");
    assertThat(message.tlv(Tag.RECEIPTED_MESSAGE_ID).isPresent()).isEqualTo(id);
    assertThat(message.tlv(Tag.MESSAGE_STATE).map(Tlv::asInt).isPresent()).isEqualTo(state);
    if (state) {
      assertThat(message.tlv(Tag.MESSAGE_STATE).orElseThrow().asInt())
          .hasValue(MessageState.DELIVERED);
    }
  }

  @Test
  void textsAreInUcs2() throws IOException {
    ShortMessage message = receipt("format={text: minimal, coding: ucs2}");
    assertThat(message.dataCoding()).isEqualTo(8);
    assertThat(ucs2(message.text())).isEqualTo("id:3000000017 stat:DELIVRD");
    ShortMessage tooLong = receipt("format={coding: ucs2}", "ids.answer=uuid");
    assertThat(tooLong.text().isEmpty()).isTrue();
    assertThat(ucs2(tooLong.payload())).startsWith("id:5a17c0de-").endsWith("a tex");
  }

  @Test
  void textsAreInMessagePayload() throws IOException {
    ShortMessage message = receipt("format={text: minimal, in_payload: true}");
    assertThat(message.text().isEmpty()).isTrue();
    assertThat(message.tlv(Tag.MESSAGE_PAYLOAD).orElseThrow().value().asLatin1())
        .isEqualTo("id:3000000017 stat:DELIVRD");
  }

  @ParameterizedTest
  @CsvSource({"receipt, 4", "intermediate, 32", "unmarked, 0"})
  void receiptsAreMarkedOrNot(String mark, int esmClass) throws IOException {
    assertThat(receipt("format.esm_class=" + mark).esmClass()).isEqualTo(esmClass);
  }

  private static ShortMessage receipt(String... settings) throws IOException {
    Clock clock = Clock.fixed(Instant.parse("2026-11-22T08:01:02Z"), ZoneOffset.UTC);
    Options options = Options.defaults().withFirstId(3_000_000_017L).withClock(clock);
    try (var simulator = Simulator.start(options.withCast(Play.quick(settings)));
        var client = Client.bound(simulator)) {
      client.submit(TO);
      client.readAnswer();
      return client.readReceipt().message();
    }
  }

  private static String stat(ShortMessage message) {
    return message.payload().asLatin1().replaceFirst(".*stat:(\\S+).*", "$1");
  }

  private static String ucs2(Octets octets) {
    return new String(octets.toByteArray(), StandardCharsets.UTF_16BE);
  }
}
