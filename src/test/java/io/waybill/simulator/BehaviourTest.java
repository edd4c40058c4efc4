package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What a test can make the operator do beyond the last digits.
class BehaviourTest {
  private static final Receipt DELIVERED = Receipt.after(Duration.ZERO, "DELIVRD", 0);

  @Test
  void anEarlyReceiptArrivesBeforeTheAnswer() throws IOException {
    try (var simulator = withPlan(_ -> Plan.accepted(Receipt.early("DELIVRD", 0)));
        var client = Client.bound(simulator)) {
      client.submit("1");
      assertThat(client.read()).isInstanceOf(Pdu.DeliverSm.class);
      assertThat(client.read()).isInstanceOf(Pdu.SubmitSmResp.class);
    }
  }

  @Test
  void aReceiptWithoutDelayStillFollowsTheAnswer() throws IOException {
    Behaviour late = _ -> Plan.accepted(DELIVERED).answeredAfter(Duration.ofMillis(30));
    for (Behaviour behaviour : new Behaviour[] {_ -> Plan.accepted(DELIVERED), late}) {
      try (var simulator = withPlan(behaviour);
          var client = Client.bound(simulator)) {
        client.submit("1");
        assertThat(client.read()).isInstanceOf(Pdu.SubmitSmResp.class);
        assertThat(client.read()).isInstanceOf(Pdu.DeliverSm.class);
      }
    }
  }

  @Test
  void anAnswerCanBeLateAndOvertaken() throws IOException {
    Behaviour behaviour =
        submit ->
            submit.number() == 1
                ? Plan.accepted().answeredAfter(Duration.ofMillis(100))
                : Plan.accepted();
    try (var simulator = withPlan(behaviour);
        var client = Client.bound(simulator)) {
      int first = client.submit("1");
      int second = client.submit("2");
      assertThat(client.readAnswer().sequence()).isEqualTo(second);
      assertThat(client.readAnswer().sequence()).isEqualTo(first);
    }
  }

  @Test
  void everyAnswerWaitsAsLongAsTheOptionsSay() throws IOException {
    var options =
        Options.defaults()
            .withAnswerDelay(Duration.ofMillis(150))
            .withBehaviour(_ -> Plan.refused(Status.ESME_RTHROTTLED));
    try (var simulator = Simulator.start(options);
        var client = Client.bound(simulator)) {
      client.submit("1");
      assertThat(client.hearsNothingFor(100)).isTrue();
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RTHROTTLED);
    }
  }

  @Test
  void anAnswerCanNeverComeAlthoughTheReceiptDoes() throws IOException {
    try (var simulator = withPlan(_ -> Plan.unanswered(DELIVERED));
        var client = Client.bound(simulator)) {
      client.submit("1");
      assertThat(client.read()).isInstanceOf(Pdu.DeliverSm.class);
      assertThat(client.hearsNothingFor(100)).isTrue();
    }
  }

  @Test
  void theConnectionCanBeDroppedInsteadOfAnAnswer() throws IOException {
    try (var simulator = withPlan(_ -> Plan.dropped());
        var client = Client.bound(simulator)) {
      client.submit("1");
      assertThat(client.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void aMessageSeenAgainIsRecognised() throws IOException {
    Behaviour behaviour =
        submit -> submit.timesSeen() == 1 ? Plan.refused(Status.ESME_RX_T_APPN) : Plan.accepted();
    try (var simulator = withPlan(behaviour);
        var client = Client.bound(simulator)) {
      client.submit("1");
      client.submit("2");
      client.submit("1");
      client.submit(Client.message("1").text(Octets.ofLatin1("other")).build());
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RX_T_APPN);
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RX_T_APPN);
      assertThat(client.readAnswer().status()).isZero();
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RX_T_APPN);
    }
  }

  @Test
  void aReceiptCanBeAlteredToImitateAnOddOperator() throws IOException {
    var odd = DELIVERED.altered(message -> message.toBuilder().tlvs().build());
    try (var simulator = withPlan(_ -> Plan.accepted(odd));
        var client = Client.bound(simulator)) {
      client.submit("1");
      client.readAnswer();
      assertThat(client.readReceipt().message().tlvs()).isEmpty();
    }
  }

  @Test
  void moreThanIsPromisedAtMostIsRefusedUntilSomethingIsKept() throws IOException {
    var options =
        Options.defaults().withPromisesMax(2).withBehaviour(_ -> Plan.accepted(DELIVERED));
    try (var simulator = Simulator.start(options);
        var client = Client.bound(simulator)) {
      client.submit("1");
      client.readAnswer();
      var receipt = client.readReceipt();
      client.submit("2");
      assertThat(client.readAnswer().status()).isZero();
      client.readReceipt();
      client.submit("3");
      assertThat(client.readAnswer().status()).isEqualTo(Status.ESME_RMSGQFUL);
      client.acknowledge(receipt, Status.ESME_ROK);
      Patience.until(() -> simulator.receiptsAcknowledged() == 1);
      client.submit("4");
      assertThat(client.readAnswer().status()).isZero();
    }
  }

  private static Simulator withPlan(Behaviour behaviour) throws IOException {
    return Simulator.start(Options.defaults().withBehaviour(behaviour));
  }
}
