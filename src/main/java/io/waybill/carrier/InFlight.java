package io.waybill.carrier;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tickets written on one connection and not answered, by sequence number, oldest first. */
final class InFlight {
  private static final int FORGOTTEN_MAX = 10_000;

  private record Written(Ticket ticket, long atNanos) {}

  private final Map<Integer, Written> waiting = new LinkedHashMap<>();

  /** Given up waiting for; an answer may still come, and is then worth having. */
  private final Map<Integer, Ticket> overdue = new LinkedHashMap<>();

  synchronized void written(int sequence, Ticket ticket, long nowNanos) {
    waiting.put(sequence, new Written(ticket, nowNanos));
  }

  /** The ticket that an answer is about; null if there is none. */
  synchronized @Nullable Ticket answered(int sequence) {
    Written written = waiting.remove(sequence);
    return written != null ? written.ticket() : null;
  }

  /** The ticket that a late answer is about; null if there is none. */
  synchronized @Nullable Ticket answeredLate(int sequence) {
    return overdue.remove(sequence);
  }

  /** Those that have waited longer than this; they are not waited for any more. */
  synchronized List<Ticket> overdue(long nowNanos, long patienceNanos) {
    List<Ticket> late = new ArrayList<>();
    Iterator<Map.Entry<Integer, Written>> all = waiting.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<Integer, Written> e = all.next();
      if (nowNanos - e.getValue().atNanos() < patienceNanos) {
        break;
      }
      late.add(e.getValue().ticket());
      all.remove();
      overdue.put(e.getKey(), e.getValue().ticket());
    }
    Iterator<Integer> oldest = overdue.keySet().iterator();
    while (overdue.size() > FORGOTTEN_MAX && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
    return late;
  }

  /** All that still wait: the connection is gone. */
  synchronized List<Ticket> abandon() {
    List<Ticket> all = waiting.values().stream().map(Written::ticket).toList();
    waiting.clear();
    overdue.clear();
    return all;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }
}
