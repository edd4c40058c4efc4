package io.waybill.bench;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Many durations, and how they spread. Not for several threads.
final class Times {
  private static final double NANOS = 1e6;

  private long[] nanos = new long[64];
  private int count;
  private boolean sorted;

  void add(long one) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = one;
    sorted = false;
  }

  int count() {
    return count;
  }

  /// The duration that so many percent do not exceed, in milliseconds, two decimals; 0 if there are
  /// none.
  double percent(double percent) {
    if (count == 0) {
      return 0;
    }
    if (!sorted) {
      Arrays.sort(nanos, 0, count);
      sorted = true;
    }
    int rank = (int) Math.ceil(percent / 100 * count);
    return Math.round(nanos[Math.max(0, rank - 1)] / NANOS * 100) / 100.0;
  }

  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("p50", percent(50));
    map.put("p95", percent(95));
    map.put("p99", percent(99));
    map.put("max", percent(100));
    return map;
  }
}
