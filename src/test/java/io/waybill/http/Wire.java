package io.waybill.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A client that writes what it likes on a socket. */
final class Wire {
  static final Duration BOUND = Duration.ofSeconds(10);

  private Wire() {}

  static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) BOUND.toMillis());
    return socket;
  }

  /** One request; everything that comes back until the server closes. */
  static String ask(int port, String method, String path, String... headers) {
    try (Socket socket = connect(port)) {
      write(socket, method + " " + path + " HTTP/1.1\r\nHost: x\r\n" + String.join("", headers));
      write(socket, "Connection: close\r\n\r\n");
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  static String basic(String credentials) {
    byte[] octets = credentials.getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(octets) + "\r\n";
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Everything that comes until the other side closes, orderly or not. */
  static String rest(Socket socket) {
    StringBuilder all = new StringBuilder();
    try {
      for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
        all.append((char) c);
      }
    } catch (java.net.SocketTimeoutException open) {
      throw new AssertionError("still open after " + BOUND + ", having said: " + all, open);
    } catch (IOException cut) {
      all.append(""); // a reset is an end as well
    }
    return all.toString();
  }

  /** Writes one octet after the other until the other side has had enough. */
  static void drip(Socket socket, String octet) {
    long end = System.nanoTime() + BOUND.toNanos();
    try {
      while (socket.getInputStream().available() == 0) {
        if (System.nanoTime() > end) {
          throw new AssertionError("it takes octets for ever");
        }
        write(socket, octet);
        LockSupport.parkNanos(20_000_000);
      }
    } catch (IOException cut) {
      return; // that is what we wait for
    }
  }

  static void until(String what, BooleanSupplier reached) {
    long end = System.nanoTime() + BOUND.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not within " + BOUND + ": " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }
}
