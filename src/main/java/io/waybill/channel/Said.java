package io.waybill.channel;

import io.waybill.message.Receipt.Word;
import org.jspecify.annotations.Nullable;

/// One thing that a provider reports.
public sealed interface Said {
  /// The longest thing that is stored of what a provider wrote.
  int RAW_MAX = 1_000;

  /// What a message has come to.
  ///
  /// @param about which message
  /// @param word in the ledger's words; null: the recipient has seen it
  /// @param err the contract's number where it failed for a reason that is known; else 0
  /// @param raw what the provider wrote, without content; bounded
  record Status(About about, @Nullable Word word, int err, String raw) implements Said {
    public Status {
      raw = raw.length() <= RAW_MAX ? raw : raw.substring(0, RAW_MAX);
    }
  }

  /// Which message: by our id where the provider gives it back, else by the provider's.
  ///
  /// @param ownId not yet known to be one of ours
  record About(String providerId, java.util.@Nullable UUID ownId) {}

  /// Somebody has written.
  ///
  /// @param source the number or other id of who wrote
  /// @param destination whom it was written to
  record Inbound(String source, String destination, String text) implements Said {}

  /// Somebody has shown that a number and a chat are his.
  record Contact(String number, long chat) implements Said {}

  /// Somebody does not want to be reached in this chat any more.
  record Left(long chat) implements Said {}
}
