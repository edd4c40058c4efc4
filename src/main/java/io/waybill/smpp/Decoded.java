package io.waybill.smpp;

/// What the next octets of a stream turned out to be. Each case dictates one reaction.
public sealed interface Decoded {
  /// Act on it, and go on behind its `length` octets.
  record Complete(Pdu pdu, int length) implements Decoded {}

  /// Read on: at least this many octets are missing.
  record NeedsMoreBytes(int missing) implements Decoded {}

  /// The frame is right, the body is not. Answer with generic_nack, unless it is itself an answer
  /// ([CommandId#isResponse]), and go on behind its `length` octets: the next PDU may be good.
  ///
  /// @param status the code to refuse it with, see [Status]
  /// @param why for people; contains nothing of what the peer sent
  record Malformed(int length, int commandId, int sequence, int status, String why)
      implements Decoded {}

  /// Where the next PDU begins can no longer be known, or this never was SMPP: hang up.
  record Unframeable(String why) implements Decoded {}
}
