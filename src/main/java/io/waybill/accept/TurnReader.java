package io.waybill.accept;

import io.waybill.accept.SendRequest.Turn;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.Routes;
import io.waybill.ops.Config;
import io.waybill.store.Envelope;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one message of a chain (contract 1.2): what is common to all channels, then its content.
final class TurnReader {
  private static final int SENDER_MAX = 64;

  private final Config.Messages limits;
  private final Routes routes;

  TurnReader(Config.Messages limits, Routes routes) {
    this.limits = limits;
    this.routes = routes;
  }

  /// Null if any of it is wrong; then there is a fault.
  @Nullable Turn read(Fields message, String channel, ApiKey key, Account account) {
    boolean sms = channel.equals(Envelope.SMS);
    String sender = sms ? sender(message, key) : channelSender(message, key);
    Duration validity = validity(message);
    if (!sms) {
      String carrier = routes.of(account.id(), channel);
      String content = ChannelContent.read(message, channel);
      return sender == null || content == null
          ? null
          : new Turn(channel, carrier, sender, content, 1, null, null, false, validity, Map.of());
    }
    Words words = new WordsReader(limits.partsMax()).read(message, key, account);
    if (sender == null || words == null) {
      return null;
    }
    return new Turn(
        channel,
        Turn.BY_ROUTE,
        sender,
        words.text(),
        words.parts(),
        words.udh(),
        null,
        false,
        validity,
        words.details());
  }

  private static @Nullable String sender(Fields sms, ApiKey key) {
    if (sms.node("sender") == null) {
      if (key.defaultSender() == null) {
        sms.missing("sender", "is missing, and this API key has no default sender");
      }
      return key.defaultSender();
    }
    return sms.ruled("sender", s -> Senders.isWellFormed(s) ? null : Senders.RULE);
  }

  /// What names a sender there is the provider's business; the answer must have a string.
  private static @Nullable String channelSender(Fields message, ApiKey key) {
    if (message.node("sender") == null) {
      return key.defaultSender() == null ? "" : key.defaultSender();
    }
    return message.ruled(
        "sender",
        s ->
            s.isEmpty() || s.length() > SENDER_MAX
                ? "must be 1 to " + SENDER_MAX + " characters"
                : null);
  }

  private Duration validity(Fields message) {
    Long minutes = message.whole("validity", 1, SendRequest.VALIDITY_MINUTES_MAX);
    Long seconds = message.whole("ttl", 1, 60 * SendRequest.VALIDITY_MINUTES_MAX);
    if (message.node("validity") != null && message.node("ttl") != null) {
      message.wrong("validity", "and ttl exclude each other: give one of them");
    }
    if (minutes != null) {
      return Duration.ofMinutes(minutes);
    }
    return seconds != null ? Duration.ofSeconds(seconds) : limits.validityDefault();
  }
}
