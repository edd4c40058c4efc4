package io.waybill.ops;

import java.util.Collection;
import java.util.Comparator;

/// Finds what somebody who wrote an unknown name most likely meant.
public final class NearestName {
  private static final int LENGTH_MAX = 100;

  private NearestName() {}

  /// The known name with the fewest changed letters; the same last part under another section
  /// counts as one change.
  public static String of(String name, Collection<String> known) {
    String wanted = name.substring(0, Math.min(name.length(), LENGTH_MAX));
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> difference(wanted, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  private static int difference(String a, String b) {
    return Math.min(changes(a, b), changes(lastPart(a), lastPart(b)) + 1);
  }

  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// Levenshtein distance: letters added, removed or replaced.
  private static int changes(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above[j], row[j - 1]) + 1);
      }
      above = row;
    }
    return above[b.length()];
  }
}
