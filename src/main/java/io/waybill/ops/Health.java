package io.waybill.ops;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Whether this process is ready to take work: named checks, asked when somebody wants to know.
/// Whether it is alive at all is another question, and answered by the fact of an answer.
/// Thread-safe.
public final class Health {
  private static final int CHECKS_MAX = 100;

  private final Map<String, Supplier<Check>> checks = new ConcurrentHashMap<>();

  /// The outcome of one check.
  public sealed interface Check {
    record Up() implements Check {}

    /// Not ready, and why: one sentence for the person who is woken by it.
    record Down(String why) implements Check {}
  }

  /// All checks, by name; `up` when every one is.
  public record Report(boolean up, Map<String, Check> checks) {
    public Report {
      checks = Collections.unmodifiableMap(new TreeMap<>(checks));
    }
  }

  /// Adds a check, which must answer quickly and may be asked from several threads at once. One
  /// that throws is down.
  ///
  /// @throws IllegalArgumentException when the name is taken or there are 100 already
  public void add(String name, Supplier<Check> check) {
    if (checks.size() >= CHECKS_MAX) {
      throw new IllegalArgumentException("more than " + CHECKS_MAX + " checks");
    }
    if (checks.putIfAbsent(name, check) != null) {
      throw new IllegalArgumentException("there is a check " + name + " already");
    }
  }

  /// Asks every check now.
  public Report report() {
    Map<String, Check> outcomes = new TreeMap<>();
    checks.forEach((name, check) -> outcomes.put(name, ask(check)));
    boolean up = outcomes.values().stream().allMatch(outcome -> outcome instanceof Check.Up);
    return new Report(up, outcomes);
  }

  private static Check ask(Supplier<Check> check) {
    try {
      return check.get();
    } catch (RuntimeException failure) {
      return new Check.Down("the check itself failed: " + failure);
    }
  }
}
