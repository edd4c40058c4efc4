package io.waybill.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Moments as a person reads them: in their own time zone, and how long ago.
 *
 * @param now when the page was made
 */
public record Times(ZoneId zone, Instant now) {
  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter YEAR =
      DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH);

  /** To the second. */
  public String exact(Instant at) {
    return EXACT.format(at.atZone(zone));
  }

  /** The time of day, to the second. */
  public String clock(Instant at) {
    return CLOCK.format(at.atZone(zone));
  }

  /** To the minute; of other years only the day. */
  public String brief(Instant at) {
    boolean isThisYear = at.atZone(zone).getYear() == now.atZone(zone).getYear();
    return (isThisYear ? SHORT : YEAR).format(at.atZone(zone));
  }

  /** The day. */
  public String day(Instant at) {
    return YEAR.format(at.atZone(zone));
  }

  /** How long ago, or until then: {@code 5 min ago}, {@code in 3 d}. */
  public String ago(Instant at) {
    Duration d = Duration.between(at, now);
    if (d.abs().toSeconds() < 60) {
      return "just now";
    }
    String length =
        d.abs().toMinutes() < 60
            ? d.abs().toMinutes() + " min"
            : d.abs().toHours() < 48 ? d.abs().toHours() + " h" : d.abs().toDays() + " d";
    return d.isNegative() ? "in " + length : length + " ago";
  }
}
