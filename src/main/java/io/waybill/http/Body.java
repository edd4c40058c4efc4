package io.waybill.http;

/// A request's body, read at most once and never beyond its bounds.
public sealed interface Body {
  /// There is no room for it now; it may be sent again.
  int NO_ROOM = 503;

  /// All of it, valid UTF-8; empty when there was none.
  record Text(String text) implements Body {}

  /// It cannot be had.
  ///
  /// @param status 400, 408 or 413; 503 if there is no room for it now
  record Refused(int status, String detail) implements Body {}

  /// A body as it came, or why it did not.
  sealed interface Arrival {
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Whole(byte[] octets) implements Arrival {}

    record Cut(Refused why) implements Arrival {}
  }
}
