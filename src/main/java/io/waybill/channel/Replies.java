package io.waybill.channel;

import io.waybill.channel.Wire.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// What replies mean at every provider alike. Pure.
final class Replies {
  /// The longest wish to be left alone that is granted.
  static final Duration PAUSE_MAX = Duration.ofHours(1);

  /// While a token is wrong, a person must act: not worth asking often.
  static final Duration LOCKED_OUT = Duration.ofSeconds(30);

  private Replies() {}

  /// Without an answer.
  static Outcome unanswered(Reply reply) {
    return switch (reply) {
      case Reply.NotSent(var why) -> new Outcome.Returned(why);
      case Reply.NoAnswer(var why) -> new Outcome.Unsure(why);
      case Reply.Answered(var status, _, _) -> new Outcome.Unsure("HTTP " + status);
    };
  }

  /// By the HTTP status alone, for what a provider's own words do not tell.
  static Outcome byStatus(Reply.Answered answer, String why, Instant now) {
    int status = answer.status();
    if (status == 429) {
      return new Outcome.Returned(
          "the provider is busy (HTTP 429)", pause(answer.retryAfter(), now), true);
    }
    if (status == 401 || status == 403) {
      return new Outcome.Returned(
          "the provider does not let us in (HTTP " + status + "): check the adapter's secrets",
          LOCKED_OUT,
          true);
    }
    if (status >= 400 && status < 500 && status != 408) {
      return new Outcome.Declined(1, why);
    }
    return new Outcome.Unsure("HTTP " + status);
  }

  /// `Retry-After`, in seconds or as a date (RFC 9110, section 10.2.3), at most an hour.
  static Duration pause(@Nullable String retryAfter, Instant now) {
    if (retryAfter == null) {
      return Duration.ZERO;
    }
    String value = retryAfter.strip();
    if (value.matches("[0-9]{1,9}")) {
      return bounded(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return until.isAfter(now) ? bounded(Duration.between(now, until)) : Duration.ZERO;
    } catch (DateTimeException notADate) {
      return Duration.ZERO;
    }
  }

  static Duration bounded(Duration pause) {
    return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
  }

  /// A provider's words, short enough for a timeline.
  static String brief(String words) {
    return words.length() <= 200 ? words : words.substring(0, 200);
  }
}
