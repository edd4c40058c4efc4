package io.waybill.carrier;

import io.waybill.smpp.Pdu;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits to be written to a link: answers and signs of life first, then tickets as far as
 * window and rate allow. The window's places are taken when a ticket is handed out to be written
 * and given back when its outcome is recorded, so that even a crash leaves no more in doubt than
 * the window holds.
 */
final class Outbox {
  private static final int BATCH_MAX = 200;

  private final int window;
  private final int ticketsMax;
  private final RateLimit rate;
  private final ArrayDeque<Pdu> control = new ArrayDeque<>();
  private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inWindow;
  private boolean open;
  private boolean paused;

  Outbox(int window, int ratePerSecond) {
    this.window = window;
    this.ticketsMax = 4 * window + 255;
    this.rate = new RateLimit(ratePerSecond);
  }

  /** What to write next: PDUs that are ready, then tickets. */
  record Batch(List<Pdu> control, List<Ticket> tickets) {}

  /** False if the link takes none now. */
  boolean offer(Ticket ticket) {
    lock.lock();
    try {
      if (!open || tickets.size() >= ticketsMax) {
        return false;
      }
      tickets.add(ticket);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  void put(Pdu pdu) {
    lock.lock();
    try {
      control.add(pdu);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      inWindow--;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to write, at most so long; an empty batch after that. */
  Batch take(long patienceMillis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMillis);
    lock.lockInterruptibly();
    try {
      while (true) {
        long now = System.nanoTime();
        boolean mayWrite = open && !paused && !tickets.isEmpty() && inWindow < window;
        long wait = mayWrite ? rate.waitNanos(now) : Long.MAX_VALUE;
        if (!control.isEmpty() || wait == 0 || now >= until) {
          return batch(now);
        }
        changed.awaitNanos(Math.min(wait, until - now));
      }
    } finally {
      lock.unlock();
    }
  }

  private Batch batch(long now) {
    List<Pdu> pdus = new ArrayList<>(control);
    control.clear();
    List<Ticket> ready = new ArrayList<>();
    while (open
        && !paused
        && inWindow < window
        && ready.size() < BATCH_MAX
        && !tickets.isEmpty()
        && rate.waitNanos(now) == 0) {
      ready.add(tickets.removeFirst());
      rate.take(now);
      inWindow++;
    }
    return new Batch(pdus, ready);
  }

  /** From now on tickets are taken. */
  void open() {
    lock.lock();
    try {
      open = true;
      control.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more tickets; returns those that were not handed out. */
  List<Ticket> shut() {
    lock.lock();
    try {
      open = false;
      control.clear();
      List<Ticket> unwritten = new ArrayList<>(tickets);
      tickets.clear();
      return unwritten;
    } finally {
      lock.unlock();
    }
  }

  /** Stops writing tickets, or goes on. */
  void pause(boolean on) {
    lock.lock();
    try {
      paused = on;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  int inWindow() {
    lock.lock();
    try {
      return inWindow;
    } finally {
      lock.unlock();
    }
  }
}
