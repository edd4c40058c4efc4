package io.waybill.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.Decoded;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.PduWindow;
import io.waybill.smpp.ShortMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// A client as small as possible: writes what it is told, reads one PDU at a time.
final class Client implements AutoCloseable {
  private final Socket socket;
  private final PduWindow window = new PduWindow();
  private int sequence;

  Client(Simulator simulator) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), simulator.port());
    socket.setSoTimeout(5_000);
    socket.setTcpNoDelay(true);
  }

  static Client bound(Simulator simulator) throws IOException {
    var client = new Client(simulator);
    assertThat(client.bind(CommandId.BIND_TRANSCEIVER, "way", "secret").status()).isZero();
    return client;
  }

  /// The bind's answer is written before its letters may come; who is asked later answers later.
  Client settled() throws IOException {
    write(new Pdu.EnquireLink(++sequence));
    assertThat(read()).isInstanceOf(Pdu.EnquireLinkResp.class);
    return this;
  }

  Pdu.BindResp bind(int kind, String systemId, String password) throws IOException {
    write(new Pdu.Bind(kind, ++sequence, systemId, password, "", 0x34, 0, 0, ""));
    return (Pdu.BindResp) read();
  }

  /// Submits a message that asks for receipts; the caller reads what follows.
  int submit(String recipient) throws IOException {
    return submit(message(recipient).build());
  }

  int submit(ShortMessage message) throws IOException {
    write(new Pdu.SubmitSm(++sequence, message));
    return sequence;
  }

  static ShortMessage.Builder message(String recipient) {
    return ShortMessage.builder()
        .source(5, 0, "Waybill")
        .dest(1, 1, recipient)
        .registeredDelivery(1)
        .text(Octets.ofLatin1("Hello, this is a text of some length"));
  }

  void write(Pdu... pdus) throws IOException {
    var buffer = new PduBuffer();
    for (Pdu pdu : pdus) {
      buffer.put(pdu);
    }
    socket.getOutputStream().write(buffer.array(), 0, buffer.length());
  }

  void write(Octets octets) throws IOException {
    socket.getOutputStream().write(octets.toByteArray());
  }

  /// The next PDU, waiting up to 5 s for it.
  Pdu read() throws IOException {
    while (true) {
      switch (window.next()) {
        case Decoded.Complete(Pdu pdu, int _) -> {
          return pdu;
        }
        case Decoded.NeedsMoreBytes _ -> {
          int octets = socket.getInputStream().read(window.array(), window.end(), window.room());
          if (octets < 0) {
            throw new IOException("closed");
          }
          window.received(octets);
        }
        case Decoded.Malformed malformed -> throw new AssertionError(malformed);
        case Decoded.Unframeable unframeable -> throw new AssertionError(unframeable);
      }
    }
  }

  /// The next octets as they are, waiting up to 5 s for them; only where no PDU was half read.
  Octets readOctets(int count) throws IOException {
    return Octets.of(socket.getInputStream().readNBytes(count));
  }

  Pdu.DeliverSm readReceipt() throws IOException {
    return (Pdu.DeliverSm) read();
  }

  Pdu.SubmitSmResp readAnswer() throws IOException {
    return (Pdu.SubmitSmResp) read();
  }

  void acknowledge(Pdu.DeliverSm receipt, int status) throws IOException {
    write(new Pdu.DeliverSmResp(status, receipt.sequence()));
  }

  /// Whether nothing arrives for this long.
  boolean hearsNothingFor(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      Pdu pdu = read();
      throw new AssertionError("heard " + pdu);
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(5_000);
    }
  }

  /// Whether the other side has closed, once everything before that was read.
  boolean isClosedByPeer() {
    try {
      read();
      return false;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
