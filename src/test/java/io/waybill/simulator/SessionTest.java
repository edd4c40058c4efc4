package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {
  @Test
  void onlyTheRightNameAndPasswordMayBind() throws IOException {
    var options = Options.defaults().withLogin("way", "secret");
    try (var simulator = Simulator.start(options);
        var client = new Client(simulator)) {
      int kind = CommandId.BIND_TRANSCEIVER;
      assertThat(client.bind(kind, "other", "secret").status()).isEqualTo(Status.ESME_RBINDFAIL);
      assertThat(client.bind(kind, "way", "wrong").status()).isEqualTo(Status.ESME_RINVPASWD);
      assertThat(client.bind(kind, "way", "secret"))
          .isEqualTo(
              new Pdu.BindResp(CommandId.BIND_TRANSCEIVER_RESP, Status.ESME_ROK, 3, "simulator"));
      assertThat(client.bind(kind, "way", "secret").status()).isEqualTo(Status.ESME_RALYBND);
      assertThat(simulator.binds()).isEqualTo(1);
    }
  }

  @Test
  void onlyABoundTransmitterOrTransceiverMaySubmit() throws IOException {
    try (var simulator = Simulator.start(Options.defaults());
        var client = new Client(simulator)) {
      client.submit("1");
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RINVBNDSTS);
      client.bind(CommandId.BIND_RECEIVER, "way", "");
      client.submit("1");
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RINVBNDSTS);
      assertThat(simulator.submits()).isZero();
    }
  }

  @Test
  void aConnectionThatDoesNotBindIsClosed() throws IOException {
    var options = Options.defaults().withBindWithin(Duration.ofMillis(100));
    try (var simulator = Simulator.start(options);
        var client = new Client(simulator);
        var bound = Client.bound(simulator)) {
      assertThat(client.isClosedByPeer()).isTrue();
      assertLives(bound);
    }
  }

  @Test
  void aSilentClientIsAskedAndThenLeft() throws IOException {
    var options = Options.defaults().withEnquireEvery(Duration.ofMillis(100));
    try (var simulator = Simulator.start(options);
        var client = Client.bound(simulator)) {
      for (int i = 0; i < 2; i++) {
        var question = (Pdu.EnquireLink) client.read();
        client.write(new Pdu.EnquireLinkResp(Status.ESME_ROK, question.sequence()));
      }
      assertThat(client.read()).isInstanceOf(Pdu.EnquireLink.class);
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void unbindIsAnsweredAndTheConnectionClosed() throws IOException {
    try (var simulator = Simulator.start(Options.defaults());
        var client = Client.bound(simulator)) {
      client.write(new Pdu.Unbind(9));
      assertThat(client.read()).isEqualTo(new Pdu.UnbindResp(Status.ESME_ROK, 9));
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void closingTheOperatorUnbindsItsClients() throws IOException {
    var simulator = Simulator.start(Options.defaults());
    try (var client = Client.bound(simulator)) {
      simulator.close();
      assertThat(client.read()).isInstanceOf(Pdu.Unbind.class);
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void whatCannotBeUnderstoodIsRefusedAndTheSessionGoesOn() throws IOException {
    try (var simulator = Simulator.start(Options.defaults());
        var client = Client.bound(simulator)) {
      client.write(Octets.ofHex("00000012 00000004 00000000 00000007 0000"));
      assertThat(client.read()).isEqualTo(new Pdu.GenericNack(Status.ESME_RINVCMDLEN, 7));
      client.write(new Pdu.Unknown(CommandId.QUERY_SM, 0, 8, Octets.EMPTY));
      assertThat(client.read()).isEqualTo(new Pdu.GenericNack(Status.ESME_RINVCMDID, 8));
      client.write(new Pdu.Unknown(CommandId.RESPONSE | CommandId.QUERY_SM, 0, 8, Octets.EMPTY));
      client.write(new Pdu.DeliverSmResp(Status.ESME_ROK, 4711));
      assertLives(client);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "474554202f20485454502f312e310d0a0d0a",
        "16030100c8010000c403030000000000",
        "00000002ffff",
        "7fffffff00000004",
        "00000000"
      })
  void whatIsNotSmppClosesOnlyItsOwnConnection(String hex) throws IOException {
    try (var simulator = Simulator.start(Options.defaults());
        var bound = Client.bound(simulator);
        var garbage = new Client(simulator);
        var boundToo = Client.bound(simulator)) {
      garbage.write(Octets.ofHex(hex));
      assertThat(garbage.read()).isEqualTo(new Pdu.GenericNack(Status.ESME_RINVCMDLEN, 0));
      assertThat(garbage.isClosedByPeer()).isTrue();
      boundToo.write(Octets.ofHex(hex));
      assertThat(boundToo.read()).isInstanceOf(Pdu.GenericNack.class);
      assertThat(boundToo.isClosedByPeer()).isTrue();
      assertLives(bound);
    }
  }

  @Test
  void oneConnectionMoreThanTheLimitIsClosedUntilAnotherLeaves() throws IOException {
    List<Client> clients = new ArrayList<>();
    try (var simulator = Simulator.start(Options.defaults())) {
      for (int i = 0; i < Simulator.CONNECTIONS_MAX; i++) {
        clients.add(Client.bound(simulator));
      }
      try (var tooMany = new Client(simulator)) {
        assertThat(tooMany.isClosedByPeer()).isTrue();
      }
      assertLives(clients.getFirst());
      clients.getFirst().write(new Pdu.Unbind(9));
      assertThat(clients.getFirst().read()).isInstanceOf(Pdu.UnbindResp.class);
      assertThat(clients.getFirst().isClosedByPeer()).isTrue();
      Patience.until(() -> mayBind(simulator));
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
  }

  @Test
  void connectionsThatNeverBindKeepNobodyOut() throws IOException {
    List<Client> strangers = new ArrayList<>();
    try (var simulator = Simulator.start(Options.defaults());
        var bound = Client.bound(simulator)) {
      for (int i = 0; i < 3 * Simulator.CONNECTIONS_MAX; i++) {
        strangers.add(new Client(simulator));
      }
      try (var another = Client.bound(simulator)) {
        assertLives(another);
      }
      assertThat(strangers.getFirst().isClosedByPeer()).isTrue();
      assertLives(bound);
      assertThat(simulator.counters().get("connections"))
          .isLessThanOrEqualTo(Simulator.CONNECTIONS_MAX);
    } finally {
      for (Client stranger : strangers) {
        stranger.close();
      }
    }
  }

  @Test
  void thousandsOfMessagesGetTheirAnswerAndTheirReceipt() throws IOException {
    var options = Options.defaults().withReceiptDelay(Duration.ofMillis(50));
    try (var simulator = Simulator.start(options);
        var client = Client.bound(simulator)) {
      int messages = 5_000;
      var writer = Thread.ofVirtual().start(() -> submitMany(client, messages));
      List<String> taken = new ArrayList<>();
      int receipts = 0;
      while (taken.size() < messages || receipts < messages) {
        switch (client.read()) {
          case Pdu.SubmitSmResp answer -> taken.add(answer.messageId());
          case Pdu.DeliverSm receipt -> {
            receipts++;
            client.acknowledge(receipt, Status.ESME_ROK);
          }
          default -> throw new AssertionError("neither answer nor receipt");
        }
      }
      assertThat(taken).doesNotHaveDuplicates();
      Patience.until(() -> !writer.isAlive());
      Patience.until(() -> simulator.receiptsAcknowledged() == messages);
      assertThat(simulator.submits()).isEqualTo(messages);
      assertThat(simulator.receiptsSent()).isEqualTo(messages);
    }
  }

  private static void submitMany(Client client, int messages) {
    var message = Client.message("37251234501").build();
    try {
      for (int i = 0; i < messages / 50; i++) {
        var batch = new Pdu[50];
        for (int j = 0; j < batch.length; j++) {
          batch[j] = new Pdu.SubmitSm(i * 50 + j + 1, message);
        }
        client.write(batch);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean mayBind(Simulator simulator) {
    try (var client = new Client(simulator)) {
      return client.bind(CommandId.BIND_TRANSCEIVER, "way", "").status() == Status.ESME_ROK;
    } catch (IOException e) {
      return false;
    }
  }

  private static void assertLives(Client client) throws IOException {
    client.write(new Pdu.EnquireLink(99));
    assertThat(client.read()).isEqualTo(new Pdu.EnquireLinkResp(Status.ESME_ROK, 99));
  }
}
