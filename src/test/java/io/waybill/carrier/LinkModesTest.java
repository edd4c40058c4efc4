package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.routing.Carrier;
import io.waybill.routing.Standing;
import io.waybill.smpp.CommandId;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Pairs of connections, and links that are changed while they run. */
class LinkModesTest {
  private static final ShortMessage RECEIPT =
      ShortMessage.builder().esmClass(4).text(Octets.ofLatin1("id:7 stat:DELIVRD")).build();

  private final List<Pdu> heard = new CopyOnWriteArrayList<>();
  private final List<Socket> receivers = new CopyOnWriteArrayList<>();
  private final List<Socket> transmitters = new CopyOnWriteArrayList<>();

  private void pair(FarEnd.Call call) throws IOException {
    if (call.bind().commandId() == CommandId.BIND_RECEIVER) {
      receivers.add(call.socket);
      call.write(new Pdu.DeliverSm(0x51, RECEIPT));
      heard.add(call.read());
    } else {
      transmitters.add(call.socket);
    }
    while (true) {
      Pdu pdu = call.read();
      heard.add(pdu);
      if (pdu instanceof Pdu.SubmitSm submit) {
        call.taken(submit);
      } else if (pdu instanceof Pdu.Unbind(var seq)) {
        call.write(new Pdu.UnbindResp(Status.ESME_ROK, seq));
        return;
      }
    }
  }

  @Test
  void aPairSubmitsOnOneConnectionAndReceivesOnTheOther() throws IOException {
    try (FarEnd far = new FarEnd(this::pair);
        Near near = Near.boundTo(far.port(), "mode", "tx_rx")) {
      assertThat(far.binds())
          .extracting(Pdu::commandId)
          .containsExactly(CommandId.BIND_RECEIVER, CommandId.BIND_TRANSMITTER);
      near.submit(1);
      Near.until("both have worked", () -> near.answers.size() == 1 && heard.size() == 2);
      assertThat(near.delivered).containsExactly(RECEIPT);
      assertThat(heard)
          .contains(
              new Pdu.DeliverSmResp(Status.ESME_ROK, 0x51),
              new Pdu.SubmitSm(2, Near.ticket(1).pdu()));
    }
    assertThat(heard).filteredOn(Pdu.Unbind.class::isInstance).hasSize(2);
  }

  @Test
  void aPairThatLosesOneUnbindsTheOtherAndBindsBothAgain() throws IOException {
    try (FarEnd far = new FarEnd(this::pair);
        Near near = Near.boundTo(far.port(), "mode", "tx_rx")) {
      receivers.getFirst().close();
      Near.until("it is bound again", () -> near.bound() == 2);
      assertThat(near.lost).singleElement().asString().startsWith("its receiver: ");
      assertThat(heard).filteredOn(Pdu.Unbind.class::isInstance).hasSize(1);
      transmitters.get(1).close();
      Near.until("it is bound again", () -> near.bound() == 3);
      assertThat(near.lost.get(1)).startsWith("its transmitter: ");
      assertThat(far.visits()).isEqualTo(6);
      near.submit(1);
      Near.until("it works", () -> near.answers.size() == 1);
    }
  }

  @Test
  void aPairIsNotBoundWhileOneIsRefused() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              if (call.number == 2) {
                call.refuseBind(Status.ESME_RALYBND);
              } else {
                pair(call);
              }
            });
        Near near = Near.to(far.port(), "mode", "tx_rx")) {
      Near.until("it is bound", () -> near.bound() == 1);
      assertThat(far.visits()).isEqualTo(4);
      assertThat(near.link.lastProblem()).isEqualTo("bind refused: ESME_RALYBND");
    }
  }

  @Test
  void aReceiverTakesNothingAndATransmitterDoes() throws IOException {
    try (FarEnd far = new FarEnd(this::pair);
        Near receiver = Near.boundTo(far.port(), "mode", "rx");
        Near transmitter = Near.boundTo(far.port(), "mode", "tx")) {
      assertThat(receiver.link.takes()).isFalse();
      Near.until("the receipt is there", () -> receiver.delivered.size() == 1);
      assertThat(transmitter.link.takes()).isTrue();
      transmitter.submit(1);
      Near.until("it is taken", () -> transmitter.answers.size() == 1);
    }
  }

  @Test
  void boundsChangeWithoutANewConnection() throws IOException {
    CountDownLatch go = new CountDownLatch(1);
    List<Pdu.SubmitSm> came = new CopyOnWriteArrayList<>();
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              for (int i = 0; i < 6; i++) {
                came.add(call.submit());
              }
              go.countDown();
              call.fallSilent();
            });
        Near near = Near.boundTo(far.port(), "window", 2)) {
      for (int part = 1; part <= 6; part++) {
        assertThat(near.submit(part)).isTrue();
      }
      Near.until("the window is full", () -> came.size() == 2);
      near.link.apply(
          Near.settings(
              far.port(), "window", 100, "enquire_link_seconds", 1, "rate_per_second", 50));
      Near.until("all are written", () -> came.size() == 6);
      assertThat(near.link.inWindow()).isEqualTo(6);
      Near.until("the new interval counts", () -> !near.lost.isEmpty());
      assertThat(far.visits()).isEqualTo(1);
      assertThatThrownBy(() -> near.link.apply(Near.settings(far.port(), "system_type", "X")))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(go.getCount()).isZero();
  }

  @Test
  void aPausedLinkWritesNothingGivesBackWhatWaitsAndStaysBound() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              Pdu.SubmitSm first = call.submit();
              Pdu next = call.read(); // an enquiry, or a submit that should not come
              heard.add(next);
              call.write(new Pdu.DeliverSm(0x61, RECEIPT));
              call.taken(first);
              while (true) {
                heard.add(call.read());
              }
            });
        Near near = Near.boundTo(far.port(), "window", 1, "enquire_link_seconds", 1)) {
      near.submit(1);
      near.submit(2);
      near.submit(3);
      Near.until("the first is written", () -> near.link.inWindow() == 1);
      near.link.apply(
          Near.settings(far.port(), "window", 1, "enquire_link_seconds", 1, "standing", "paused"));
      assertThat(near.returned).containsExactly("2 the link is paused", "3 the link is paused");
      assertThat(near.submit(4)).isFalse();
      assertThat(near.link.takes()).isFalse();
      Near.until("the first is answered", () -> near.answers.size() == 1);
      Near.until(
          "the receipt is answered",
          () -> heard.contains(new Pdu.DeliverSmResp(Status.ESME_ROK, 0x61)));
      assertThat(heard).noneMatch(Pdu.SubmitSm.class::isInstance);
      assertThat(near.link.standing()).isEqualTo(Link.Standing.BOUND);
      near.link.apply(Near.settings(far.port(), "window", 1));
      assertThat(near.submit(5)).isTrue();
      Near.until("it goes on", () -> heard.stream().anyMatch(Pdu.SubmitSm.class::isInstance));
      assertThat(far.visits()).isEqualTo(1);
    }
  }

  @Test
  void aDrainingLinkWritesWhatItHasAndTakesNoMore() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              call.serve();
            });
        Near near = Near.boundTo(far.port(), "rate_per_second", 10)) {
      for (int part = 1; part <= 8; part++) {
        near.submit(part);
      }
      Carrier draining = Carrier.usual("default").standing(Standing.DRAINING);
      near.link.apply(Near.settings(draining, far.port(), "rate_per_second", 10));
      assertThat(near.submit(9)).isFalse();
      assertThat(near.link.takes()).as("its carrier drains").isFalse();
      Near.until("all that it had are answered", () -> near.answers.size() == 8);
      assertThat(near.returned).isEmpty();
      assertThat(near.link.standing()).isEqualTo(Link.Standing.BOUND);
    }
  }
}
