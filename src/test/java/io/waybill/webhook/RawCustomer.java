package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A customer's server that does what it likes with each connection, on a loopback port. */
public final class RawCustomer implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  /** Connections that were ever made to it. */
  public final AtomicInteger connections = new AtomicInteger();

  /** Whole requests that it has read. */
  public final AtomicInteger requests = new AtomicInteger();

  /** What it does with a connection; it is closed afterwards. */
  public interface Manners {
    void serve(Socket socket, RawCustomer self) throws IOException;
  }

  RawCustomer(Manners manners) throws IOException {
    threads.execute(() -> accept(manners));
  }

  /** Answers every request on the connection with these octets. */
  public static RawCustomer answering(String answer) throws IOException {
    return new RawCustomer((socket, self) -> {
      while (self.readRequest(socket)) {
        socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
      }
    });
  }

  /** Reads requests and never says a word. */
  static RawCustomer silent() throws IOException {
    return new RawCustomer((socket, self) -> {
      while (self.readRequest(socket)) {
        // listens on
      }
    });
  }

  private void accept(Manners manners) {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        threads.execute(() -> serve(manners, socket));
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private void serve(Manners manners, Socket socket) {
    try (socket) {
      manners.serve(socket, this);
    } catch (IOException gone) {
      // the caller has hung up
    }
  }

  /** Reads a whole request; false when the caller has hung up. */
  boolean readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return false;
      }
      head.append((char) octet);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    boolean whole = in.readNBytes(length).length == length;
    requests.incrementAndGet();
    return whole;
  }

  /** Writes one octet after the other, with a pause, until the caller hangs up. */
  static void drip(OutputStream out, String octets) throws IOException {
    for (byte octet : octets.getBytes(ISO_8859_1)) {
      out.write(octet);
      java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
    }
  }

  /** A path of it. */
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    threads.shutdownNow();
  }
}
