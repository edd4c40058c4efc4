package io.waybill.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.waybill.http.Body.Arrival;
import io.waybill.http.BodyRoom.Hold;
import io.waybill.http.Patience.Phase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Reads bodies of at most so many octets, and no longer than the patience allows.
///
/// @param max octets that a body may usually have
/// @param room for all bodies together
record BodyReader(int max, Patience patience, BodyRoom room) {
  /// Most octets that are thrown away after a refusal.
  private static final int LINGER_MAX = 16 << 20;

  /// How often an octet counts again once it is text: that, and what is read out of it.
  private static final int TEXT_WEIGHT = 2;

  /// A request's body that is text, out of what arrived.
  Body text(Arrival arrival, Hold hold) {
    return switch (arrival) {
      case Arrival.Cut(var why) -> why;
      case Arrival.Whole(var octets) when !hold.take((long) TEXT_WEIGHT * octets.length) ->
          noRoom();
      case Arrival.Whole(var octets) ->
          Utf8.decode(octets)
              .<Body>map(Body.Text::new)
              .orElseGet(() -> new Body.Refused(400, "The body is not valid UTF-8."));
    };
  }

  /// Reads a request's body of at most so many octets, which the hold then has.
  ///
  /// @param place asked once the body turns out to be longer than usual; false refuses it
  Arrival arrival(ServerRequest request, Hold hold, int most, BooleanSupplier place) {
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
    Inlet inlet = Inlet.own();
    Arriving arriving = new Arriving(hold, most);
    inlet.ask(arriving);
    boolean isLong = false;
    try (InputStream in = request.content().inputStream()) {
      patience.await(Phase.BODY_PAUSE);
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (octets.size() + n > most) {
          return tooLong(most);
        }
        if (!isLong && octets.size() + n > max) {
          isLong = true;
          patience.arrived(); // it is we who let it wait
          if (!place.getAsBoolean()) {
            return new Arrival.Cut(
                new Body.Refused(Body.NO_ROOM, "There is no room for a long body."));
          }
        }
        if (!arriving.keep(n)) {
          return new Arrival.Cut(noRoom());
        }
        octets.write(buffer, 0, n);
        if (System.nanoTime() - start > all.toNanos()) {
          patience.arrived();
          return new Arrival.Cut(
              new Body.Refused(408, "The body took longer than " + all.toSeconds() + " s."));
        }
        patience.await(Phase.BODY_PAUSE);
      }
    } catch (IOException | RuntimeException cut) {
      if (arriving.isTooLong()) {
        return tooLong(most);
      }
      return new Arrival.Cut(
          arriving.isFull()
              ? noRoom()
              : new Body.Refused(400, "The body ended before it was complete."));
    } finally {
      patience.arrived();
      inlet.ask(null);
      arriving.letGo();
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
    // Past the parser, which would take a chunk into memory as a whole, or has given up midway.
    Inlet inlet = Inlet.own();
    long start = System.nanoTime();
    long time = patience.time(Phase.LINGER).toNanos();
    long length = request.headers().contentLength().orElse(LINGER_MAX);
    long thrownAway = inlet.sinceHeaders();
    patience.await(Phase.LINGER);
    try {
      while (thrownAway < Math.min(length, LINGER_MAX) && System.nanoTime() - start < time) {
        thrownAway += inlet.throwAway();
      }
    } catch (RuntimeException gone) {
      return; // the client has left: all the better
    } finally {
      patience.arrived();
    }
  }

  private static Body.Refused noRoom() {
    return new Body.Refused(
        Body.NO_ROOM, "Too much is being received at this moment; send it again.");
  }

  private static Arrival tooLong(int most) {
    return new Arrival.Cut(new Body.Refused(413, "The body is longer than " + most + " octets."));
  }
}
