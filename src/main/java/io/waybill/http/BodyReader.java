package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.waybill.http.Body.Arrival;
import io.waybill.http.Patience.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Reads bodies of at most so many octets, and no longer than the patience allows.
///
/// @param max octets
record BodyReader(int max, Patience patience) {
  /// Most octets that are thrown away after a refusal.
  private static final int LINGER_MAX = 16 << 20;

  /// Reads a request's body that is text.
  Body read(ServerRequest request) {
    return text(arrival(request));
  }

  /// Reads a request's body that is text and may be longer than usual.
  ///
  /// @param most octets
  /// @param room asked once the body turns out to be longer than usual; false refuses it
  Body readLong(ServerRequest request, int most, BooleanSupplier room) {
    return text(arrival(request, most, room));
  }

  private static Body text(Arrival arrival) {
    return switch (arrival) {
      case Arrival.Cut(var why) -> why;
      case Arrival.Whole(var octets) ->
          Utf8.decode(octets)
              .<Body>map(Body.Text::new)
              .orElseGet(() -> new Body.Refused(400, "The body is not valid UTF-8."));
    };
  }

  /// Reads a request's body.
  Arrival arrival(ServerRequest request) {
    return arrival(request, max, () -> true);
  }

  private Arrival arrival(ServerRequest request, int most, BooleanSupplier room) {
    if (request.headers().contentLength().orElse(0) > most) {
      return tooLong(most);
    }
    if (!request.content().hasEntity()) {
      return new Arrival.Whole(new byte[0]);
    }
    Duration all = patience.time(Phase.BODY);
    long start = System.nanoTime();
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    boolean isLong = false;
    try (InputStream in = request.content().inputStream()) {
      patience.await(Phase.BODY_PAUSE);
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        octets.write(buffer, 0, n);
        if (octets.size() > most) {
          throwAway(in); // now: the stream cannot be had a second time
          return tooLong(most);
        }
        if (!isLong && octets.size() > max) {
          isLong = true;
          patience.arrived(); // it is we who let it wait
          if (!room.getAsBoolean()) {
            throwAway(in);
            return new Arrival.Cut(new Body.Refused(503, "There is no room for a long body."));
          }
        }
        if (System.nanoTime() - start > all.toNanos()) {
          patience.arrived();
          return new Arrival.Cut(
              new Body.Refused(408, "The body took longer than " + all.toSeconds() + " s."));
        }
        patience.await(Phase.BODY_PAUSE);
      }
    } catch (IOException | RuntimeException cut) {
      return new Arrival.Cut(new Body.Refused(400, "The body ended before it was complete."));
    } finally {
      patience.arrived();
    }
    return new Arrival.Whole(octets.toByteArray());
  }

  /// Whether the rest of a body nobody asked for is long, or of unknown length: then the connection
  /// must be closed after the answer.
  boolean isLeftOver(ServerRequest request) {
    if (request.content().consumed()) {
      return false;
    }
    return request.headers().contains(HeaderNames.TRANSFER_ENCODING)
        || request.headers().contentLength().orElse(0) > max;
  }

  /// Throws away what is still coming, within bounds.
  void linger(ServerRequest request) {
    if (request.headers().contains(HeaderNames.EXPECT) && !request.continueSent()) {
      return; // nothing is coming, and reading would invite it
    }
    try {
      throwAway(request.content().inputStream());
    } catch (RuntimeException gone) {
      return; // it was read already, or the client has left: all the better
    }
  }

  private void throwAway(InputStream in) {
    long start = System.nanoTime();
    long time = patience.time(Phase.LINGER).toNanos();
    byte[] buffer = new byte[16_384];
    int thrownAway = 0;
    patience.await(Phase.LINGER);
    try {
      while (thrownAway < LINGER_MAX && System.nanoTime() - start < time) {
        int n = in.read(buffer);
        if (n < 0) {
          return;
        }
        thrownAway += n;
      }
    } catch (IOException | RuntimeException gone) {
      return; // the client has left: all the better
    } finally {
      patience.arrived();
    }
  }

  private static Arrival tooLong(int most) {
    return new Arrival.Cut(new Body.Refused(413, "The body is longer than " + most + " octets."));
  }
}
