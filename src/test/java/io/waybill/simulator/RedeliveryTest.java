package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A receipt is sent until it is acknowledged, and never more than the window at once.
class RedeliveryTest {
  private static final int WINDOW = 3;

  private Simulator simulator;

  @BeforeEach
  void start() throws IOException {
    var receipt = Receipt.after(Duration.ZERO, "DELIVRD", 0);
    simulator =
        Simulator.start(
            Options.defaults().withWindow(WINDOW).withBehaviour(_ -> Plan.accepted(receipt)));
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void theWindowIsNeverExceeded() throws IOException {
    try (var client = Client.bound(simulator)) {
      List<Pdu.DeliverSm> receipts = submitAndRead(client, 10, WINDOW);
      assertThat(client.hearsNothingFor(100)).isTrue();
      client.acknowledge(receipts.getFirst(), Status.ESME_ROK);
      client.readReceipt();
      assertThat(client.hearsNothingFor(100)).isTrue();
      assertThat(simulator.receiptsSent()).isEqualTo(WINDOW + 1);
    }
  }

  @Test
  void whatASessionLeftBehindGoesToTheNextOneInOrder() throws IOException {
    List<ShortMessage> unacknowledged;
    try (var client = Client.bound(simulator)) {
      var receipts = submitAndRead(client, 5, WINDOW);
      unacknowledged = receipts.stream().map(Pdu.DeliverSm::message).toList();
    }
    try (var stranger = new Client(simulator)) {
      assertThat(stranger.bind(CommandId.BIND_TRANSCEIVER, "other", "").status()).isZero();
      assertThat(stranger.hearsNothingFor(100)).isTrue();
    }
    try (var client = Client.bound(simulator)) {
      List<ShortMessage> again = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        var receipt = client.readReceipt();
        again.add(receipt.message());
        client.acknowledge(receipt, Status.ESME_ROK);
      }
      assertThat(again).startsWith(unacknowledged.toArray(ShortMessage[]::new));
      assertThat(again).doesNotHaveDuplicates();
      Patience.until(() -> simulator.receiptsAcknowledged() == 5);
    }
    try (var client = Client.bound(simulator)) {
      assertThat(client.hearsNothingFor(100)).isTrue();
    }
  }

  @Test
  void droppedConnectionsLoseNoReceipt() throws IOException {
    try (var client = Client.bound(simulator)) {
      submitAndRead(client, 1, 1);
      simulator.dropConnections();
      assertThat(client.isClosedByPeer()).isTrue();
    }
    try (var client = Client.bound(simulator)) {
      client.acknowledge(client.readReceipt(), Status.ESME_ROK);
      Patience.until(() -> simulator.receiptsAcknowledged() == 1);
      assertThat(simulator.receiptsSent()).isEqualTo(2);
      assertThat(simulator.binds()).isEqualTo(2);
    }
  }

  @Test
  void aRefusedReceiptComesAgainAfterASecond() throws IOException {
    try (var client = Client.bound(simulator)) {
      var receipt = submitAndRead(client, 1, 1).getFirst();
      client.acknowledge(receipt, Status.ESME_RX_T_APPN);
      assertThat(client.hearsNothingFor(500)).isTrue();
      var again = client.readReceipt();
      assertThat(again.message()).isEqualTo(receipt.message());
      client.acknowledge(again, Status.ESME_ROK);
      Patience.until(() -> simulator.receiptsAcknowledged() == 1);
    }
  }

  @Test
  void receiptsGoToTheReceiverWhenTheSubmitterIsATransmitter() throws IOException {
    try (var transmitter = new Client(simulator);
        var receiver = new Client(simulator)) {
      transmitter.bind(CommandId.BIND_TRANSMITTER, "way", "");
      transmitter.submit("1");
      transmitter.readAnswer();
      receiver.bind(CommandId.BIND_RECEIVER, "way", "");
      assertThat(receiver.readReceipt().message().source()).isEqualTo("1");
      assertThat(transmitter.hearsNothingFor(100)).isTrue();
    }
  }

  private static List<Pdu.DeliverSm> submitAndRead(Client client, int submits, int receipts)
      throws IOException {
    for (int i = 0; i < submits; i++) {
      client.submit("1");
    }
    List<Pdu.DeliverSm> read = new ArrayList<>();
    for (int i = 0; i < submits + receipts; i++) {
      if (client.read() instanceof Pdu.DeliverSm receipt) {
        read.add(receipt);
      }
    }
    assertThat(read).hasSize(receipts);
    return read;
  }
}
