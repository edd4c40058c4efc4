package io.waybill.dashboard;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The time that the overview is about, as it stands in the address of the page. Pure.
 *
 * @param name one of the usual ones, or {@link #CUSTOM}
 * @param from on a whole quarter of an hour, as counters are kept
 * @param until the end of a quarter
 * @param isOpen whether it goes on up to now
 * @param problem what is wrong with the address, so that the usual time is shown; null: nothing
 */
public record Period(
    String name, Instant from, Instant until, boolean isOpen, @Nullable String problem) {
  /** A time of its own, with {@code from} and {@code until}. */
  static final String CUSTOM = "custom";

  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final Duration RUNNING_AHEAD = Duration.ofDays(1);

  /** A time that ends now. */
  public enum Usual {
    HOUR("hour", "Last hour", Duration.ofHours(1)),
    DAY("day", "24 hours", Duration.ofDays(1)),
    WEEK("week", "7 days", Duration.ofDays(7)),
    MONTH("month", "30 days", Duration.ofDays(30));

    private final String word;
    private final String title;
    private final Duration length;

    Usual(String word, String title, Duration length) {
      this.word = word;
      this.title = title;
      this.length = length;
    }

    /** As it stands in the address. */
    public String word() {
      return word;
    }

    /** As it is read. */
    public String title() {
      return title;
    }

    private Period at(Instant now, @Nullable String problem) {
      return new Period(word, floor(now.minus(length)), ceiling(now), true, problem);
    }
  }

  /**
   * Reads it; what cannot be read is the last 24 hours, with a sentence about why.
   *
   * @param field what the address says under a name, empty for nothing
   * @param zone of local times such as {@code 2026-11-22T09:00}
   */
  static Period of(UnaryOperator<String> field, ZoneId zone, Instant now) {
    String name = field.apply("period");
    for (Usual usual : Usual.values()) {
      if (usual.word.equals(name)) {
        return usual.at(now, null);
      }
    }
    return switch (name) {
      case "" -> Usual.DAY.at(now, null);
      case CUSTOM -> custom(field.apply("from"), field.apply("until"), zone, now);
      default -> Usual.DAY.at(now, "There is no such period. These are the last 24 hours.");
    };
  }

  private static Period custom(String first, String last, ZoneId zone, Instant now) {
    Instant from = time(first, zone);
    Instant until = last.isEmpty() ? now : time(last, zone);
    if (from == null || until == null) {
      return Usual.DAY.at(now, "Write both times, such as 2026-11-22 09:00.");
    }
    if (!from.isBefore(until)) {
      return Usual.DAY.at(now, "The first time must be before the second.");
    }
    if (Duration.between(from, until).compareTo(LONGEST) > 0) {
      return Usual.DAY.at(now, "A period has at most 400 days.");
    }
    if (from.isAfter(now) || until.isAfter(now.plus(RUNNING_AHEAD))) {
      return Usual.DAY.at(now, "This is in the future: nothing has happened there yet.");
    }
    return new Period(CUSTOM, floor(from), ceiling(until), last.isEmpty(), null);
  }

  private static @Nullable Instant time(String written, ZoneId zone) {
    try {
      return written.endsWith("Z")
          ? Instant.parse(written)
          : LocalDateTime.parse(written).atZone(zone).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static Instant floor(Instant at) {
    return Instant.ofEpochSecond(
        Math.floorDiv(at.getEpochSecond(), QUARTER.toSeconds()) * QUARTER.toSeconds());
  }

  private static Instant ceiling(Instant at) {
    return floor(at.minusMillis(1)).plus(QUARTER);
  }

  /** Its beginning and end for the address, without {@code period} where that is the usual one. */
  String query() {
    if (!name.equals(CUSTOM)) {
      return name.equals(Usual.DAY.word) ? "" : "period=" + name;
    }
    return "period=custom&from=" + from + (isOpen ? "" : "&until=" + until);
  }

  /** A moment as a field of a form for local times wants it. */
  public static String field(Instant at, ZoneId zone) {
    return at.atZone(zone).toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).toString();
  }
}
