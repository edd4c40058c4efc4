package io.waybill.channel;

import java.time.Duration;

/// What came of handing a message to a provider.
public sealed interface Outcome {

  /// The provider has it.
  ///
  /// @param providerId what it calls the message: later reports name it so
  /// @param delivered whether that already counts as delivery, because nothing more will be told
  record Taken(String providerId, boolean delivered) implements Outcome {}

  /// The provider will never take it.
  ///
  /// @param err the contract's number (1.4)
  record Declined(int err, String why) implements Outcome {}

  /// The provider surely does not have it; it may be tried again.
  ///
  /// @param pause how long the provider wants to be left alone; zero if it does not say
  /// @param all whether the pause is for all messages, not for this recipient alone
  record Returned(String why, Duration pause, boolean all) implements Outcome {
    /// Without a wish of the provider's.
    public Returned(String why) {
      this(why, Duration.ZERO, false);
    }
  }

  /// Perhaps it has it, perhaps not.
  record Unsure(String why) implements Outcome {}
}
