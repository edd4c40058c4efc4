package io.waybill.channel;

import java.time.Instant;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/// A message as an adapter gets it.
///
/// @param id ours: the same on every try, so that a provider can tell a repetition
/// @param recipient E.164 with +
/// @param sender as the customer gave it; may be empty
/// @param content the fields of the contract for this channel (1.2)
/// @param validUntil after this it must not be delivered
/// @param now when this try began
public record Outbound(
    UUID id,
    String channel,
    String recipient,
    String sender,
    JsonNode content,
    Instant validUntil,
    Instant now) {

  /// The recipient's digits, as most providers want them.
  public String digits() {
    return recipient.startsWith("+") ? recipient.substring(1) : recipient;
  }

  /// Seconds until it ends to be valid, at least 1.
  public long secondsLeft() {
    return Math.max(1, java.time.Duration.between(now, validUntil).toSeconds());
  }
}
