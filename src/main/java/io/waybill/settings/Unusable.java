package io.waybill.settings;

import java.util.List;

/** What somebody set cannot be used; every problem says what to change. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public Unusable(List<String> problems) {
    super(String.join(" ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Sentences, in the order of the fields; at least one. */
  public List<String> problems() {
    return problems;
  }
}
