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
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

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

  /// A receipt under way, or a message from a handset.
  ///
  /// @param systemId the name it is for
  /// @param by the session that the message came by; null for what nobody submitted
  record Letter(
      String systemId, ShortMessage message, Receipt.Carriage carriage, @Nullable Subscriber by) {
    static Letter plain(String systemId, ShortMessage message) {
      return new Letter(systemId, message, Receipt.Carriage.PLAIN, null);
    }
  }

  private static final class Box {
    final Deque<Letter> waiting = new ArrayDeque<>();
    final List<Desk> desks = new ArrayList<>();
    int turn;
  }

  private record Desk(Subscriber subscriber, Box box, Map<Integer, Letter> unacknowledged) {}

  private final ToIntFunction<String> window;
  private final Timers timers;
  private final Counters counters;
  private final Consumer<String> delivered;
  private final Map<String, Box> boxes = new HashMap<>();
  private final Map<Subscriber, Desk> desks = new HashMap<>();
  private final List<Letter> held = new ArrayList<>();

  /// @param window the most unacknowledged receipts of one subscriber, by its name
  /// @param delivered called with the name once for each receipt that was acknowledged
  Mailroom(
      ToIntFunction<String> window, Timers timers, Counters counters, Consumer<String> delivered) {
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

  /// Sends a receipt now, or as soon as somebody has room for it; one that is held back, only after
  /// [#release].
  synchronized void deliver(Letter letter) {
    if (letter.carriage().held()) {
      held.add(letter);
    } else {
      send(letter);
    }
  }

  /// Sends all that was held back, in the order in which it was to go; says how many.
  synchronized int release() {
    List<Letter> all = List.copyOf(held);
    held.clear();
    all.forEach(this::send);
    return all.size();
  }

  /// Receipts that are held back.
  synchronized int held() {
    return held.size();
  }

  /// Receipts that wait for somebody to be bound or to have room.
  synchronized int waiting() {
    return boxes.values().stream().mapToInt(box -> box.waiting.size()).sum();
  }

  /// The names under which somebody is bound who receives.
  synchronized List<String> names() {
    return boxes.entrySet().stream()
        .filter(box -> !box.getValue().desks.isEmpty())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private void send(Letter letter) {
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
      delivered.accept(letter.systemId());
    } else {
      timers.after(REFUSED_AGAIN, () -> sendAgain(letter));
    }
    sendWhatFits(desk.box);
  }

  private synchronized void sendAgain(Letter letter) {
    send(letter);
  }

  private void sendWhatFits(Box box) {
    while (!box.waiting.isEmpty()) {
      Desk desk = deskFor(box, box.waiting.getFirst());
      if (desk == null) {
        return;
      }
      Letter letter = box.waiting.removeFirst();
      int sequence = desk.subscriber.nextSequence();
      desk.unacknowledged.put(sequence, letter);
      desk.subscriber.send(
          letter.carriage().asData()
              ? new Pdu.DataSm(sequence, letter.message())
              : new Pdu.DeliverSm(sequence, letter.message()));
      counters.receiptsSent().increment();
    }
  }

  /// The next in turn that has room and may have it; null if there is none.
  private @Nullable Desk deskFor(Box box, Letter letter) {
    int most = window.applyAsInt(letter.systemId());
    for (int i = 0; i < box.desks.size(); i++) {
      Desk desk = box.desks.get(Math.floorMod(box.turn++, box.desks.size()));
      boolean wrongOne =
          letter.carriage().elsewhere()
              && box.desks.size() > 1
              && desk.subscriber.equals(letter.by());
      if (!wrongOne && desk.unacknowledged.size() < most) {
        return desk;
      }
    }
    return null;
  }
}
