package io.waybill.carrier;

import io.waybill.routing.Standing;
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

  /** Answers that wait: past it the carrier asks and does not read. */
  private static final int CONTROL_MAX = 20_000;

  private final RateLimit rate;
  private final ArrayDeque<Pdu> control = new ArrayDeque<>();
  private final ArrayDeque<Ticket> tickets = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int window;
  private int inWindow;
  private boolean open;
  private boolean paused;
  private Standing asked = Standing.OPEN;

  Outbox(int window, int ratePerSecond) {
    this.window = window;
    this.rate = new RateLimit(ratePerSecond);
  }

  /** What to write next: PDUs that are ready, then tickets. */
  record Batch(List<Pdu> control, List<Ticket> tickets) {}

  /** False if the link takes none now. */
  boolean offer(Ticket ticket) {
    lock.lock();
    try {
      if (!open || asked != Standing.OPEN || tickets.size() >= 4 * window + 255) {
        return false;
      }
      tickets.add(ticket);
      changed.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** False if too much waits already. */
  boolean put(Pdu pdu) {
    lock.lock();
    try {
      if (control.size() >= CONTROL_MAX) {
        return false;
      }
      control.add(pdu);
      changed.signal();
      return true;
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
        long wait = mayWrite() ? rate.waitNanos(now) : Long.MAX_VALUE;
        if (!control.isEmpty() || wait == 0 || now >= until) {
          return batch(now);
        }
        changed.awaitNanos(Math.min(wait, until - now));
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is not a ticket, all of it: to be written before a goodbye. */
  List<Pdu> takeControl() {
    lock.lock();
    try {
      List<Pdu> all = new ArrayList<>(control);
      control.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }

  private boolean mayWrite() {
    return open && !paused && asked != Standing.PAUSED && !tickets.isEmpty() && inWindow < window;
  }

  private Batch batch(long now) {
    List<Pdu> pdus = new ArrayList<>(control);
    control.clear();
    List<Ticket> ready = new ArrayList<>();
    while (mayWrite() && ready.size() < BATCH_MAX && rate.waitNanos(now) == 0) {
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
      return takeBack();
    } finally {
      lock.unlock();
    }
  }

  private List<Ticket> takeBack() {
    List<Ticket> unwritten = new ArrayList<>(tickets);
    tickets.clear();
    return unwritten;
  }

  /** Other bounds; what is in the window stays there. */
  void bounds(int newWindow, int ratePerSecond) {
    lock.lock();
    try {
      window = newWindow;
      rate.agree(ratePerSecond);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** What a person asks of the link; returns the tickets that it is not to write any more. */
  List<Ticket> ask(Standing standing) {
    lock.lock();
    try {
      asked = standing;
      changed.signal();
      return standing == Standing.PAUSED ? takeBack() : List.of();
    } finally {
      lock.unlock();
    }
  }

  /** Stops writing tickets, or goes on: while outcomes cannot be recorded. */
  void pause(boolean on) {
    lock.lock();
    try {
      paused = on;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** See {@link SlowDown#tooMuch}. */
  boolean slowDown() {
    lock.lock();
    try {
      return rate.tooMuch(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** See {@link RateLimit#slowedTo}. */
  double slowedTo() {
    lock.lock();
    try {
      return rate.slowedTo(System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** See {@link RateLimit#lastSecond}. */
  int sentLastSecond() {
    lock.lock();
    try {
      return rate.lastSecond(System.nanoTime());
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
