package io.waybill.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/// Connections from another address that never become anything: a third of them says nothing, a
/// third sends what is no request, a third begins a TLS handshake. One that is closed comes again a
/// second later.
final class Loiterers implements AutoCloseable {
  private static final int CONNECT_MILLIS = 2_000;
  private static final byte[] NO_REQUEST =
      "\u0001\u0002 this is no request\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] TLS =
      HexFormat.of().parseHex("16030100c8010000c40303" + "5a".repeat(190));

  private final int port;
  private final List<Thread> threads = new ArrayList<>();
  private final List<Socket> sockets = new ArrayList<>();
  private final LongAdder opened = new LongAdder();
  private volatile boolean closed;

  /// Begins to connect.
  Loiterers(int count, int port) {
    this.port = port;
    for (int i = 0; i < count; i++) {
      int kind = i % 3;
      threads.add(Thread.ofVirtual().start(() -> loiter(kind)));
    }
  }

  /// Connections that were opened so far.
  long opened() {
    return opened.sum();
  }

  private void loiter(int kind) {
    try {
      while (!closed) {
        once(kind);
        TimeUnit.SECONDS.sleep(1);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void once(int kind) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0));
      synchronized (sockets) {
        sockets.add(socket);
      }
      if (closed) {
        return;
      }
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), CONNECT_MILLIS);
      opened.increment();
      if (kind > 0) {
        socket.getOutputStream().write(kind == 1 ? NO_REQUEST : TLS);
      }
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException refused) {
      return; // that is the other side's good right
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    synchronized (sockets) {
      sockets.forEach(Loiterers::drop);
    }
  }

  private static void drop(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      return; // it is gone either way
    }
  }
}
