package io.waybill.channel;

import io.waybill.channel.Wire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What the Cloud API's error codes mean here. The table is in docs/channels.md. Pure.
final class WhatsappErrors {
  /// Too fast for the app, the account or the number.
  private static final Set<Integer> BUSY = Set.of(4, 80007, 130429, 131048);

  /// Too fast for this one recipient.
  private static final int BUSY_PAIR = 131056;

  /// Tokens and permissions: a person must act.
  private static final Set<Integer> LOCKED_OUT = Set.of(0, 3, 10, 190, 131005);

  /// Refused for a known reason; every other code counts as 1, delivery failure.
  private static final Map<Integer, Integer> ERR =
      Map.ofEntries(
          Map.entry(131021, 3), // the recipient is the sender
          Map.entry(131050, 8), // the recipient has opted out
          Map.entry(33, 9), // the sending number is gone
          Map.entry(368, 9), // the account is blocked for its policy
          Map.entry(130497, 9), // not allowed to write to this country
          Map.entry(131030, 9), // test number, recipient not on its list
          Map.entry(131031, 9), // the account is locked
          Map.entry(131042, 9), // the operator has not paid
          Map.entry(131045, 9), // the sending number's certificate
          Map.entry(133010, 9)); // the sending number is not registered

  private static final Duration PAIR_PAUSE = Duration.ofSeconds(6);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

  private WhatsappErrors() {}

  /// The contract's number for an error code.
  static int err(int code) {
    return ERR.getOrDefault(code, 1);
  }

  /// What an answer other than success comes to.
  static Outcome outcome(Reply.Answered answer, Instant now) {
    JsonNode error = answer.body().path("error");
    int code = error.path("code").asInt(-1);
    String words = words(error);
    if (BUSY.contains(code)) {
      Duration wish = Replies.pause(answer.retryAfter(), now);
      return new Outcome.Returned(words, wish.isZero() ? BUSY_PAUSE : wish, true);
    }
    if (code == BUSY_PAIR) {
      return new Outcome.Returned(words, PAIR_PAUSE, false);
    }
    if (LOCKED_OUT.contains(code) || (code >= 200 && code <= 299)) {
      return new Outcome.Returned(words, Replies.LOCKED_OUT, true);
    }
    if (answer.status() >= 400 && answer.status() < 500 && code > 0) {
      return new Outcome.Declined(err(code), words);
    }
    return Replies.byStatus(answer, words, now);
  }

  /// The provider's code and words, brief.
  static String words(JsonNode error) {
    String details = error.path("error_data").path("details").asString("");
    String message = error.path("message").asString(error.path("title").asString(""));
    return Replies.brief(
        "code %s: %s"
            .formatted(error.path("code").asString("-"), details.isEmpty() ? message : details));
  }
}
