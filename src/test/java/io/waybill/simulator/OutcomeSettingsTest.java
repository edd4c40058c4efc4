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

/// What becomes of messages, and how submits are answered, over a real socket.
class OutcomeSettingsTest {
  private static final Duration BIT = Duration.ofMillis(150);

  @Test
  void outcomesFollowTheirSharesUnlessTheDigitsSayOtherwise() throws IOException {
    try (var simulator = Play.of("outcomes.percent={GONE: 100}", "outcomes.err.GONE=27");
        var client = Client.bound(simulator)) {
      client.submit("37251234599");
      client.readAnswer();
      assertThat(words(client.readReceipt())).contains("stat:GONE err:027");
      client.submit("37251234502");
      client.readAnswer();
      assertThat(words(client.readReceipt())).contains("stat:UNDELIV err:001");
      client.submit("37251234507");
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RINVDSTADR);
    }
  }

  @Test
  void theDigitsCanBeSwitchedOff() throws IOException {
    try (var simulator = Play.of("outcomes.by_last_digits=false");
        var client = Client.bound(simulator)) {
      client.submit("37251234507");
      assertThat(client.readAnswer().status()).isZero();
      assertThat(words(client.readReceipt())).contains("stat:DELIVRD");
    }
  }

  @Test
  void theDigits06AreDeliveredLate() throws IOException {
    try (var simulator = Play.of("outcomes.late_after=200ms");
        var client = Client.bound(simulator)) {
      client.submit("37251234506");
      client.readAnswer();
      assertThat(words(client.readReceipt())).contains("stat:ACCEPTD");
      assertThat(client.hearsNothingFor(100)).isTrue();
      assertThat(words(client.readReceipt())).contains("stat:DELIVRD");
    }
  }

  @Test
  void noneIsNeverAReceipt() throws IOException {
    try (var simulator = Play.of("outcomes.percent.none=100");
        var client = Client.bound(simulator)) {
      client.submit("37251234599");
      assertThat(client.readAnswer().status()).isZero();
      assertThat(client.hearsNothingFor(150)).isTrue();
    }
  }

  @Test
  void refusalsComeInTheirSharesAndTheDigitsWin() throws IOException {
    try (var simulator = Play.of("refusals={ESME_RTHROTTLED: 30, '0x45': 30, '1027': 40}");
        var client = Client.bound(simulator)) {
      List<Integer> all = statuses(client, 200, "37251234599");
      assertThat(all).hasSize(200).containsOnly(0x58, 0x45, 0x403);
      assertThat(all.stream().filter(s -> s == 0x403).count()).isBetween(60L, 100L);
      client.submit("37251234501");
      assertThat(client.readAnswer().status()).isZero();
    }
  }

  @Test
  void theSameSeedMeetsTheSameBehaviourAndAnotherOneAnother() throws IOException {
    List<List<Integer>> runs = new ArrayList<>();
    for (String seed : List.of("seed=5", "seed=5", "seed=6")) {
      try (var simulator = Play.of("refusals.ESME_RSYSERR=50", seed);
          var client = Client.bound(simulator)) {
        runs.add(statuses(client, 40, "37251234599"));
      }
    }
    assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
    assertThat(runs.get(0)).contains(Status.ESME_ROK, Status.ESME_RSYSERR);
  }

  @Test
  void moreThanTheRateIsThrottledUntilTheNextSecond() throws IOException {
    try (var simulator = Play.of("rate.per_second=5");
        var client = Client.bound(simulator)) {
      List<Integer> all = statuses(client, 8, "37251234505");
      assertThat(all).containsExactly(0, 0, 0, 0, 0, 0x58, 0x58, 0x58);
      Patience.until(() -> one(client) == 0);
    }
  }

  @Test
  void moreThanTheQueueIsRefusedUntilReceiptsAreAcknowledged() throws IOException {
    try (var simulator = Play.of("rate.queue=3", "receipts.delay=300ms");
        var client = Client.bound(simulator);
        var other = new Client(simulator)) {
      assertThat(statuses(client, 5, "37251234599"))
          .containsExactly(0, 0, 0, Status.ESME_RMSGQFUL, Status.ESME_RMSGQFUL);
      other.bind(CommandId.BIND_TRANSMITTER, "other", "");
      assertThat(statuses(other, 1, "37251234599")).containsExactly(0);
      for (int i = 0; i < 3; i++) {
        client.acknowledge(client.readReceipt(), Status.ESME_ROK);
      }
      Patience.until(() -> simulator.receiptsAcknowledged() == 3);
      assertThat(statuses(client, 1, "37251234599")).containsExactly(0);
    }
  }

  @Test
  void answersTakeTheirTime() throws IOException {
    try (var simulator = Play.of("answers.delay=150ms..200ms");
        var client = Client.bound(simulator)) {
      long begin = System.nanoTime();
      client.submit("37251234505");
      client.readAnswer();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(BIT);
    }
  }

  @Test
  void anAnswerThatNeverComesIsOfAMessageThatIsReported() throws IOException {
    try (var simulator = Play.of("answers.never_percent=100");
        var client = Client.bound(simulator)) {
      client.submit("37251234501");
      assertThat(client.read()).isInstanceOf(Pdu.DeliverSm.class);
      assertThat(client.hearsNothingFor(100)).isTrue();
      assertThat(simulator.counters()).containsEntry("unanswered", 1L);
    }
  }

  @Test
  void aLostMessageIsNeitherAnsweredNorReported() throws IOException {
    try (var simulator = Play.of("answers.lost_percent=100");
        var client = Client.bound(simulator)) {
      client.submit("37251234501");
      assertThat(client.hearsNothingFor(200)).isTrue();
    }
  }

  @Test
  void aLateAnswerIsOvertaken() throws IOException {
    for (String how :
        List.of(
            "answers={late_percent: 50, late_by: 300ms}",
            "answers={out_of_order_percent: 50, out_of_order_by: 300ms}")) {
      try (var simulator = Play.of(how, "seed=3");
          var client = Client.bound(simulator)) {
        List<Integer> asked = new ArrayList<>();
        List<Integer> answered = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          asked.add(client.submit("37251234505"));
        }
        for (int i = 0; i < 20; i++) {
          answered.add(client.readAnswer().sequence());
        }
        assertThat(answered).containsExactlyInAnyOrderElementsOf(asked).isNotEqualTo(asked);
      }
    }
  }

  @Test
  void answersAreDoubled() throws IOException {
    try (var simulator = Play.of("answers.doubled_percent=100");
        var client = Client.bound(simulator)) {
      client.submit("37251234505");
      assertThat(client.readAnswer()).isEqualTo(client.readAnswer());
    }
  }

  @Test
  void answersHaveWrongNumbers() throws IOException {
    try (var simulator = Play.of("answers.wrong_sequence_percent=100");
        var client = Client.bound(simulator)) {
      int sequence = client.submit("37251234505");
      assertThat(client.readAnswer().sequence()).isPositive().isNotEqualTo(sequence);
    }
  }

  @Test
  void genericNackComesInsteadOfAnAnswer() throws IOException {
    try (var simulator = Play.of("answers={nack_percent: 100, nack_status: ESME_RINVCMDID}");
        var client = Client.bound(simulator)) {
      int sequence = client.submit("37251234599");
      assertThat(client.read()).isEqualTo(new Pdu.GenericNack(Status.ESME_RINVCMDID, sequence));
      assertThat(client.hearsNothingFor(100)).isTrue();
    }
  }

  @Test
  void dataSmIsAnsweredInTheSameWays() throws IOException {
    try (var simulator = Play.of("answers.doubled_percent=100", "ids.answer=hex");
        var client = Client.bound(simulator)) {
      client.write(new Pdu.DataSm(7, Client.message("37251234505").text(Octets.EMPTY).build()));
      Pdu expected = new Pdu.DataSmResp(0, 7, "b2d05e11");
      assertThat(List.of(client.read(), client.read())).containsExactly(expected, expected);
    }
  }

  static String words(Pdu.DeliverSm receipt) {
    return receipt.message().payload().asLatin1();
  }

  private static int one(Client client) {
    try {
      return statuses(client, 1, "37251234505").getFirst();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Submits so many; what they were answered. Receipts in between are passed over.
  private static List<Integer> statuses(Client client, int count, String to) throws IOException {
    for (int i = 0; i < count; i++) {
      client.submit(to);
    }
    List<Integer> all = new ArrayList<>();
    while (all.size() < count) {
      if (client.read() instanceof Pdu.SubmitSmResp answer) {
        all.add(answer.status());
      }
    }
    return all;
  }
}
