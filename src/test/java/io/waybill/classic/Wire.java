package io.waybill.classic;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A client that writes octets and reads octets: nothing is made more polite on the way. */
final class Wire {
  private static final int PATIENCE_MILLIS = 20_000;

  private Wire() {}

  /** An answer as it came. */
  record Answer(int status, List<String> headers, String body) {
    String header(String name) {
      String start = name.toLowerCase(Locale.ROOT) + ":";
      return headers.stream()
          .filter(h -> h.toLowerCase(Locale.ROOT).startsWith(start))
          .map(h -> h.substring(start.length()).strip())
          .findFirst()
          .orElse("");
    }
  }

  /**
   * Writes `METHOD target`, these headers and this body, in ISO 8859-1: one octet for each sign.
   */
  static Answer call(int port, String method, String target, String body, String... headers) {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    request.append("Host: 127.0.0.1\r\nConnection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    boolean chunked = String.join("", headers).contains("chunked");
    if (!body.isEmpty() && !chunked) {
      request.append("Content-Length: ").append(body.length()).append("\r\n");
    }
    return raw(port, request.append("\r\n").append(body).toString());
  }

  /** Writes these octets and reads until the server closes. */
  static Answer raw(int port, String octets) {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      Thread writer =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
                  socket.getOutputStream().flush();
                } catch (IOException closed) {
                  return; // the server may answer before it has read everything
                }
              });
      Answer answer = read(socket.getInputStream());
      writer.interrupt();
      return answer;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Answer read(InputStream in) throws IOException {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    in.transferTo(octets);
    String all = octets.toString(StandardCharsets.UTF_8);
    int end = all.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IOException("no answer: " + all);
    }
    List<String> lines = List.of(all.substring(0, end).split("\r\n", -1));
    int status = Integer.parseInt(lines.getFirst().split(" ", 3)[1]);
    return new Answer(status, lines.subList(1, lines.size()), all.substring(end + 4));
  }
}
