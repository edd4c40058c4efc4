package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.Pdu;
import io.waybill.smpp.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** How links begin and end: binds, signs of life, goodbyes, and patience with those who fail. */
class BindAndBreakTest {
  private final List<Pdu> heard = new CopyOnWriteArrayList<>();

  @Test
  void aCarrierThatFallsSilentIsAskedAndLeftWithinTwoIntervals() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              if (call.number == 1) {
                heard.add(call.read());
                call.fallSilent();
              }
              call.serve();
            });
        Near near = Near.boundTo(far.port(), "enquire_link_seconds", 1)) {
      long since = System.nanoTime();
      near.submit(1);
      Near.until("it is left", () -> !near.lost.isEmpty());
      Duration took = Duration.ofNanos(System.nanoTime() - since);
      assertThat(took).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(3_500));
      assertThat(near.lost.getFirst()).contains("no sign of life");
      assertThat(near.uncertain).singleElement().asString().startsWith("1 no sign of life");
      Near.until("it is bound again", () -> near.bound() == 2);
    }
  }

  @Test
  void aSilentCarrierIsAskedForASignOfLifeAndKeptIfItGivesOne() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              while (true) {
                Pdu pdu = call.read();
                if (pdu instanceof Pdu.EnquireLink(var seq)) {
                  heard.add(pdu);
                  // With a body, which it should not have: §4.11.2
                  call.octets("00000012 80000015 00000000 %08x 0102".formatted(seq));
                }
              }
            });
        Near near = Near.boundTo(far.port(), "enquire_link_seconds", 1)) {
      Near.until("it was asked three times", () -> heard.size() == 3);
      assertThat(near.lost).isEmpty();
      assertThat(near.bound()).isEqualTo(1);
    }
  }

  @Test
  void halfAPduThatDripsInIsNoSignOfLife() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              if (call.number == 1) {
                call.octets("00001000 00000005 00000000 00000001");
                while (true) {
                  call.octets("00");
                  LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
              }
              call.serve();
            });
        Near near = Near.boundTo(far.port(), "enquire_link_seconds", 1)) {
      Near.until("it is bound again", () -> near.bound() == 2);
      assertThat(near.lost).singleElement().asString().contains("no sign of life");
    }
  }

  @Test
  void aCarrierThatUnbindsIsAnsweredAndBoundAgain() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              if (call.number == 1) {
                call.submit();
                call.write(new Pdu.Unbind(0x99));
                heard.add(call.read());
                call.fallSilent();
              }
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      near.submit(1);
      Near.until("it is bound again", () -> near.bound() == 2);
      assertThat(heard).containsExactly(new Pdu.UnbindResp(Status.ESME_ROK, 0x99));
      assertThat(near.uncertain).singleElement().asString().contains("unbound by the carrier");
    }
  }

  @Test
  void aLinkThatIsClosedWaitsForItsAnswersAndSaysGoodbye() throws IOException {
    try (FarEnd far =
        new FarEnd(call -> {
          call.bind();
          Pdu.SubmitSm submit = call.submit();
          LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
          call.taken(submit);
          heard.add(call.read());
          call.write(new Pdu.UnbindResp(Status.ESME_ROK, heard.getFirst().sequence()));
        })) {
      Near near = Near.boundTo(far.port());
      near.submit(1);
      Near.until("it is written", () -> near.link.inWindow() == 1);
      near.close();
      assertThat(near.answers).hasSize(1);
      assertThat(heard).singleElement().isInstanceOf(Pdu.Unbind.class);
      assertThat(near.uncertain).isEmpty();
      assertThat(near.lost).containsExactly("unbound by us");
    }
  }

  @Test
  void aCarrierThatRefusesTheBindIsAskedLessAndLessOften() throws IOException {
    try (FarEnd far = new FarEnd(call -> call.refuseBind(Status.ESME_RINVPASWD));
        Near near = Near.to(far.port())) {
      Near.until("it was tried", () -> far.visits() > 0);
      LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
      // Waits of 400, 800, 1,600 and 3,200 ms, each a quarter more or less.
      assertThat(far.visits()).isBetween(3, 5);
      assertThat(near.link.lastProblem()).isEqualTo("bind refused: ESME_RINVPASWD");
      assertThat(near.bound()).isZero();
      assertThat(near.submit(1)).isFalse();
    }
  }

  @Test
  void aCarrierThatClosesEveryConnectionIsNotStormed() throws IOException {
    try (FarEnd far = new FarEnd(_ -> {});
        Near near = Near.to(far.port())) {
      Near.until("it was tried", () -> far.visits() > 0);
      LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
      // Waits of 400, 800, then 1,600 ms.
      assertThat(far.visits()).isBetween(3, 7);
      assertThat(near.bound()).isZero();
    }
  }

  @Test
  void aCarrierThatTalksButNeverAnswersTheBindIsLeftInTenSeconds() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              if (call.number > 1) {
                call.bind();
                call.serve();
              }
              call.read();
              while (true) {
                call.write(new Pdu.EnquireLink(1));
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
              }
            });
        Near near = Near.to(far.port())) {
      Near.until(Duration.ofSeconds(15), "it is bound at the second try", () -> near.bound() == 1);
      assertThat(far.visits()).isEqualTo(2);
      assertThat(near.link.lastProblem()).isEqualTo("the bind was not answered within 10 s");
    }
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() {
    try (Near near = Near.to(1, "host", "smsc.invalid")) {
      Near.until("it was tried", () -> !near.link.lastProblem().isEmpty());
      assertThat(near.link.lastProblem()).isEqualTo("the host smsc.invalid is not known");
    }
  }

  @Test
  void theBindSaysWhatIsSet() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              call.serve();
            });
        Near near = Near.boundTo(far.port(), "system_type", "WWW", "address_range", "^3725")) {
      assertThat(near.link.takes()).isTrue();
      assertThat(far.binds())
          .containsExactly(new Pdu.Bind(9, 1, "way", "secret", "WWW", 0x34, 0, 0, "^3725"));
    }
  }
}
