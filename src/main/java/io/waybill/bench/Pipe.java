package io.waybill.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/// One keep-alive connection to Waybill. As little as a client can do, so that the load leaves the
/// processor to what is measured. Not for several threads.
final class Pipe implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;
  private static final int LINE_MAX = 8_192;
  private static final int BODY_MAX = 1 << 20;

  private final Socket socket;
  private final InputStream in;
  private final String head;
  private boolean last;

  /// What was answered.
  record Answered(int status, String body) {}

  /// Connects.
  ///
  /// @param login user and password in Base64, as Basic authentication has it
  Pipe(int port, String login) throws IOException {
    socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    head =
        " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Basic %s\r\n".formatted(port, login)
            + "Content-Type: application/json\r\nContent-Length: ";
  }

  /// Asks, and waits at most 30 s for the answer.
  Answered post(String path, String body) throws IOException {
    byte[] octets = body.getBytes(UTF_8);
    byte[] begin = ("POST " + path + head + octets.length + "\r\n\r\n").getBytes(ISO_8859_1);
    byte[] all = new byte[begin.length + octets.length];
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(octets, 0, all, begin.length, octets.length);
    socket.getOutputStream().write(all);
    return answer();
  }

  /// Whether the other side has said that it closes now.
  boolean isOver() {
    return last;
  }

  private Answered answer() throws IOException {
    String first = line(in);
    if (!first.startsWith("HTTP/1.1 ") || first.length() < 12) {
      throw new IOException("no HTTP answer: " + first);
    }
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String lower = line.toLowerCase(Locale.ROOT);
      length = lower.startsWith("content-length:") ? length(lower) : length;
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the answer breaks off");
    }
    return new Answered(Integer.parseInt(first.substring(9, 12)), new String(body, UTF_8));
  }

  /// The number in a Content-Length line.
  static int length(String line) throws IOException {
    int length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
    if (length < 0 || length > BODY_MAX) {
      throw new IOException("a body of " + length + " octets");
    }
    return length;
  }

  /// The next line without its end.
  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > LINE_MAX) {
        throw new IOException(c < 0 ? "closed" : "a line without end");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      last = true; // it is gone either way
    }
  }
}
