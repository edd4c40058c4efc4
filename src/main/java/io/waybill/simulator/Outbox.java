package io.waybill.simulator;

import io.waybill.smpp.Pdu;
import io.waybill.smpp.PduBuffer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits to be written to one connection. Many threads put PDUs in; one takes all that has
/// gathered and writes it at once.
final class Outbox {
  /// Answers that may wait before the thread that reads requests has to: a client that does not
  /// read is then no longer read from either.
  private static final int ANSWERS_MAX = 10_000;

  private static final int BATCH_MAX = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Deque<Pdu> waiting = new ArrayDeque<>();
  private boolean finished;

  /// Adds an answer, and waits while too many are there. After [#finish] it is dropped.
  void put(Pdu pdu) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.size() >= ANSWERS_MAX && !finished) {
        emptied.await();
      }
      add(pdu);
    } finally {
      lock.unlock();
    }
  }

  /// Adds without waiting: for what is bounded where it comes from, such as receipts by their
  /// window. After [#finish] it is dropped.
  void add(Pdu pdu) {
    lock.lock();
    try {
      if (!finished) {
        waiting.add(pdu);
        filled.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more is taken; what is already here is still written.
  void finish() {
    lock.lock();
    try {
      finished = true;
      filled.signalAll();
      emptied.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Writes until finished and empty.
  void writeTo(OutputStream out) throws IOException, InterruptedException {
    var buffer = new PduBuffer();
    List<Pdu> batch = new ArrayList<>();
    while (take(batch)) {
      batch.forEach(buffer::put);
      batch.clear();
      out.write(buffer.array(), 0, buffer.length());
      buffer.clear();
    }
  }

  private boolean take(List<Pdu> batch) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !finished) {
        filled.await();
      }
      while (!waiting.isEmpty() && batch.size() < BATCH_MAX) {
        batch.add(waiting.remove());
      }
      emptied.signal();
      return !batch.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
