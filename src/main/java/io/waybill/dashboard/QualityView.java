package io.waybill.dashboard;

import io.waybill.report.Quality;
import io.waybill.report.Quality.Reason;
import io.waybill.report.Quality.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Delivery quality as a page shows it. */
public record QualityView(Quality quality) {
  /**
   * A stretch of time and how many were delivered in it.
   *
   * @param words as {@code up to 5 s}
   * @param percent of all that were timed, for a bar
   */
  public record Bar(String words, long messages, double percent, double until) {}

  /** A share as people read it; an en dash where there is none. */
  public static String percent(double share) {
    return share < 0 ? "–" : String.format(Locale.ENGLISH, "%.1f %%", share * 100);
  }

  /** How long: {@code 0.8 s}, {@code 12 s}, {@code 4 min}. */
  public static String length(long millis) {
    if (millis < 0) {
      return "–";
    }
    if (millis < 10_000) {
      return String.format(Locale.ENGLISH, "%.1f s", millis / 1_000.0);
    }
    long seconds = Math.round(millis / 1_000.0);
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7_200
        ? Math.round(seconds / 60.0) + " min"
        : Math.round(seconds / 3_600.0) + " h";
  }

  /** Within how long, each with all before it. */
  public List<Bar> bars() {
    long all = timed();
    List<Bar> bars = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < quality.times().size(); i++) {
      long here = quality.times().get(i);
      before += here;
      boolean isLast = i == Quality.LIMITS.size();
      String words =
          isLast
              ? "later"
              : "within "
                  + length(Quality.LIMITS.get(i) * 1_000)
                      .replace(".0", "")
                      .replace("60 s", "1 min")
                      .replace("60 min", "1 h");
      bars.add(new Bar(words, here, share(here, all), share(before, all)));
    }
    return bars;
  }

  private static double share(long some, long all) {
    return all == 0 ? 0 : some * 100.0 / all;
  }

  /** How many were timed. */
  public long timed() {
    return quality.times().stream().mapToLong(Long::longValue).sum();
  }

  /** Reasons that are the number's, for good. */
  public List<Reason> ofNumbers() {
    return quality.reasons().stream().filter(Reason::isOfTheNumber).toList();
  }

  /** The others. */
  public List<Reason> others() {
    return quality.reasons().stream().filter(r -> !r.isOfTheNumber()).toList();
  }

  /** Messages that ended without delivery, of a hundred that ended: for the calculator. */
  public String undelivered() {
    Share m = quality.messages();
    long ended = m.ended();
    return ended == 0
        ? "0"
        : String.format(Locale.ROOT, "%.2f", (m.undeliverable() + m.missed()) * 100.0 / ended);
  }
}
