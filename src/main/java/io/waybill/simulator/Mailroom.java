package io.waybill.simulator;

import io.waybill.smpp.Pdu;
import io.waybill.smpp.ShortMessage;
import io.waybill.smpp.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Brings receipts to those who are bound under the name they are for.
///
/// A receipt leaves here only when it was acknowledged. While nobody is bound it waits; when a
/// session ends, what it had not acknowledged goes out again on another or the next one of the same
/// name, before what has not been sent yet; when it was refused, it goes out again after a second.
final class Mailroom {
  private static final Duration REFUSED_AGAIN = Duration.ofSeconds(1);

  /// A session that can be sent receipts. Neither method may wait.
  interface Subscriber {
    int nextSequence();

    void send(Pdu pdu);
  }

  /// A receipt under way.
  ///
  /// @param systemId the name it is for
  record Letter(String systemId, ShortMessage message) {}

  private static final class Box {
    final Deque<Letter> waiting = new ArrayDeque<>();
    final List<Desk> desks = new ArrayList<>();
    int turn;
  }

  private record Desk(Subscriber subscriber, Box box, Map<Integer, Letter> unacknowledged) {}

  private final int window;
  private final Timers timers;
  private final Counters counters;
  private final Runnable delivered;
  private final Map<String, Box> boxes = new HashMap<>();
  private final Map<Subscriber, Desk> desks = new HashMap<>();

  /// @param window the most unacknowledged receipts of one subscriber
  /// @param delivered called once for each receipt that was acknowledged
  Mailroom(int window, Timers timers, Counters counters, Runnable delivered) {
    this.window = window;
    this.timers = timers;
    this.counters = counters;
    this.delivered = delivered;
  }

  /// From now on this subscriber is sent what is for this name.
  synchronized void join(Subscriber subscriber, String systemId) {
    Box box = boxes.computeIfAbsent(systemId, _ -> new Box());
    var desk = new Desk(subscriber, box, new LinkedHashMap<>());
    box.desks.add(desk);
    desks.put(subscriber, desk);
    sendWhatFits(box);
  }

  /// No more for this one. Does nothing if it never joined or has left.
  synchronized void leave(Subscriber subscriber) {
    Desk desk = desks.remove(subscriber);
    if (desk == null) {
      return;
    }
    desk.box.desks.remove(desk);
    List.copyOf(desk.unacknowledged.values()).reversed().forEach(desk.box.waiting::addFirst);
    sendWhatFits(desk.box);
    boxes.values().removeIf(box -> box.desks.isEmpty() && box.waiting.isEmpty());
  }

  /// Sends a receipt now, or as soon as somebody has room for it.
  synchronized void deliver(Letter letter) {
    Box box = boxes.computeIfAbsent(letter.systemId(), _ -> new Box());
    box.waiting.addLast(letter);
    sendWhatFits(box);
  }

  /// The subscriber answered. What it was never sent is ignored.
  synchronized void answered(Subscriber subscriber, int sequence, int status) {
    Desk desk = desks.get(subscriber);
    Letter letter = desk == null ? null : desk.unacknowledged.remove(sequence);
    if (desk == null || letter == null) {
      return;
    }
    if (status == Status.ESME_ROK) {
      counters.receiptsAcknowledged().increment();
      delivered.run();
    } else {
      timers.after(REFUSED_AGAIN, () -> deliver(letter));
    }
    sendWhatFits(desk.box);
  }

  private void sendWhatFits(Box box) {
    int full = 0;
    while (!box.waiting.isEmpty() && full < box.desks.size()) {
      Desk desk = box.desks.get(Math.floorMod(box.turn++, box.desks.size()));
      if (desk.unacknowledged.size() >= window) {
        full++;
      } else {
        full = 0;
        Letter letter = box.waiting.removeFirst();
        int sequence = desk.subscriber.nextSequence();
        desk.unacknowledged.put(sequence, letter);
        desk.subscriber.send(new Pdu.DeliverSm(sequence, letter.message()));
        counters.receiptsSent().increment();
      }
    }
  }
}
