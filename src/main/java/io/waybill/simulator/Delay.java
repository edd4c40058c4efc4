package io.waybill.simulator;

import io.waybill.simulator.Dice.Throw;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long something takes, up to an hour. Written `250ms`, `50ms..2s` (evenly in between) or
/// `median 80ms p99 2s` (log-normal: half are shorter than the one, one in a hundred longer than
/// the other).
sealed interface Delay {
  /// None takes longer.
  Duration MAX = Duration.ofHours(1);

  /// What may stand where a delay is read.
  String FORM = "a time as 250ms, 50ms..2s or median 80ms p99 2s, at most 1h";

  /// Evenly between the two, always the same if they are.
  record Between(Duration least, Duration most) implements Delay {}

  /// Log-normal by its median and by what 99 of 100 stay below.
  record LogNormal(Duration median, Duration p99) implements Delay {}

  /// The 99th percentile of the normal distribution, in standard deviations.
  double P99 = 2.326347874;

  Pattern TIME = Pattern.compile("(\\d{1,7}(?:\\.\\d{1,3})?)\\s*(ms|s|m|h)");

  /// Always the same.
  static Delay of(Duration time) {
    return new Between(time, time);
  }

  /// A sample; the two throws must differ.
  default Duration drawn(Dice dice, Throw first, Throw second) {
    return switch (this) {
      case Between(var least, var most) ->
          least.plusNanos((long) (most.minus(least).toNanos() * dice.roll(first)));
      case LogNormal(var median, var p99) -> {
        double spread = Math.log((double) p99.toNanos() / median.toNanos()) / P99;
        // Box and Muller: two even chances make a normal one; 1 - x is never 0.
        double normal =
            Math.sqrt(-2 * Math.log(1 - dice.roll(first)))
                * Math.cos(2 * Math.PI * dice.roll(second));
        double nanos = median.toNanos() * Math.exp(spread * normal);
        yield Duration.ofNanos((long) Math.min(nanos, (double) MAX.toNanos()));
      }
    };
  }

  /// Reads one; empty if it has not the form.
  static Optional<Delay> parse(String text) {
    String words = text.strip();
    if (words.startsWith("median")) {
      String[] both = words.substring("median".length()).split("p99", 2);
      return both.length < 2
          ? Optional.empty()
          : two(both[0], both[1])
              .filter(b -> b.least().isPositive())
              .map(b -> new LogNormal(b.least(), b.most()));
    }
    String[] ends = words.split("\\.\\.", 2);
    return ends.length == 2 ? two(ends[0], ends[1]).map(b -> b) : time(words).map(Delay::of);
  }

  private static Optional<Between> two(String least, String most) {
    return time(least)
        .flatMap(from ->
            time(most).filter(to -> to.compareTo(from) >= 0).map(to -> new Between(from, to)));
  }

  /// A time with its unit, up to an hour; `0` needs none.
  static Optional<Duration> time(String text) {
    String word = text.strip();
    if (word.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    Matcher m = TIME.matcher(word);
    if (!m.matches()) {
      return Optional.empty();
    }
    double millis =
        Double.parseDouble(m.group(1))
            * switch (m.group(2)) {
              case "ms" -> 1;
              case "s" -> 1_000;
              case "m" -> 60_000;
              default -> 3_600_000;
            };
    Duration time = Duration.ofNanos(Math.round(millis * 1_000_000));
    return Optional.of(time).filter(t -> t.compareTo(MAX) <= 0);
  }
}
