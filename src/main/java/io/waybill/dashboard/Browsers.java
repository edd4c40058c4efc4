package io.waybill.dashboard;

import java.util.List;

/** What a browser is called, made out of how it describes itself. */
final class Browsers {
  private static final List<String[]> NAMES =
      List.of(
          new String[] {"Edg/", "Edge"},
          new String[] {"OPR/", "Opera"},
          new String[] {"Firefox/", "Firefox"},
          new String[] {"Chrome/", "Chrome"},
          new String[] {"Safari/", "Safari"});

  private static final List<String[]> SYSTEMS =
      List.of(
          new String[] {"iPhone", "iPhone"},
          new String[] {"iPad", "iPad"},
          new String[] {"Android", "Android"},
          new String[] {"Windows", "Windows"},
          new String[] {"Mac OS", "macOS"},
          new String[] {"Linux", "Linux"});

  private Browsers() {}

  /** As {@code Firefox on Windows}; what it says itself where that is not known. */
  static String name(String agent) {
    String browser = found(NAMES, agent);
    String system = found(SYSTEMS, agent);
    if (browser.isEmpty()) {
      String short60 = agent.length() > 60 ? agent.substring(0, 60) + "…" : agent;
      return short60.isBlank() ? "unknown browser" : short60;
    }
    return system.isEmpty() ? browser : browser + " on " + system;
  }

  private static String found(List<String[]> names, String agent) {
    return names.stream().filter(n -> agent.contains(n[0])).map(n -> n[1]).findFirst().orElse("");
  }
}
