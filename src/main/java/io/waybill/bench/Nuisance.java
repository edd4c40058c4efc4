package io.waybill.bench;

import io.waybill.smpp.CommandId;
import io.waybill.smpp.Octets;
import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/// The far end of a link that no carrier should be. What it sends is made beforehand, so that even
/// a flood costs this process next to nothing.
public final class Nuisance implements AutoCloseable {
  private static final int FLOOD_OCTETS = 1 << 16;
  private static final int BACKLOG = 200;
  private static final long SEED = 7;

  /// Ways to misbehave.
  public enum Manner {
    /// Takes the bind, then sends octets by chance.
    GARBAGE,
    /// Takes the bind, then begins a PDU of 2 GiB.
    OVERSIZED,
    /// Takes the bind, then sends half a PDU and closes.
    TRUNCATED,
    /// Takes the bind, then sends well framed PDUs whose bodies break off, without end.
    BROKEN_FLOOD,
    /// Answers as a web server and closes.
    HTTP,
    /// Begins a TLS handshake and waits.
    TLS,
    /// Accepts the connection and never says a word.
    SILENT,
    /// Closes as soon as somebody comes.
    CLOSED,
    /// Takes the bind, then sends answers to nothing and asks for signs of life, without end.
    STRAY_FLOOD,
    /// Takes the bind, then sends receipts about messages that nobody sent, without end.
    RECEIPT_FLOOD
  }

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final LongAdder visits = new LongAdder();
  private volatile Manner manner;

  /// Listens on a free port of this machine.
  public Nuisance(Manner manner) throws IOException {
    this.manner = manner;
    server = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().name("bench-nuisance").start(this::accept);
  }

  /// Where it listens.
  public int port() {
    return server.getLocalPort();
  }

  /// Connections so far.
  public long visits() {
    return visits.sum();
  }

  /// From now on it does this; whoever is connected has to come again.
  public void becomes(Manner other) {
    manner = other;
    sockets.forEach(Nuisance::drop);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        visits.increment();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> meet(socket));
      }
    } catch (IOException closed) {
      sockets.forEach(Nuisance::drop);
    }
  }

  private void meet(Socket socket) {
    try (socket) {
      Manner now = manner;
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      if (now == Manner.HTTP) {
        out.write(
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        return;
      }
      if (now == Manner.CLOSED) {
        return;
      }
      if (now == Manner.TLS) {
        out.write(HexFormat.of().parseHex("16030100c8010000c40303" + "5a".repeat(190)));
      }
      if (now != Manner.TLS && now != Manner.SILENT) {
        takeBind(in, out);
        misbehave(now, socket, out);
        if (now == Manner.TRUNCATED) {
          return;
        }
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException left) {
      sockets.remove(socket);
    } finally {
      sockets.remove(socket);
    }
  }

  /// SMPP 3.4, 3.2: four numbers of four octets before a body; the bind's answer needs the last.
  private static void takeBind(DataInputStream in, OutputStream out) throws IOException {
    int length = in.readInt();
    in.readInt();
    in.readInt();
    int sequence = in.readInt();
    in.skipNBytes(length - 16L);
    HexFormat hex = HexFormat.of();
    out.write(hex.parseHex("000000148000000900000000" + hex.toHexDigits(sequence) + "78797a00"));
  }

  private void misbehave(Manner now, Socket socket, OutputStream out) throws IOException {
    switch (now) {
      case GARBAGE -> {
        byte[] octets = new byte[FLOOD_OCTETS];
        RandomGenerator.of("L64X128MixRandom").nextBytes(octets);
        out.write(octets);
      }
      case OVERSIZED -> out.write(HexFormat.of().parseHex("7fffffff000000050000000000000001"));
      case TRUNCATED ->
          out.write(HexFormat.of().parseHex("0000004000000005000000000000000100010137"));
      case BROKEN_FLOOD ->
          flood(now, socket, HexFormat.of().parseHex("0000001400000005000000000000000100010137"));
      case STRAY_FLOOD -> flood(now, socket, strays());
      case RECEIPT_FLOOD -> flood(now, socket, receipts());
      case HTTP, TLS, SILENT, CLOSED -> {}
    }
  }

  private static byte[] strays() {
    PduBuffer out = new PduBuffer();
    for (int i = 1; out.length() < FLOOD_OCTETS; i++) {
      out.put(new Pdu.SubmitSmResp(Status.ESME_ROK, 1_000_000 + i, "nobody-" + i));
      out.put(new Pdu.EnquireLinkResp(Status.ESME_ROK, i));
      if (i % 10 == 0) {
        out.put(new Pdu.EnquireLink(i));
        out.put(new Pdu.Unknown(CommandId.SUBMIT_SM + 0x1000, Status.ESME_ROK, i, Octets.EMPTY));
      }
    }
    return java.util.Arrays.copyOf(out.array(), out.length());
  }

  private static byte[] receipts() {
    PduBuffer out = new PduBuffer();
    for (int i = 1; out.length() < FLOOD_OCTETS; i++) {
      String text =
          "id:%d sub:001 dlvrd:001 submit date:2601011200 done date:2601011200 stat:DELIVRD err:000 text:"
              .formatted(SEED + i);
      out.put(
          new Pdu.DeliverSm(
              i,
              ShortMessage.builder()
                  .source(1, 1, "3729" + (1_000_000 + i))
                  .esmClass(4)
                  .text(Octets.ofLatin1(text))
                  .build()));
    }
    return java.util.Arrays.copyOf(out.array(), out.length());
  }

  /// Sends it again and again while somebody takes it, and takes what comes back.
  private void flood(Manner now, Socket socket, byte[] one) throws IOException {
    byte[] many = one;
    while (many.length < FLOOD_OCTETS) {
      byte[] twice = java.util.Arrays.copyOf(many, 2 * many.length);
      System.arraycopy(many, 0, twice, many.length, many.length);
      many = twice;
    }
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
              } catch (IOException left) {
                drop(socket);
              }
            });
    try {
      while (manner == now) {
        socket.getOutputStream().write(many);
        TimeUnit.MILLISECONDS.sleep(1);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drop(socket);
      reader.interrupt();
    }
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone either way
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      return; // nobody comes any more either way
    } finally {
      sockets.forEach(Nuisance::drop);
    }
  }
}
