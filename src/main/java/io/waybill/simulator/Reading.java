package io.waybill.simulator;

import io.waybill.settings.Fields;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// The kinds of values that only personalities have.
final class Reading {
  private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,6})?");
  private static final Map<String, Integer> STATUSES = new HashMap<>();
  private static final int NAMED_MAX = 0xFF;
  private static final int SHARES_MAX = 50;

  static {
    for (int status = 0; status <= NAMED_MAX; status++) {
      STATUSES.put(Status.name(status), status);
    }
  }

  private Reading() {}

  /// How many of a hundred.
  static double percent(Fields f, String key, double otherwise) {
    String text = f.text(key, "", 20);
    if (text.isEmpty()) {
      return otherwise;
    }
    double percent = percent(text);
    if (percent < 0) {
      f.problem(key, "must be a number from 0 to 100, not '" + text + "'.");
      return otherwise;
    }
    return percent;
  }

  /// Negative if it is none.
  private static double percent(String text) {
    double number = PERCENT.matcher(text).matches() ? Double.parseDouble(text) : -1;
    return number > 100 ? -1 : number;
  }

  /// A delay as [Delay] reads it.
  static Delay delay(Fields f, String key, Delay otherwise) {
    String text = f.text(key, "", 100);
    if (text.isEmpty()) {
      return otherwise;
    }
    return Delay.parse(text)
        .orElseGet(() -> {
          f.problem(key, "must be " + Delay.FORM + ", not '" + text + "'.");
          return otherwise;
        });
  }

  /// One time, from `least` to an hour.
  static Duration time(Fields f, String key, Duration otherwise, Duration least) {
    String text = f.text(key, "", 100);
    if (text.isEmpty()) {
      return otherwise;
    }
    return Delay.time(text)
        .filter(t -> t.compareTo(least) >= 0)
        .orElseGet(() -> {
          f.problem(
              key,
              "must be a time as 500ms, 10s, 5m or 1h, from %d ms to 1h, not '%s'."
                  .formatted(least.toMillis(), text));
          return otherwise;
        });
  }

  /// A time between two repetitions; 0 for never, else at least 50 ms.
  static Duration interval(Fields f, String key) {
    String text = f.text(key, "0", 100);
    Duration least = Duration.ofMillis(50);
    return text.equals("0") ? Duration.ZERO : time(f, key, Duration.ZERO, least);
  }

  /// A command_status that refuses, by name or number.
  static int status(Fields f, String key, int otherwise) {
    String text = f.text(key, "", 60);
    if (text.isEmpty()) {
      return otherwise;
    }
    OptionalInt status = status(text);
    if (status.isEmpty()) {
      f.problem(key, "must be a command_status as ESME_RTHROTTLED or 0x58, not '" + text + "'.");
    }
    return status.orElse(otherwise);
  }

  /// Empty if it is no status, or is ESME_ROK.
  static OptionalInt status(String text) {
    Integer named = STATUSES.get(text);
    long number = -1;
    if (named != null) {
      number = named;
    } else if (text.matches("0x[0-9a-fA-F]{1,8}")) {
      number = Long.parseLong(text.substring(2), 16);
    } else if (text.matches("\\d{1,10}")) {
      number = Long.parseLong(text);
    }
    boolean fits = number > 0 && number <= 0xFFFF_FFFFL;
    return fits ? OptionalInt.of((int) number) : OptionalInt.empty();
  }

  /// Percentages by name, that together are at most 100.
  static Map<String, Double> shares(Fields f, String key) {
    Map<String, Double> shares = new LinkedHashMap<>();
    f.words(key, SHARES_MAX)
        .forEach((name, text) -> {
          double percent = percent(text);
          if (percent < 0) {
            f.problem(key + "." + name, "must be a number from 0 to 100, not '" + text + "'.");
          } else {
            shares.put(name, percent);
          }
        });
    double sum = shares.values().stream().mapToDouble(p -> p).sum();
    if (sum > 100 + 1e-9) {
      f.problem(key, "must be at most 100 together, not " + sum + ".");
    }
    return shares;
  }
}
