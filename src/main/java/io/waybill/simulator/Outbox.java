package io.waybill.simulator;

import io.waybill.smpp.Octets;
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
  /// A PDU, or octets that are none.
  private sealed interface Item {
    record Proper(Pdu pdu) implements Item {}

    record Raw(Octets octets) implements Item {}
  }

  /// Answers that may wait before the thread that reads requests has to: a client that does not
  /// read is then no longer read from either.
  private static final int ANSWERS_MAX = 10_000;

  private static final int BATCH_MAX = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition filled = lock.newCondition();
  private final Condition emptied = lock.newCondition();
  private final Deque<Item> waiting = new ArrayDeque<>();
  private boolean finished;
  private boolean frozen;

  /// Adds an answer, and waits while too many are there. After [#finish] it is dropped.
  void put(Pdu pdu) throws InterruptedException {
    lock.lock();
    try {
      while (waiting.size() >= ANSWERS_MAX && !finished) {
        emptied.await();
      }
      add(new Item.Proper(pdu));
    } finally {
      lock.unlock();
    }
  }

  /// Adds without waiting: for what is bounded where it comes from, such as receipts by their
  /// window. After [#finish] it is dropped.
  void add(Pdu pdu) {
    add(new Item.Proper(pdu));
  }

  /// Adds octets that are no PDU, as garbage between two, unless so much waits that the client
  /// cannot be reading.
  void litter(Octets octets) {
    addIfRoom(new Item.Raw(octets));
  }

  /// Adds unless so much waits that the client cannot be reading.
  void addIfRoom(Pdu pdu) {
    addIfRoom(new Item.Proper(pdu));
  }

  private void addIfRoom(Item item) {
    lock.lock();
    try {
      if (waiting.size() < ANSWERS_MAX) {
        add(item);
      }
    } finally {
      lock.unlock();
    }
  }

  private void add(Item item) {
    lock.lock();
    try {
      if (!finished) {
        waiting.add(item);
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

  /// From now on nothing is written, until the end.
  void freeze() {
    lock.lock();
    try {
      frozen = true;
    } finally {
      lock.unlock();
    }
  }

  /// Writes until finished and empty.
  void writeTo(OutputStream out) throws IOException, InterruptedException {
    var buffer = new PduBuffer();
    List<Item> batch = new ArrayList<>();
    while (take(batch)) {
      for (Item item : batch) {
        switch (item) {
          case Item.Proper(Pdu pdu) -> buffer.put(pdu);
          case Item.Raw(Octets octets) -> {
            flush(buffer, out);
            out.write(octets.toByteArray());
          }
        }
      }
      batch.clear();
      flush(buffer, out);
    }
  }

  private static void flush(PduBuffer buffer, OutputStream out) throws IOException {
    out.write(buffer.array(), 0, buffer.length());
    buffer.clear();
  }

  private boolean take(List<Item> batch) throws InterruptedException {
    lock.lock();
    try {
      while ((waiting.isEmpty() || frozen) && !finished) {
        filled.await();
      }
      while (!frozen && !waiting.isEmpty() && batch.size() < BATCH_MAX) {
        batch.add(waiting.remove());
      }
      emptied.signal();
      return !batch.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
