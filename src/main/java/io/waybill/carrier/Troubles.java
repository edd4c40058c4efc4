package io.waybill.carrier;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The last things that went wrong on a link, a few of them, for people to read. Thread-safe. */
public final class Troubles {
  private static final int KEPT = 5;

  private final ArrayDeque<Trouble> newest = new ArrayDeque<>();

  /**
   * One of them.
   *
   * @param at when it happened last
   * @param times how often it happened in a row
   */
  public record Trouble(Instant at, String what, long times) {}

  /** One more; the same as the one before is counted there. */
  synchronized void add(Instant at, String what) {
    Trouble last = newest.peekFirst();
    long times = 1;
    if (last != null && last.what().equals(what)) {
      times += newest.removeFirst().times();
    }
    newest.addFirst(new Trouble(at, what, times));
    if (newest.size() > KEPT) {
      newest.removeLast();
    }
  }

  /** All that are kept, newest first. */
  synchronized List<Trouble> all() {
    return new ArrayList<>(newest);
  }
}
