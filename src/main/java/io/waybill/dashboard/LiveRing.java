package io.waybill.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The last changes of one account's messages, for all who look at it: each reader has only a cursor
 * into it, so one who is slow costs nothing but his place. Thread-safe.
 */
final class LiveRing {
  /** So many changes are remembered. */
  static final int SIZE = 1_024;

  private final UUID[] ids = new UUID[SIZE];
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final long began;
  private long next;
  private int waiting;
  private boolean isOver;

  /** Both are the feed's, under its lock. */
  int viewers;

  Instant leftAt = Instant.EPOCH;

  /**
   * @param began tells this ring from an earlier one: its cursors are no use here
   */
  LiveRing(long began) {
    this.began = began;
  }

  /**
   * What changed.
   *
   * @param ids newest first, each once
   * @param left how many changes are not in it, because there were too many
   * @param cursor where the next batch begins
   */
  record Batch(List<UUID> ids, long left, long cursor) {}

  void add(UUID id) {
    lock.lock();
    try {
      ids[(int) (next % SIZE)] = id;
      next++;
      if (waiting > 0) {
        more.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The end: only what comes from now on. */
  long end() {
    lock.lock();
    try {
      return next;
    } finally {
      lock.unlock();
    }
  }

  /** A cursor as a stream writes it. */
  String written(long cursor) {
    return began + "." + cursor;
  }

  /** Where somebody was; -1 if that is not in here, so that he must read everything again. */
  long resume(String written) {
    String own = began + ".";
    String rest = written.startsWith(own) ? written.substring(own.length()) : "";
    long cursor = rest.matches("\\d{1,15}") ? Long.parseLong(rest) : -1;
    lock.lock();
    try {
      return cursor > next || cursor < next - SIZE ? -1 : cursor;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something after the cursor, or for so long, or until the end. */
  void await(long cursor, Duration patience) throws InterruptedException {
    lock.lock();
    waiting++;
    try {
      long left = patience.toNanos();
      while (next <= cursor && left > 0 && !isOver) {
        left = more.awaitNanos(left);
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  /** What came after the cursor: at most so many messages, the newest changes. */
  Batch after(long cursor, int limit) {
    lock.lock();
    try {
      Set<UUID> newest = new LinkedHashSet<>();
      long at = next;
      long oldest = Math.max(cursor, next - SIZE);
      while (at > oldest) {
        UUID id = ids[(int) ((at - 1) % SIZE)];
        if (newest.size() == limit && !newest.contains(id)) {
          break;
        }
        newest.add(id);
        at--;
      }
      return new Batch(new ArrayList<>(newest), Math.max(0, at - cursor), next);
    } finally {
      lock.unlock();
    }
  }

  /** Nobody waits any more. */
  void finish() {
    lock.lock();
    try {
      isOver = true;
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
