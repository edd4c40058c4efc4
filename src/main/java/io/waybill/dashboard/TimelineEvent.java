package io.waybill.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One event of a message's timeline, in words.
 *
 * @param kind the event, as the API names it
 * @param title what happened
 * @param says what else is known, a sentence each
 * @param raw the carrier's receipt as it came; null for other events
 * @param answer what the customer's server said; null if nothing, or not for this person
 * @param tone good, bad, waits or plain: the colour of its mark
 * @param delta the time since the event before; null for the first
 */
public record TimelineEvent(
    int seq,
    Instant at,
    String kind,
    String title,
    List<String> says,
    @Nullable String raw,
    @Nullable String answer,
    String tone,
    @Nullable Duration delta) {

  /** The time since the event before, in words of one unit: {@code +340 ms}, {@code +2.1 s}. */
  public String after() {
    return delta == null ? "" : "+" + length(delta);
  }

  /** A length of time, as exact as it is of use. */
  static String length(Duration time) {
    long ms = Math.max(0, time.toMillis());
    if (ms < 1_000) {
      return ms + " ms";
    }
    if (ms < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", ms / 1_000.0);
    }
    if (ms < 3_600_000) {
      return ms / 60_000 + " min " + ms / 1_000 % 60 + " s";
    }
    return ms < 172_800_000
        ? ms / 3_600_000 + " h " + ms / 60_000 % 60 + " min"
        : ms / 86_400_000 + " d " + ms / 3_600_000 % 24 + " h";
  }

  static TimelineEvent of(
      JsonNode entry,
      @Nullable Instant before,
      Times times,
      boolean isOperator,
      boolean mayAnswer) {
    Instant at = Instant.parse(entry.path("at").asString());
    TimelineWords words = new TimelineWords(entry, times, isOperator);
    String raw = entry.path("raw").asString("");
    String answer = entry.path("answer").asString("");
    return new TimelineEvent(
        entry.path("seq").asInt(),
        at,
        entry.path("event").asString(),
        words.title(),
        words.says(),
        raw.isEmpty() ? null : raw,
        answer.isEmpty() || !mayAnswer ? null : answer,
        words.tone(),
        before == null ? null : Duration.between(before, at));
  }
}
