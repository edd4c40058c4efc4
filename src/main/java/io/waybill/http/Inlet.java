package io.waybill.http;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataReader.InsufficientDataAvailableException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a client sends, on its way from the socket to Helidon's parser. Helidon 4.5 takes a chunk
/// of a chunked body into memory as a whole, however long its client says that it is; and it
/// refuses HTTP/1.0. Here each octet that arrives is counted, and the head of an old request is
/// written anew. For one connection, whose thread finds it by [#own].
final class Inlet {
  private static final ThreadLocal<Inlet> OWN = new ThreadLocal<>();
  private static final int LINE_MAX = HttpServer.REQUEST_LINE_MAX;
  private static final int HEAD_MAX = HttpServer.REQUEST_LINE_MAX + HttpServer.HEADERS_MAX;

  private final DataReader source;
  private final DataReader reader = DataReader.create(this::next);
  private @Nullable Gauge gauge;
  private boolean begun;
  private boolean understood;
  private long arrived;
  private long headersFrom = -1;
  private long bodyFrom;

  /// Asked about octets before the parser gets them.
  @FunctionalInterface
  interface Gauge {
    /// So many have come.
    ///
    /// @throws RuntimeException if they must not be taken; the connection is then of no more use
    void arrived(int octets);
  }

  private Inlet(DataReader source) {
    this.source = source;
  }

  /// For the connection that this thread handles.
  static Inlet of(DataReader source) {
    Inlet inlet = new Inlet(source);
    OWN.set(inlet);
    return inlet;
  }

  /// That of this thread's connection.
  static Inlet own() {
    Inlet own = OWN.get();
    if (own == null) {
      throw new IllegalStateException("this thread handles no connection");
    }
    return own;
  }

  /// What the parser reads from.
  DataReader reader() {
    return reader;
  }

  /// From now on this one is asked about what arrives; null for none.
  void ask(@Nullable Gauge next) {
    gauge = next;
  }

  /// Reads what still comes, past the parser: the connection is closed afterwards.
  ///
  /// @return how many octets
  int throwAway() {
    return pull().length;
  }

  /// The request line was read, headers follow.
  void headersBegin() {
    understood = true;
    headersFrom = arrived - reader.available();
  }

  /// Whether a request line has been read on this connection: else its far end may speak anything.
  boolean isUnderstood() {
    return understood;
  }

  /// Whether the headers that are being refused reach this length. What is left of them is lost.
  boolean isHeadAsLongAs(int max) {
    if (headersFrom < 0) {
      return false;
    }
    byte[] rest = reader.readBytes(reader.available());
    int end = new String(rest, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
    return arrived - rest.length - headersFrom + (end < 0 ? rest.length : end) >= max;
  }

  /// All headers were read.
  void headersEnd() {
    headersFrom = -1;
    bodyFrom = arrived - reader.available();
  }

  /// Octets that have come behind the headers.
  long sinceHeaders() {
    return arrived - bodyFrom;
  }

  private byte[] next() {
    byte[] octets = begun ? pull() : first();
    begun = true;
    arrived += octets.length;
    if (gauge != null) {
      gauge.arrived(octets.length);
    }
    return octets;
  }

  /// Waits for something, and takes all that there is.
  private byte[] pull() {
    source.ensureAvailable();
    return source.readBytes(source.available());
  }

  /// The beginning: of HTTP/1.1 at least the request line, of HTTP/1.0 the whole head.
  private byte[] first() {
    byte[] all = pull();
    int looked = 0;
    int line = -1;
    try {
      while (true) {
        line = line >= 0 ? line : find(all, "\n", looked);
        if (line < 0 ? all.length > LINE_MAX : !OldHttp.isLine(all, line)) {
          return all;
        }
        int end = line < 0 ? -1 : find(all, "\r\n\r\n", Math.max(0, looked - 3));
        if (end >= 0) {
          return OldHttp.modern(all, line, end);
        }
        if (all.length > HEAD_MAX) {
          return all;
        }
        looked = all.length;
        byte[] more = pull();
        int before = all.length;
        all = Arrays.copyOf(all, before + more.length);
        System.arraycopy(more, 0, all, before, more.length);
      }
    } catch (InsufficientDataAvailableException ended) {
      return all; // the parser will find out by itself that nothing follows
    }
  }

  private static int find(byte[] all, String what, int from) {
    String rest = new String(all, from, all.length - from, StandardCharsets.ISO_8859_1);
    int found = rest.indexOf(what);
    return found < 0 ? -1 : from + found;
  }
}
