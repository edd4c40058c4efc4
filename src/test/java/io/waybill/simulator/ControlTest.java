package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.settings.Unusable;
import io.waybill.smpp.CommandId;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import io.waybill.smpp.Tag;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands to a running simulator: what they do, and who may give them.
class ControlTest {
  private Simulator simulator;
  private ControlClient control;

  @BeforeEach
  void start() throws IOException {
    simulator = Play.of();
    simulator.takeCommands();
    control = new ControlClient(simulator.port());
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void aMessageFromAHandsetReachesWhoIsBound() throws IOException, Unusable {
    try (var client = Client.bound(simulator).settled()) {
      control.bring("", "+37251234567", "12345", "STOP");
      ShortMessage stop = client.readReceipt().message();
      assertThat(List.of(stop.source(), stop.dest(), stop.text().asLatin1()))
          .containsExactly("37251234567", "12345", "STOP");
      assertThat(stop.esmClass()).isZero();
      control.bring("way", "37251234567", "Waybill", "õhtu €".repeat(60));
      ShortMessage longOne = client.readReceipt().message();
      assertThat(longOne.dataCoding()).isEqualTo(8);
      assertThat(longOne.destTon()).isEqualTo(5);
      assertThat(longOne.tlv(Tag.MESSAGE_PAYLOAD).orElseThrow().value().length()).isEqualTo(720);
      try (var other = new Client(simulator)) {
        other.bind(CommandId.BIND_RECEIVER, "other", "");
        other.settled();
        assertThatThrownBy(() -> control.bring("", "37251234567", "1", "whose?"))
            .hasMessage("say for whom: other, way are bound.");
        control.bring("other", "37251234567", "1", "yours");
        assertThat(other.readReceipt().message().text().asLatin1()).isEqualTo("yours");
      }
      assertThat(simulator.counters()).containsEntry("from_handsets", 3L);
    }
  }

  @Test
  void aMessageFromAHandsetMustBeOne() throws IOException {
    try (var client = Client.bound(simulator).settled()) {
      assertThat(client).isNotNull();
      assertThatThrownBy(() -> control.bring("", "me", "1", "x")).hasMessageContaining("FROM must");
      assertThatThrownBy(() -> control.bring("", "1", "x".repeat(21), "x"))
          .hasMessageContaining("TO must");
      assertThatThrownBy(() -> control.bring("", "1", "1", "x".repeat(2_001)))
          .hasMessageContaining("TEXT must");
    }
  }

  @Test
  void whatIsOwedIsBoundedForHandsetsToo() throws IOException, Unusable {
    var options = Options.defaults().withPromisesMax(2);
    try (var small = Simulator.start(options);
        var client = Client.bound(small).settled()) {
      small.bring("", "1", "2", "one");
      small.bring("", "1", "2", "two");
      assertThatThrownBy(() -> small.bring("", "1", "2", "three"))
          .hasMessageContaining("too much waits");
      client.acknowledge(client.readReceipt(), Status.ESME_ROK);
      Patience.until(() -> small.receiptsAcknowledged() == 1);
      small.bring("", "1", "2", "three");
    }
  }

  @Test
  void connectionsAreDroppedAndHeldReceiptsReleasedByCommand() throws IOException, Unusable {
    control.set("receipts: {held: true, delay: 0}", "mine.yaml", List.of());
    try (var client = Client.bound(simulator)) {
      client.submit("37251234501");
      client.readAnswer();
      Patience.until(() -> Play.counter(simulator, "receipts_held") == 1);
      assertThat(control.ask("release")).containsExactly("released 1 receipts");
      client.acknowledge(client.readReceipt(), Status.ESME_ROK);
      assertThat(control.ask("drop")).containsExactly("dropped 1 connections");
      assertThat(client.isClosedByPeer()).isTrue();
    }
    assertThat(control.ask("counters"))
        .contains("binds 1", "submits 1", "receipts_sent 1", "receipts_held 0");
  }

  @Test
  void onlyItsOwnUserMayEnter(@TempDir Path directory) throws IOException {
    Path socket = ControlSocket.of(simulator.port());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket.getParent())))
        .isEqualTo("rwx------");
    Path open = Files.createDirectory(directory.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), socket.getParent());
    for (Path wrong : List.of(open, link)) {
      assertThatThrownBy(() -> ControlSocket.prepare(wrong))
          .hasMessageContaining("must be a directory of");
    }
    simulator.close();
    assertThat(socket).doesNotExist();
  }

  @Test
  void whoSaysNothingOrTooMuchOrNonsenseIsCutOff() throws IOException {
    assertThat(said("{\"command\":\"explode\"}")).contains("is no command of the simulator");
    assertThat(said("explode")).contains("this is no command of the simulator");
    assertThat(said("[]")).contains("is no command of the simulator");
    try (SocketChannel endless = open()) {
      assertThatThrownBy(
              () -> {
                ByteBuffer much = ByteBuffer.allocate(100_000);
                for (int i = 0; i < 100; i++) {
                  much.clear();
                  endless.write(much);
                }
              })
          .isInstanceOf(IOException.class);
    }
    List<SocketChannel> silent = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      silent.add(open());
    }
    Patience.until(() -> isClosed(silent));
    for (SocketChannel one : silent) {
      assertThat(one.read(ByteBuffer.allocate(1))).as("cut off after 5 s").isEqualTo(-1);
      one.close();
    }
    assertThat(said("{\"command\":\"show\"}")).contains("lines");
  }

  /// Whether one more than fits is sent away at once.
  private boolean isClosed(List<SocketChannel> others) {
    try (SocketChannel oneMore = open()) {
      return others.size() == 8 && oneMore.read(ByteBuffer.allocate(1)) == -1;
    } catch (IOException e) {
      return true;
    }
  }

  private SocketChannel open() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(ControlSocket.of(simulator.port())));
  }

  private String said(String request) throws IOException {
    try (SocketChannel channel = open()) {
      ControlSocket.write(channel, request);
      return ControlSocket.readAll(channel);
    }
  }
}
