package io.waybill.store;

import io.waybill.message.Entry;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How long the messages of one writer took: collected after each commit, and written every few
 * seconds as part of a group's transaction, so that it costs no message a row of its own. A crash
 * loses the times of the last seconds, never a count. For one thread.
 */
final class Latencies {
  /** How long times are kept back at most while groups are committed. */
  private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

  /** So many keys are written at once, however young: memory stays bounded. */
  private static final int KEYS_MAX = 2_000;

  private final Map<CounterKey, Slots> kept = new HashMap<>();
  private long writtenNanos = System.nanoTime();

  /** Takes note of a change that is committed. */
  void committed(Change c) {
    for (Job.Happened job : c.jobs) {
      if (job.event() instanceof Event.Told told && told.answer().succeeded()) {
        told(c, told);
      }
    }
    Envelope e = c.was.envelope();
    // A later one of a chain began when the one before had failed: that is not its own way.
    if (Ids.placeOf(e.id()) <= 1) {
      Instant ready = c.was.readyAt() == null ? e.acceptedAt() : c.was.readyAt();
      way(CounterKey.of(e, c.carrier()), ready, c.was.message().state(), c.entries);
    }
  }

  private void way(CounterKey key, Instant ready, State was, List<Entry> entries) {
    State before = was;
    for (Entry entry : entries) {
      State after = entry.stateAfter();
      if (Counts.Stand.of(before) == Counts.Stand.WAITING
          && Counts.Stand.of(after) == Counts.Stand.SENT) {
        add(key, Slots.Kind.SENT, Duration.between(ready, entry.at()));
      } else if (Counts.Stand.of(after) == Counts.Stand.DELIVERED
          && Counts.Stand.of(before) != Counts.Stand.DELIVERED) {
        add(key, Slots.Kind.DELIVERED, Duration.between(ready, entry.at()));
      }
      before = after;
    }
  }

  private void told(Change c, Event.Told told) {
    c.was.message().waiting().stream()
        .filter(report -> report.number() == told.report())
        .forEach(report ->
            add(
                CounterKey.of(c.was.envelope(), c.carrier()),
                Slots.Kind.TOLD,
                Duration.between(report.at(), told.at())));
  }

  private void add(CounterKey key, Slots.Kind kind, Duration took) {
    kept.computeIfAbsent(key.in(CounterKey.HOUR), _ -> new Slots()).add(kind, took, 1);
  }

  /** Whether it is time to {@link #write}. */
  boolean areDue() {
    return !kept.isEmpty()
        && (kept.size() >= KEYS_MAX || System.nanoTime() - writtenNanos > EVERY_NANOS);
  }

  boolean areThere() {
    return !kept.isEmpty();
  }

  void write(Connection db) throws SQLException {
    List<CounterKey> keys = kept.keySet().stream().sorted(CounterKey.ORDER).toList();
    LatencyTable.add(db, keys, kept, LatencyTable.RAW);
  }

  /** After the commit of {@link #write}. */
  void written() {
    kept.clear();
    writtenNanos = System.nanoTime();
  }
}
