package io.waybill.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The customer's server: answers every callback with 200 and notes in the book what it said.
final class Sink implements AutoCloseable {
  private static final int BACKLOG = 1_000;
  private static final byte[] GOOD =
      "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII);
  private static final Pattern NUMBER = Pattern.compile("[?&]i=(\\d{1,9}) ");
  private static final Pattern STATUS = Pattern.compile("\"status\":\"([A-Z]{1,20})\"");

  private final Book book;
  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final LongAdder calls = new LongAdder();

  Sink(Book book) throws IOException {
    this.book = book;
    server = new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofVirtual().name("bench-sink").start(this::accept);
  }

  /// Where callbacks about this message go.
  String url(int message) {
    return "http://127.0.0.1:" + server.getLocalPort() + "/told?i=" + message;
  }

  /// Callbacks so far.
  long calls() {
    return calls.sum();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      close();
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream());
      while (true) {
        String request = Pipe.line(in);
        int length = 0;
        for (String line = Pipe.line(in); !line.isEmpty(); line = Pipe.line(in)) {
          boolean isLength = line.regionMatches(true, 0, "content-length:", 0, 15);
          length = isLength ? Pipe.length(line) : length;
        }
        String body = new String(in.readNBytes(length), UTF_8);
        note(request, body);
        socket.getOutputStream().write(GOOD);
      }
    } catch (IOException left) {
      sockets.remove(socket);
    }
  }

  private void note(String request, String body) {
    Matcher number = NUMBER.matcher(request);
    Matcher status = STATUS.matcher(body);
    if (number.find() && status.find()) {
      calls.increment();
      book.told(Integer.parseInt(number.group(1)), status.group(1));
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      sockets.clear(); // closing is all that is wanted of them
    }
  }
}
