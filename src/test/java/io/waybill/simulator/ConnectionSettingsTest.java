package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What happens to connections, over a real socket.
class ConnectionSettingsTest {
  @Test
  void sessionsEndAfterAWhileWithoutAWord() throws IOException {
    try (var simulator = Play.of("connection.disconnect_every=200ms")) {
      try (var client = Client.bound(simulator)) {
        assertThat(client.hearsNothingFor(100)).isTrue();
        assertThat(client.isClosedByPeer()).isTrue();
      }
      Client.bound(simulator).close();
      assertThat(simulator.counters()).containsEntry("disconnections", 1L);
    }
  }

  @Test
  void sessionsEndWithUnbind() throws IOException {
    try (var simulator = Play.of("connection={disconnect_every: 100ms, unbind_first: true}");
        var client = Client.bound(simulator)) {
      assertThat(client.read()).isInstanceOf(Pdu.Unbind.class);
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aSessionEndsAtItsNthSubmitWhichIsTakenAndReportedToTheNext() throws IOException {
    try (var simulator = Play.of("connection.disconnect_after_submits=2")) {
      try (var client = Client.bound(simulator)) {
        client.submit("37251234505");
        client.readAnswer();
        client.submit("37251234501");
        assertThat(client.isClosedByPeer()).isTrue();
      }
      try (var client = Client.bound(simulator)) {
        assertThat(client.readReceipt().message().source()).isEqualTo("37251234501");
      }
      assertThat(simulator.submits()).isEqualTo(2);
    }
  }

  @Test
  void aHalfOpenSessionIsNeitherReadNorWrittenAndClosedInTheEnd() throws IOException {
    try (var simulator = Play.of("connection={half_open_after: 100ms, half_open_for: 700ms}");
        var other = new Client(simulator);
        var client = Client.bound(simulator)) {
      client.submit("37251234505");
      client.readAnswer();
      assertThat(client.hearsNothingFor(200)).isTrue();
      client.write(new Pdu.EnquireLink(9));
      client.submit("37251234501");
      assertThat(client.hearsNothingFor(300)).isTrue();
      assertThat(simulator.submits()).isEqualTo(1);
      assertThat(other.bind(CommandId.BIND_TRANSCEIVER, "way", "").status()).isZero();
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void closingTheOperatorClosesHalfOpenSessionsAtOnce() throws IOException {
    var simulator = Play.of("connection.half_open_after=50ms");
    try (var client = Client.bound(simulator);
        var other = Client.bound(simulator)) {
      assertThat(other.hearsNothingFor(300)).isTrue();
      long begin = System.nanoTime();
      simulator.close();
      assertThat(client.isClosedByPeer()).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
    }
  }

  @Test
  void bindsAreRefusedForAWhileAndAgainAfterEachDisconnection() throws IOException {
    try (var simulator =
        Play.of(
            "connection={refuse_binds_for: 300ms, refuse_binds_with: ESME_RSYSERR,"
                + " disconnect_after_submits: 1}")) {
      assertThat(Play.bindStatus(simulator)).isEqualTo(Status.ESME_RSYSERR);
      Patience.until(() -> Play.bindStatus(simulator) == Status.ESME_ROK);
      try (var client = Client.bound(simulator)) {
        client.submit("37251234505");
        assertThat(client.isClosedByPeer()).isTrue();
      }
      assertThat(Play.bindStatus(simulator)).isEqualTo(Status.ESME_RSYSERR);
      assertThat(Play.counter(simulator, "binds_refused")).isGreaterThanOrEqualTo(2);
    }
  }

  @Test
  void everyPasswordIsWrong() throws IOException {
    try (var simulator = Play.of("connection.wrong_password=true")) {
      assertThat(Play.bindStatus(simulator)).isEqualTo(Status.ESME_RINVPASWD);
      assertThat(simulator.binds()).isZero();
    }
  }

  @Test
  void enquireLinkIsNotAnswered() throws IOException {
    try (var simulator = Play.of("connection.ignore_enquire_link=true");
        var client = Client.bound(simulator)) {
      client.write(new Pdu.EnquireLink(9));
      assertThat(client.hearsNothingFor(100)).isTrue();
      client.submit("37251234505");
      assertThat(client.readAnswer().status()).isZero();
    }
  }

  @Test
  void enquireLinkIsSentEvenToThoseWhoSpeak() throws IOException {
    try (var simulator = Play.of("connection.enquire_link_every=50ms");
        var client = Client.bound(simulator)) {
      for (int i = 0; i < 3; i++) {
        var question = (Pdu.EnquireLink) client.read();
        client.write(new Pdu.EnquireLinkResp(Status.ESME_ROK, question.sequence()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "short_length, 0000000700000005000000",
    "huge_length, 7fffffff000000050000000000000001",
    "unknown_command, 00000014000b0b0b0000000000000001deadbeef",
    "truncated, 0000001400000005000000000000000100010137",
    "http, 485454502f312e31203430302042616420526571",
    "tls, 16030100c8010000c403035a5a5a"
  })
  void garbageIsSent(String kind, String begin) throws IOException {
    try (var simulator = Play.of("garbage={every: 50ms, kinds: " + kind + "}");
        var client = Client.bound(simulator)) {
      assertThat(client.readOctets(begin.length() / 2).toHex()).isEqualTo(begin);
      Patience.until(() -> Play.counter(simulator, "garbage") >= 2);
    }
  }

  @Test
  void randomGarbageIsTheSameWithTheSameSeed() throws IOException {
    String[] settings = {"garbage={every: 50ms, kinds: random}", "seed=9"};
    try (var simulator = Play.of(settings);
        var client = Client.bound(simulator);
        var again = Play.of(settings);
        var clientToo = Client.bound(again)) {
      assertThat(client.readOctets(64)).isEqualTo(clientToo.readOctets(64));
    }
  }

  @Test
  void aChangeIsInForceForWhatComesNextAndTouchesNoSession() throws IOException {
    try (var simulator = Play.of();
        var client = Client.bound(simulator)) {
      client.submit("37251234505");
      assertThat(client.readAnswer().status()).isZero();
      simulator.play(Play.quick("refusals.ESME_RSYSERR=100"));
      client.submit("37251234599");
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RSYSERR);
      simulator.play(Play.quick("ids.answer=hex"));
      client.submit("37251234505");
      assertThat(client.readAnswer().messageId()).isEqualTo("b2d05e12");
      assertThat(simulator.binds()).isEqualTo(1);
    }
  }

  @Test
  void anotherNameMeetsAnotherPersonalityAndKeepsItsPlaceInChanges() throws IOException {
    try (var simulator = Play.of("personalities.tele.refusals.ESME_RSYSERR=50");
        var usual = Client.bound(simulator);
        var tele = new Client(simulator)) {
      tele.bind(CommandId.BIND_TRANSCEIVER, "tele", "");
      StringBuilder whole = new StringBuilder();
      for (int i = 0; i < 20; i++) {
        if (i == 10) {
          simulator.play(
              Play.quick("personalities.tele.refusals.ESME_RSYSERR=50", "rate.per_second=100"));
        }
        usual.submit("37251234505");
        assertThat(usual.readAnswer().status()).isZero();
        tele.submit("37251234508");
        whole.append(answer(tele) == 0 ? '0' : '1');
      }
      assertThat(whole.toString()).contains("0", "1");
      try (var once = Play.of("refusals.ESME_RSYSERR=50");
          var alone = Client.bound(once)) {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 20; i++) {
          alone.submit("37251234508");
          expected.append(answer(alone) == 0 ? '0' : '1');
        }
        assertThat(whole.toString()).isEqualTo(expected.toString());
      }
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotWrittenToForEver() throws IOException {
    Options options = Options.defaults().withEnquireEvery(Duration.ofMillis(200));
    try (var simulator =
            Simulator.start(
                options.withCast(Play.quick("garbage.every=50ms", "garbage.kinds=http")));
        var client = Client.bound(simulator)) {
      Patience.until(() -> Play.counter(simulator, "connections") == 0);
      assertThat(Play.counter(simulator, "garbage")).isLessThan(100);
      assertThat(client.readOctets(4)).isNotNull();
    }
  }

  private static int answer(Client client) throws IOException {
    while (true) {
      switch (client.read()) {
        case Pdu.SubmitSmResp answer -> {
          return answer.status();
        }
        case Pdu.DeliverSm receipt -> client.acknowledge(receipt, Status.ESME_ROK);
        default -> throw new AssertionError("neither answer nor receipt");
      }
    }
  }
}
