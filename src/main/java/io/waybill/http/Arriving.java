package io.waybill.http;

import io.waybill.http.BodyRoom.Hold;

/// Counts the octets of one body while Helidon reads it, against the room there is. What the parser
/// has taken in and not handed on yet (a chunk that is still coming) counts like what was handed
/// on.
final class Arriving implements Inlet.Gauge {
  /// What one reading of the socket may bring beyond a body's own bound.
  private static final int SLACK = 64 << 10;

  private final Hold hold;
  private final int max;
  private long inParser;
  private boolean drained = true;
  private boolean full;
  private boolean tooLong;

  /// @param max octets of the body
  Arriving(Hold hold, int max) {
    this.hold = hold;
    this.max = max;
  }

  /// Thrown through the parser.
  private static final class Beyond extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Beyond() {
      super("no more of this body", null, false, false);
    }
  }

  @Override
  public void arrived(int octets) {
    if (tooLong || full) {
      throw new Beyond(); // closing the stream reads on
    }
    if (drained) {
      letGo();
      drained = false;
    }
    tooLong = inParser + octets > (long) max + SLACK;
    full = !tooLong && !hold.take(octets);
    if (tooLong || full) {
      throw new Beyond();
    }
    inParser += octets;
  }

  /// The parser has handed on so many; false if there is no room to keep them. It asks for more
  /// only when it has none left.
  boolean keep(int octets) {
    drained = true;
    full = !hold.take(octets);
    long moved = Math.min(octets, inParser);
    hold.give(moved);
    inParser -= moved;
    return !full;
  }

  /// Nothing is in the parser any more.
  void letGo() {
    hold.give(inParser);
    inParser = 0;
  }

  /// Whether it stopped because there is no room.
  boolean isFull() {
    return full;
  }

  /// Whether it stopped because a chunk is longer than the body may be.
  boolean isTooLong() {
    return tooLong;
  }
}
