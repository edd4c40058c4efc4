package io.waybill.dashboard;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rates and lengths of time as the overview writes them. Pure. */
public final class Shares {
  private static final String NOTHING = "–";
  private static final double THOUSAND = 1_000;
  private static final int PERCENT = 100;

  private Shares() {}

  /**
   * {@code 97.8 %}. Never 100 unless it is all, never 0 unless it is none.
   *
   * @param rate 0 to 1; less than 0 where there is nothing to count
   */
  public static String percent(double rate) {
    if (rate < 0) {
      return NOTHING;
    }
    double tenths = Math.rint(rate * THOUSAND);
    if (rate < 1 && tenths >= THOUSAND) {
      tenths = THOUSAND - 1;
    } else if (rate > 0 && tenths < 1) {
      tenths = 1;
    }
    return tenths == THOUSAND || tenths == 0
        ? (int) (tenths / 10) + " %"
        : String.format(Locale.ENGLISH, "%.1f %%", tenths / 10);
  }

  /** The share of a part, the same way. */
  public static String percent(long part, long all) {
    return percent(all <= 0 ? -1 : part / (double) all);
  }

  /** Whole percents, rounded down: 99 until it is all. */
  public static int whole(double rate) {
    return (int) (rate * PERCENT);
  }

  /** A length of time, as exact as it is of use. */
  public static String length(@Nullable Duration time) {
    return time == null ? NOTHING : TimelineEvent.length(time);
  }

  /** Milliseconds for a chart; empty where nothing was timed. */
  public static String millis(@Nullable Duration time) {
    return time == null ? "" : Long.toString(time.toMillis());
  }
}
