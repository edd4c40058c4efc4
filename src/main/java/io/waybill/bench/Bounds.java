package io.waybill.bench;

import io.waybill.settings.Unusable;
import java.util.ArrayList;
import java.util.List;

/// How much a run does; checked: one that exists can be run.
///
/// @param messages at most so many are sent, 1 to 1,000,000
/// @param rate messages a second, 0 to 20,000; 0: as fast as they are answered
/// @param connections of the load, 1 to 500
/// @param seconds a load lasts at most so long; in `neighbours` a phase; 1 to 600
/// @param warmUp messages that are sent before anything is measured, 0 to 200,000
public record Bounds(int messages, int rate, int connections, int seconds, int warmUp) {
  private static final int MESSAGES_MAX = 1_000_000;
  private static final int RATE_MAX = 20_000;
  private static final int CONNECTIONS_MAX = 500;
  private static final int SECONDS_MAX = 600;
  private static final int WARM_UP_MAX = 200_000;

  /// Checks them.
  ///
  /// @throws Unusable with all that are out of bounds
  public static Bounds of(int messages, int rate, int connections, int seconds, int warmUp)
      throws Unusable {
    List<String> problems = new ArrayList<>();
    check(problems, "--messages", messages, 1, MESSAGES_MAX);
    check(problems, "--rate", rate, 0, RATE_MAX);
    check(problems, "--connections", connections, 1, CONNECTIONS_MAX);
    check(problems, "--seconds", seconds, 1, SECONDS_MAX);
    check(problems, "--warm-up", warmUp, 0, WARM_UP_MAX);
    if (!problems.isEmpty()) {
      throw new Unusable(problems);
    }
    return new Bounds(messages, rate, connections, seconds, warmUp);
  }

  private static void check(List<String> problems, String name, int value, int min, int max) {
    if (value < min || value > max) {
      problems.add(
          "%s must be a whole number from %d to %d, not %d.".formatted(name, min, max, value));
    }
  }
}
