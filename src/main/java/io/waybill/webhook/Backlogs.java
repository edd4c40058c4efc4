package io.waybill.webhook;

import io.waybill.store.TellingReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Which endpoints have so many reports waiting that no more may come (design 10): what was counted
 * in the ledger some seconds ago, and what was sent to wait since. Asked on the way of every new
 * message, so it answers from memory. Thread-safe.
 */
final class Backlogs {
  private final int max;
  private volatile Map<String, Backlog> large = Map.of();

  private record Backlog(int counted, LongAdder since) {}

  /**
   * @param max reports that may wait for one endpoint
   */
  Backlogs(int max) {
    this.max = max;
  }

  /** Endpoints with fewer waiting need not be counted exactly. */
  int worthCounting() {
    return Math.max(1, max / 2);
  }

  /** Whether no more may come. */
  boolean isFull(int accountId, String url) {
    if (large.isEmpty()) {
      return false;
    }
    return isFull(TellingReader.endpoint(accountId, url));
  }

  boolean isFull(String endpoint) {
    Backlog backlog = large.get(endpoint);
    return backlog != null && backlog.counted() + backlog.since().sum() >= max;
  }

  /** One more waits. */
  void waits(String endpoint) {
    Backlog backlog = large.get(endpoint);
    if (backlog != null) {
      backlog.since().increment();
    }
  }

  /** Takes what was counted: every endpoint that is {@link #worthCounting}. */
  void counted(Map<String, Integer> backlogs) {
    Map<String, Backlog> fresh = new HashMap<>();
    backlogs.forEach((endpoint, count) -> fresh.put(endpoint, new Backlog(count, new LongAdder())));
    large = Map.copyOf(fresh);
  }

  /** How many endpoints are full. */
  int full() {
    return (int) large.values().stream().filter(b -> b.counted() + b.since().sum() >= max).count();
  }
}
