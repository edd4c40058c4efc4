package io.waybill.accept;

/// Whether more reports may come to wait for an endpoint (design.md, section 10). Asked for every
/// new message, so it must answer from memory.
@FunctionalInterface
public interface Backlog {

  /// What to answer with, where it is full: seconds after which it is worth asking again.
  int RETRY_AFTER_SECONDS = 60;

  /// There is always room.
  Backlog NONE = (accountId, url) -> false;

  /// Whether so many wait for the endpoint of this URL that no message that uses it may be taken.
  boolean isFull(int accountId, String url);
}
