package io.waybill.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireLogTest {
  private static final ShortMessage RECEIPT =
      ShortMessage.builder()
          .source(1, 1, "37251000000")
          .esmClass(4)
          .text(Octets.ofLatin1("id:7 stat:DELIVRD\nText:my secret"))
          .build();

  @TempDir private Path directory;

  private WireLog open(boolean texts, Duration time) throws IOException {
    return WireLog.open(directory, "tele", time, texts, InstantSource.system());
  }

  private static List<String> lines(WireLog log) throws IOException {
    Near.until("it has ended", () -> read(log).stream().anyMatch(l -> l.contains(" end: ")));
    return read(log);
  }

  private static List<String> read(WireLog log) {
    try {
      return Files.readAllLines(log.file());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatGoesOverALinkIsWrittenWithoutTextsAndPasswords() throws IOException {
    try (FarEnd far =
            new FarEnd(call -> {
              call.bind();
              call.taken(call.submit());
              call.write(new Pdu.DeliverSm(0x71, RECEIPT));
              call.serve();
            });
        Near near = Near.boundTo(far.port())) {
      WireLog log = open(false, Duration.ofMinutes(1));
      near.link.wireLog(log);
      near.submit(1);
      Near.until(
          "the receipt is answered",
          () -> read(log).stream().anyMatch(line -> line.contains("deliver_sm_resp")));
      assertThat(near.link.wire()).isSameAs(log);
      near.link.close();
      String all = String.join("\n", lines(log));
      assertThat(all)
          .contains("> submit_sm seq=2 ", "dest=1/1/37251000000", "short_message=<2 octets>")
          .contains("< submit_sm_resp seq=2 status=ESME_ROK message_id=id-2")
          .contains("< deliver_sm seq=113 ", "short_message=\"id:7 stat:DELIVRD.Text:\"")
          .contains("> deliver_sm_resp seq=113 status=ESME_ROK")
          .contains("> unbind seq=3")
          .doesNotContain("secret", "7431");
    }
  }

  @Test
  void textsAreWrittenIfAskedForAndPasswordsNever() throws IOException {
    WireLog log = open(true, Duration.ofMinutes(1));
    log.wrote(new Pdu.Bind(9, 1, "way", "secret", "", 0x34, 0, 0, ""));
    log.wrote(new Pdu.SubmitSm(2, Near.ticket(1).pdu()));
    log.read(new Pdu.DeliverSm(3, RECEIPT));
    log.close();
    assertThat(String.join("\n", lines(log)))
        .contains("bind_transceiver seq=1 system_id=way password=<6>")
        .contains("short_message=7431")
        .contains("short_message=\"id:7 stat:DELIVRD.Text:my secret\"")
        .doesNotContain("password=secret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.file())))
        .isEqualTo("rw-------");
  }

  @Test
  void itEndsByItselfWhenItsTimeIsOver() throws IOException {
    WireLog log = open(false, Duration.ofMillis(400));
    Near.until("it has ended", () -> !log.isOpen());
    log.wrote(new Pdu.EnquireLink(7));
    assertThat(String.join("\n", lines(log)))
        .contains("the time is over")
        .doesNotContain("enquire");
  }

  @Test
  void itEndsWhenTheFileIsFull() throws IOException {
    WireLog log =
        WireLog.open(directory, "t", Duration.ofMinutes(1), false, InstantSource.system(), 2_000);
    for (int i = 0; i < 1_000; i++) {
      log.wrote(new Pdu.EnquireLink(i));
    }
    assertThat(lines(log).getLast()).contains("the file is full");
    assertThat(Files.size(log.file())).isLessThan(2_200);
  }

  @Test
  void onlyTheNewestFilesAreKept() throws IOException {
    for (int i = 0; i < 30; i++) {
      Files.writeString(directory.resolve("old-" + i + ".log"), "x");
    }
    open(false, Duration.ofMillis(10)).close();
    try (var files = Files.list(directory)) {
      assertThat(files).hasSizeLessThanOrEqualTo(20);
    }
  }

  @Test
  void aTimeOutOfBoundsIsRefused() {
    assertThatThrownBy(() -> open(false, Duration.ofMinutes(61)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> open(false, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
