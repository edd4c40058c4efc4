package io.waybill.smpp;

import java.util.Arrays;

/// The octets of a connection that were read but not yet understood. Its owner reads from the
/// socket straight into the free end of [#array], says how many came, and takes PDUs out until more
/// octets are needed.
///
/// Starts small and grows only for a PDU whose length is believable, to twice [PduBuffer#PDU_MAX]
/// at most. Not for use by several threads at once.
public final class PduWindow {
  private static final int CAPACITY_FIRST = 8_192;

  private byte[] bytes = new byte[CAPACITY_FIRST];
  private int from;
  private int to;

  /// Where to read into: from index [#end], up to [#room] octets. Asks again after each read.
  public byte[] array() {
    return bytes;
  }

  public int end() {
    return to;
  }

  /// Never 0 after [#next] has asked for more octets.
  public int room() {
    return bytes.length - to;
  }

  /// This many octets were written to the end of the array.
  public void received(int octets) {
    if (octets < 0 || octets > room()) {
      throw new IllegalArgumentException("received " + octets + " into " + room());
    }
    to += octets;
  }

  /// The next thing in the stream. What is complete or malformed is taken out; after
  /// [Decoded.NeedsMoreBytes] there is room for what is missing; after [Decoded.Unframeable] every
  /// further call answers the same.
  public Decoded next() {
    Decoded decoded = Decoder.decode(bytes, from, to);
    switch (decoded) {
      case Decoded.Complete complete -> from += complete.length();
      case Decoded.Malformed malformed -> from += malformed.length();
      case Decoded.NeedsMoreBytes(int missing) -> makeRoom(missing);
      case Decoded.Unframeable _ -> {}
    }
    return decoded;
  }

  private void makeRoom(int missing) {
    int kept = to - from;
    if (from > 0) {
      System.arraycopy(bytes, from, bytes, 0, kept);
      from = 0;
      to = kept;
    }
    if (room() < missing) {
      bytes = Arrays.copyOf(bytes, Math.max(kept + missing, bytes.length * 2));
    }
  }
}
