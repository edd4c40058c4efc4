package io.waybill.simulator;

import io.waybill.settings.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What becomes of messages that were taken: `outcomes` of a personality.
///
/// @param byLastDigits whether the recipient's last two digits 01 to 07 choose before chance does
/// @param lateAfter until the delivery that 06 promises
/// @param shares what chance chooses from; what they leave of 100 is delivered
record Fates(boolean byLastDigits, Duration lateAfter, List<Share> shares, Share rest) {
  private static final Pattern STAT = Pattern.compile("[A-Za-z0-9_]{1,20}");
  private static final String DELIVERED = "DELIVRD";

  /// Never a receipt.
  static final String NONE = "none";

  private static final Map<String, Integer> USUAL_ERR =
      Map.of("UNDELIV", 1, "EXPIRED", 2, "REJECTD", 3);

  /// One outcome.
  ///
  /// @param stat the word in the receipt, or [#NONE]
  record Share(String stat, int err, double percent) {}

  static Fates read(Fields f) {
    boolean digits = f.flag("by_last_digits", true);
    Duration late = Reading.time(f, "late_after", Duration.ofSeconds(10), Duration.ZERO);
    Map<String, Double> percents = Reading.shares(f, "percent");
    Map<String, Integer> errs = new HashMap<>(USUAL_ERR);
    f.words("err", 50)
        .forEach((stat, err) -> {
          if (err.matches("\\d{1,3}")) {
            errs.put(stat, Integer.valueOf(err));
          } else {
            f.problem("err." + stat, "must be a whole number from 0 to 999, not '" + err + "'.");
          }
        });
    List<Share> shares = new ArrayList<>();
    percents.forEach((stat, percent) -> {
      if (!STAT.matcher(stat).matches()) {
        f.problem("percent", "has '" + stat + "': a word of at most 20 letters is needed.");
      }
      shares.add(new Share(stat, errs.getOrDefault(stat, 0), percent));
    });
    Share rest = new Share(DELIVERED, errs.getOrDefault(DELIVERED, 0), 100);
    return new Fates(digits, late, List.copyOf(shares), rest);
  }

  /// @param roll from 0 to 1
  Share choose(double roll) {
    double left = roll * 100;
    for (Share share : shares) {
      left -= share.percent;
      if (left < 0) {
        return share;
      }
    }
    return rest;
  }
}
