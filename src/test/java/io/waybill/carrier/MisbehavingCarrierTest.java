package io.waybill.carrier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.carrier.LinkListener.Odd;
import io.waybill.smpp.CommandId;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Carriers that do what they should not, on a real socket: what the link makes of it. */
class MisbehavingCarrierTest {
  private static final ShortMessage RECEIPT =
      ShortMessage.builder()
          .source(1, 1, "37251000000")
          .esmClass(4)
          .text(Octets.ofLatin1("id:7 stat:DELIVRD"))
          .build();

  /** What came back to the carrier, in order. */
  private final List<Pdu> heard = new CopyOnWriteArrayList<>();

  private void hear(FarEnd.Call call, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      heard.add(call.read());
    }
  }

  @Test
  void aCarrierThatAnswersInAnotherOrderIsUnderstood() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              Pdu.SubmitSm first = call.submit();
              Pdu.SubmitSm second = call.submit();
              Pdu.SubmitSm third = call.submit();
              call.taken(third);
              call.taken(first);
              call.taken(second);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      for (int part = 1; part <= 3; part++) {
        assertThat(near.submit(part)).isTrue();
      }
      Near.until("all are answered", () -> near.answers.size() == 3);
      // The bind has sequence number 1.
      assertThat(near.answers)
          .containsExactly("3 ESME_ROK id-4", "1 ESME_ROK id-2", "2 ESME_ROK id-3");
      assertThat(near.link.inWindow()).isZero();
    }
  }

  @Test
  void aCarrierThatAnswersTwiceIsHeardOnce() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              Pdu.SubmitSm submit = call.submit();
              call.taken(submit);
              call.taken(submit);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      near.submit(1);
      Near.until("the second answer is counted", () -> near.odd.contains(Odd.STRAY_ANSWER));
      assertThat(near.answers).hasSize(1);
      assertThat(near.link.inWindow()).isZero();
    }
  }

  @Test
  void anAnswerWithAWrongSequenceNumberIsNobodysAndTheRightOneStillCounts() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              Pdu.SubmitSm submit = call.submit();
              call.write(new Pdu.SubmitSmResp(Status.ESME_ROK, submit.sequence() + 5_000, "no"));
              call.write(new Pdu.SubmitSmResp(Status.ESME_RSYSERR, 0, ""));
              call.taken(submit);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      near.submit(1);
      Near.until("it is answered", () -> !near.answers.isEmpty());
      assertThat(near.answers).containsExactly("1 ESME_ROK id-2");
      assertThat(near.odd).containsExactly(Odd.STRAY_ANSWER, Odd.STRAY_ANSWER);
    }
  }

  @Test
  void anAnswerThatIsTooLateIsStillHeard() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              Pdu.SubmitSm late = call.submit();
              Pdu.SubmitSm next = call.submit();
              call.taken(late);
              call.taken(next);
              call.serve();
            });
        Near near = Near.boundTo(far.port(), "answer_seconds", 1)) {
      near.submit(1);
      Near.until("it is given up", () -> !near.uncertain.isEmpty());
      assertThat(near.uncertain).containsExactly("1 no answer in time");
      near.submit(2);
      Near.until("it is answered", () -> !near.answers.isEmpty());
      assertThat(near.late).containsExactly("1 ESME_ROK id-2");
      assertThat(near.answers).containsExactly("2 ESME_ROK id-3");
    }
  }

  @Test
  void aGenericNackAnswersASubmitAndNeverMeansTaken() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              call.write(new Pdu.GenericNack(Status.ESME_RTHROTTLED, call.submit().sequence()));
              call.write(new Pdu.GenericNack(Status.ESME_ROK, call.submit().sequence()));
              call.write(new Pdu.GenericNack(Status.ESME_RINVCMDLEN, 0));
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      near.submit(1);
      near.submit(2);
      Near.until("both are answered", () -> near.answers.size() == 2);
      assertThat(near.answers).containsExactly("1 ESME_RTHROTTLED ", "2 ESME_RUNKNOWNERR ");
      Near.until("the third is nobody's", () -> near.odd.contains(Odd.STRAY_ANSWER));
      assertThat(near.link.standing()).isEqualTo(Link.Standing.BOUND);
    }
  }

  @Test
  void anErrorWithABodyAndAnAnswerWithoutOneAreUnderstood() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              int seq = call.submit().sequence();
              call.octets("00000014 80000004 00000058 %08x 61626300".formatted(seq));
              seq = call.submit().sequence();
              call.octets("00000010 80000004 00000000 %08x".formatted(seq));
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      near.submit(1);
      near.submit(2);
      Near.until("both are answered", () -> near.answers.size() == 2);
      assertThat(near.answers).containsExactly("1 ESME_RTHROTTLED abc", "2 ESME_ROK ");
    }
  }

  @Test
  void unknownCommandsAreRefusedAndUnknownAnswersAreNot() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              call.octets("00000010 00000AAA 00000000 00000011");
              call.octets("00000014 80000AAA 00000000 00000012 01020304");
              call.write(new Pdu.EnquireLink(0x13));
              hear(call, 2);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      Near.until("it is told", () -> heard.size() == 2);
      assertThat(heard)
          .containsExactly(
              new Pdu.GenericNack(Status.ESME_RINVCMDID, 0x11),
              new Pdu.EnquireLinkResp(Status.ESME_ROK, 0x13));
      assertThat(near.odd).containsExactly(Odd.COMMAND, Odd.COMMAND);
    }
  }

  @Test
  void outbindAndWhatOnlyWeSendIsRefusedAndAlertNotificationIsIgnored() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              call.write(new Pdu.AlertNotification(0x20, Octets.ofHex("0000310000003200")));
              call.write(new Pdu.Outbind(0x21, "far", "secret"));
              call.write(new Pdu.SubmitSm(0x22, RECEIPT));
              call.write(
                  new Pdu.Bind(CommandId.BIND_TRANSCEIVER, 0x23, "far", "", "", 0x34, 0, 0, ""));
              hear(call, 3);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      Near.until("it is told", () -> heard.size() == 3);
      assertThat(heard)
          .extracting(Pdu::commandId, Pdu::status, Pdu::sequence)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(CommandId.GENERIC_NACK, 3, 0x21),
              org.assertj.core.groups.Tuple.tuple(CommandId.GENERIC_NACK, 3, 0x22),
              org.assertj.core.groups.Tuple.tuple(CommandId.GENERIC_NACK, 3, 0x23));
      assertThat(near.link.standing()).isEqualTo(Link.Standing.BOUND);
    }
  }

  @Test
  void aReceiptInDataSmAndOneBeforeTheBindsAnswerAreTakenAndAnswered() throws IOException {
    ShortMessage data = ShortMessage.builder().source(1, 1, "1").dest(1, 1, "2").build();
    try (FarEnd far =
            new FarEnd(call -> {
              Pdu.Bind bind = (Pdu.Bind) call.read();
              call.write(new Pdu.DeliverSm(0x31, RECEIPT));
              call.write(Pdu.BindResp.to(bind, Status.ESME_ROK, "far"));
              call.write(new Pdu.DataSm(0x32, data));
              hear(call, 2);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      Near.until("both are answered", () -> heard.size() == 2);
      assertThat(heard)
          .containsExactly(
              new Pdu.DeliverSmResp(Status.ESME_ROK, 0x31),
              new Pdu.DataSmResp(Status.ESME_ROK, 0x32, ""));
      assertThat(near.delivered).containsExactly(RECEIPT, data);
    }
  }

  @Test
  void aPduWithABrokenBodyIsRefusedAndTheNextOneIsRead() throws IOException {
    // deliver_sm whose sm_length says 255 with 2 octets there: §4.6.1
    String broken =
        "00000025 00000005 00000000 00000041 00 010131 00 010132 00 000000 00 00 00 00 00 00 FF 4142";
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              byte[] octets = Octets.ofHex(broken).toByteArray();
              octets[3] = (byte) octets.length;
              call.octets(octets);
              call.write(new Pdu.DeliverSm(0x42, RECEIPT));
              hear(call, 2);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      Near.until("both are answered", () -> heard.size() == 2);
      assertThat(heard)
          .containsExactlyInAnyOrder(
              new Pdu.GenericNack(Status.ESME_RINVMSGLEN, 0x41),
              new Pdu.DeliverSmResp(Status.ESME_ROK, 0x42));
      assertThat(near.odd).containsExactly(Odd.MALFORMED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "40000000 00000005 00000000 00000001", // a gigabyte
        "00000002 00000005 00000000 00000001",
        "0000000f 00000005 00000000 00000001",
        "80000000 00000005 00000000 00000001",
        "16030100c5010000c10303", // a TLS hello
        "485454502f312e3120343030204261640d0a0d0a" // an answer in HTTP
      })
  void whatIsNoPduIsRefusedAndTheLinkBoundAgain(String hex) throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              if (call.number == 1) {
                call.octets(hex);
                hear(call, 1);
                call.fallSilent();
              }
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      Near.until("it is bound again", () -> near.bound() == 2);
      assertThat(heard).containsExactly(new Pdu.GenericNack(Status.ESME_RINVCMDLEN, 0));
      assertThat(near.lost).singleElement().asString().contains("not SMPP");
      assertThat(near.odd).containsExactly(Odd.NOT_SMPP);
      near.submit(1);
      Near.until("it works", () -> near.answers.size() == 1);
    }
  }

  @Test
  void aCarrierThatSaysItIsHttpInsteadOfBindingIsLeftAlone() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              if (call.number < 3) {
                call.octets("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                return;
              }
              call.bind();
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      assertThat(near.link.lastProblem()).contains("not SMPP");
      assertThat(far.visits()).isEqualTo(3);
    }
  }

  @Test
  void aCarrierThatForgetsTheBindIsBoundAgain() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              while (call.number == 1) {
                int seq = call.submit().sequence();
                call.write(new Pdu.SubmitSmResp(Status.ESME_RINVBNDSTS, seq, ""));
              }
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      for (int part = 1; part <= 10; part++) {
        near.submit(part);
      }
      Near.until("it is bound again", () -> near.bound() == 2);
      assertThat(near.answers).hasSize(10).allMatch(a -> a.contains("ESME_RINVBNDSTS"));
      assertThat(near.lost).singleElement().asString().contains("not bound");
    }
  }

  @Test
  void aCarrierThatTellsAndNeverReadsIsLeft() throws IOException {
    Pdu[] many = new Pdu[1_000];
    Arrays.fill(many, new Pdu.DeliverSm(1, RECEIPT));
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              while (call.number == 1) {
                call.write(many);
              }
              call.serve();
            });
        Near near = Near.boundTo(far.port(), "enquire_link_seconds", 5)) {
      Near.until("it is bound again", () -> near.bound() == 2);
      assertThat(near.lost).singleElement().asString().containsAnyOf("does not read", "no sign");
    }
  }

  @Test
  void aCarrierThatGoesOnAndOnAboutNoMessageIsReadSlowlyAndStaysBound() throws IOException {
    Pdu[] many = new Pdu[2 * Chatter.PER_SECOND_MAX];
    Arrays.fill(many, new Pdu.SubmitSmResp(Status.ESME_ROK, 99_999, "nobody"));
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              Pdu.SubmitSm submit = call.submit();
              call.write(many);
              call.taken(submit);
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      long began = System.nanoTime();
      near.submit(1);
      Near.until("it is answered", () -> !near.answers.isEmpty());
      assertThat(System.nanoTime() - began).isGreaterThan(1_000_000_000L);
      assertThat(near.answers).containsExactly("1 ESME_ROK id-2");
      assertThat(near.odd).hasSize(many.length);
      assertThat(near.bound()).isEqualTo(1);
    }
  }
}
