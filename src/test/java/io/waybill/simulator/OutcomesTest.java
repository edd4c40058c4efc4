package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.MessageState;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.Status;
import io.waybill.smpp.Tag;
import io.waybill.smpp.Tlv;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutcomesTest {
  private static final Instant NOON = Instant.parse("2026-08-01T12:34:56Z");

  private Simulator simulator;
  private Client client;

  @BeforeEach
  void start() throws IOException {
    simulator =
        Simulator.start(
            Options.defaults()
                .withReceiptDelay(Duration.ofMillis(20))
                .withLateDelay(Duration.ofMillis(150))
                .withFirstId(1_785_587_696L)
                .withClock(Clock.fixed(NOON, ZoneOffset.UTC)));
    client = Client.bound(simulator);
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    simulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "37251234501, 001, DELIVRD, 000, 2",
    "37251234502, 000, UNDELIV, 001, 5",
    "37251234503, 000, EXPIRED, 002, 3",
    "37251234504, 000, REJECTD, 003, 8",
    "37251234599, 001, DELIVRD, 000, 2",
    "1,           001, DELIVRD, 000, 2",
  })
  void theLastDigitsChooseTheReceipt(
      String recipient, String delivered, String stat, String err, int state) throws IOException {
    int sequence = client.submit(recipient);
    assertThat(client.readAnswer())
        .isEqualTo(new Pdu.SubmitSmResp(Status.ESME_ROK, sequence, "1785587696"));
    var receipt = client.readReceipt();
    client.acknowledge(receipt, Status.ESME_ROK);

    var message = receipt.message();
    assertThat(message.text().asLatin1())
        .isEqualTo(
            "id:1785587696 sub:001 dlvrd:%s submit date:2608011234 done date:2608011234 stat:%s err:%s text:Hello, this is a tex"
                .formatted(delivered, stat, err));
    assertThat(message.esmClass()).isEqualTo(4);
    assertThat(message.source()).isEqualTo(recipient);
    assertThat(message.dest()).isEqualTo("Waybill");
    assertThat(message.destTon()).isEqualTo(5);
    assertThat(message.tlv(Tag.RECEIPTED_MESSAGE_ID).map(Tlv::asString)).hasValue("1785587696");
    assertThat(message.tlv(Tag.MESSAGE_STATE)).hasValue(Tlv.ofOctet(Tag.MESSAGE_STATE, state));
    Patience.until(() -> simulator.receiptsAcknowledged() == 1);
  }

  @Test
  void digits05GetNoReceiptEver() throws IOException {
    client.submit("37251234505");
    assertThat(client.readAnswer().status()).isZero();
    assertThat(client.hearsNothingFor(200)).isTrue();
  }

  @Test
  void digits06AreAcceptedAtOnceAndDeliveredLater() throws IOException {
    client.submit("37251234506");
    assertThat(client.readAnswer().status()).isZero();
    long answered = System.nanoTime();
    assertThat(state(client.readReceipt())).isEqualTo(MessageState.ACCEPTED);
    assertThat(state(client.readReceipt())).isEqualTo(MessageState.DELIVERED);
    assertThat(Duration.ofNanos(System.nanoTime() - answered))
        .isGreaterThan(Duration.ofMillis(100));
  }

  @Test
  void digits07AreRefusedAtSubmit() throws IOException {
    int sequence = client.submit("37251234507");
    assertThat(client.read()).isEqualTo(new Pdu.SubmitSmResp(Status.ESME_RINVDSTADR, sequence, ""));
    assertThat(client.hearsNothingFor(100)).isTrue();
    assertThat(simulator.submits()).isEqualTo(1);
  }

  @Test
  void idsCountUpwards() throws IOException {
    client.submit("37251234505");
    client.submit("37251234505");
    assertThat(client.readAnswer().messageId()).isEqualTo("1785587696");
    assertThat(client.readAnswer().messageId()).isEqualTo("1785587697");
  }

  @Test
  void aReceiptComesOnlyWhenAskedFor() throws IOException {
    client.submit(Client.message("37251234501").registeredDelivery(0).build());
    client.submit(Client.message("37251234501").registeredDelivery(2).build());
    client.submit(Client.message("37251234502").registeredDelivery(2).build());
    for (int i = 0; i < 3; i++) {
      assertThat(client.readAnswer().status()).isZero();
    }
    assertThat(state(client.readReceipt())).isEqualTo(MessageState.UNDELIVERABLE);
    assertThat(client.hearsNothingFor(100)).isTrue();
  }

  @Test
  void theSnippetLeavesOutTheHeaderAndReadsUcs2() throws IOException {
    client.submit(
        Client.message("37251234501")
            .esmClass(0x40)
            .dataCoding(8)
            .text(Octets.ofHex("050003010201 0048 00e4 20ac"))
            .build());
    client.readAnswer();
    assertThat(client.readReceipt().message().text().asLatin1()).endsWith(" text:H\u00e4?");
  }

  @Test
  void dataSmIsTakenLikeASubmit() throws IOException {
    var lean =
        Client.message("37251234501")
            .text(Octets.EMPTY)
            .tlvs(new Tlv(Tag.MESSAGE_PAYLOAD, Octets.ofLatin1("payload")))
            .build();
    client.write(new Pdu.DataSm(77, lean));
    assertThat(client.read()).isEqualTo(new Pdu.DataSmResp(Status.ESME_ROK, 77, "1785587696"));
    assertThat(client.readReceipt().message().text().asLatin1()).endsWith(" text:payload");
  }

  @Test
  void anAddressNoOperatorTakesIsRefused() throws IOException {
    client.submit("");
    client.submit("1".repeat(21));
    client.submit(Client.message("1").source(5, 0, "x".repeat(21)).build());
    assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RINVDSTADR);
    assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RINVDSTADR);
    assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RINVSRCADR);
  }

  private static int state(Pdu.DeliverSm receipt) {
    return receipt.message().tlv(Tag.MESSAGE_STATE).orElseThrow().asInt().orElseThrow();
  }
}
