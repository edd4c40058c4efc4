package io.waybill.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers, and short stretches of time to the second, as pages write them. Pure. */
public final class Figures {
  private static final int SECONDS_TO = 120;

  private Figures() {}

  /** With commas between thousands. */
  public static String number(long value) {
    return String.format(Locale.ENGLISH, "%,d", value);
  }

  /** How many of something: {@code 1 report}, {@code 1,200 reports}. */
  public static String of(long value, String one) {
    return number(value) + " " + one + (value == 1 ? "" : "s");
  }

  /** A sentence's beginning. */
  public static String capital(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** So many as were counted; {@code 10,000+} where counting ended there. */
  public static String counted(long value, long countedTo) {
    return value >= countedTo ? number(countedTo) + "+" : number(value);
  }

  /** A rate: whole if it is, else with one decimal. */
  public static String rate(double perSecond) {
    return perSecond == Math.rint(perSecond)
        ? number((long) perSecond)
        : String.format(Locale.ENGLISH, "%,.1f", perSecond);
  }

  /** How far away, to the second in the nearest two minutes: {@code 12 s ago}, {@code in 40 s}. */
  public static String near(Times times, Instant at) {
    long seconds = Duration.between(times.now(), at).toSeconds();
    if (Math.abs(seconds) >= SECONDS_TO) {
      return times.ago(at);
    }
    return seconds > 0 ? "in " + seconds + " s" : seconds < -1 ? -seconds + " s ago" : "now";
  }

  /** How long something has been so: {@code 12 s}, {@code 5 min}. */
  public static String since(Times times, Instant at) {
    String near = near(times, at);
    return near.endsWith(" ago") ? near.substring(0, near.length() - 4) : "a moment";
  }
}
