package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/// A request's body, read at most once and never beyond its bound.
public sealed interface Body {

  /// All of it, valid UTF-8; empty when there was none.
  record Text(String text) implements Body {}

  /// It cannot be had.
  ///
  /// @param status 400, 408 or 413
  record Refused(int status, String detail) implements Body {}

  /// A body must be there within this time, however slowly it drips.
  Duration PATIENCE = Duration.ofSeconds(30);

  /// After a refusal the rest of a body is thrown away for a moment, or the client, still writing,
  /// would see a reset connection instead of the answer. Then the connection is cut.
  Duration LINGER = Duration.ofSeconds(2);

  /// Most octets that are thrown away.
  int LINGER_MAX = 16 << 20;

  /// A body as it came, or why it did not.
  sealed interface Arrival {
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Whole(byte[] octets) implements Arrival {}

    record Cut(Refused why) implements Arrival {}
  }

  /// Reads a body of at most `max` octets that is text.
  static Body read(ServerRequest request, int max) {
    return switch (arrival(request, max)) {
      case Arrival.Cut(var why) -> why;
      case Arrival.Whole(var octets) ->
          Utf8.decode(octets)
              .<Body>map(Text::new)
              .orElseGet(() -> new Refused(400, "The body is not valid UTF-8."));
    };
  }

  /// Reads a body of at most `max` octets.
  static Arrival arrival(ServerRequest request, int max) {
    if (request.headers().contentLength().orElse(0) > max) {
      return tooLong(max);
    }
    if (!request.content().hasEntity()) {
      return new Arrival.Whole(new byte[0]);
    }
    long start = System.nanoTime();
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try (InputStream in = request.content().inputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        octets.write(buffer, 0, n);
        if (octets.size() > max) {
          throwAway(in); // now: the stream cannot be had a second time
          return tooLong(max);
        }
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          return new Arrival.Cut(
              new Refused(408, "The body took longer than " + PATIENCE.toSeconds() + " s."));
        }
      }
    } catch (IOException | RuntimeException cut) {
      return new Arrival.Cut(new Refused(400, "The body ended before it was complete."));
    }
    return new Arrival.Whole(octets.toByteArray());
  }

  /// Whether the rest of a body nobody asked for is long, or of unknown length: then the connection
  /// must be closed after the answer.
  static boolean isLeftOver(ServerRequest request, int max) {
    if (request.content().consumed()) {
      return false;
    }
    return request.headers().contains(HeaderNames.TRANSFER_ENCODING)
        || request.headers().contentLength().orElse(0) > max;
  }

  /// Throws away what is still coming, within bounds.
  static void linger(ServerRequest request) {
    if (request.headers().contains(HeaderNames.EXPECT) && !request.continueSent()) {
      return; // nothing is coming, and reading would invite it
    }
    try {
      throwAway(request.content().inputStream());
    } catch (RuntimeException gone) {
      return; // it was read already, or the client has left: all the better
    }
  }

  private static void throwAway(InputStream in) {
    long start = System.nanoTime();
    byte[] buffer = new byte[16_384];
    int thrownAway = 0;
    try {
      while (thrownAway < LINGER_MAX && System.nanoTime() - start < LINGER.toNanos()) {
        int n = in.read(buffer);
        if (n < 0) {
          return;
        }
        thrownAway += n;
      }
    } catch (IOException | RuntimeException gone) {
      return; // the client has left: all the better
    }
  }

  private static Arrival tooLong(int max) {
    return new Arrival.Cut(new Refused(413, "The body is longer than " + max + " octets."));
  }
}
