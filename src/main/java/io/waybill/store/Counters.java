package io.waybill.store;

import io.waybill.message.Message;
import io.waybill.message.State;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one group changes in {@code counter} and {@code counter_err}: collected in memory, written
 * in the transaction of the group as one sorted upsert each. Every row belongs to one writer, so
 * that none waits for another (design 7).
 */
final class Counters {
  private final Map<CounterKey, Counts> counts = new HashMap<>();
  private final Map<ErrKey, int[]> errs = new HashMap<>();

  /** Messages with that number of the contract. */
  record ErrKey(CounterKey key, int err) {
    static final Comparator<ErrKey> ORDER =
        Comparator.comparing(ErrKey::key, CounterKey.ORDER).thenComparingInt(ErrKey::err);
  }

  /** Takes note of a message that was accepted in this group. */
  void accepted(NewRows.Accepted a) {
    Envelope e = a.message().envelope();
    add(CounterKey.of(e, e.carrier()), a.decision().next(), price(e), 1);
  }

  /** Takes note of a change that was made. */
  void changed(Change c) {
    if (c.isOfTelling()) {
      return;
    }
    Envelope e = c.was.envelope();
    Message was = c.was.message();
    String carrier = c.carrier();
    boolean isMoved = !carrier.equals(e.carrier());
    if (!isMoved
        && was.state() == c.next.state()
        && was.err() == c.next.err()
        && was.parts().size() == c.next.parts().size()) {
      return;
    }
    long price = price(e);
    CounterKey from = CounterKey.of(e, e.carrier());
    add(from, was, price, -1);
    add(isMoved ? CounterKey.of(e, carrier) : from, c.next, price, 1);
  }

  private void add(CounterKey key, Message m, long price, int times) {
    add(key, m.state(), m.err(), m.parts().size(), price, times);
  }

  /** The same for so many messages at once, each with so many parts at that price. */
  void add(CounterKey key, State state, int err, int parts, long price, int times) {
    counts.computeIfAbsent(key, _ -> new Counts()).add(state, times, parts, price);
    Counts.Stand stand = Counts.Stand.of(state);
    if (stand == Counts.Stand.FAILED || stand == Counts.Stand.REJECTED) {
      errs.computeIfAbsent(new ErrKey(key, err), _ -> new int[1])[0] += times;
    }
  }

  /** Adds all of the other's. */
  void add(Counters other) {
    other.counts.forEach((key, more) -> counts.computeIfAbsent(key, _ -> new Counts()).add(more));
    other.errs.forEach((key, more) -> errs.computeIfAbsent(key, _ -> new int[1])[0] += more[0]);
  }

  /** Of one part, in hundred-thousandths of a euro; 0 where there is no price. */
  static long price(Envelope e) {
    var price = e.extras().partPrice();
    return price == null
        ? 0
        : price
            .setScale(Counts.PRICE_DIGITS, RoundingMode.HALF_UP)
            .unscaledValue()
            .longValueExact();
  }

  void write(Connection db, int writer) throws SQLException {
    List<CounterKey> keys =
        counts.entrySet().stream()
            .filter(e -> !e.getValue().isNothing())
            .map(Map.Entry::getKey)
            .sorted(CounterKey.ORDER)
            .toList();
    CounterTable.add(db, writer, keys, counts);
    List<ErrKey> errKeys =
        errs.entrySet().stream()
            .filter(e -> e.getValue()[0] != 0)
            .map(Map.Entry::getKey)
            .sorted(ErrKey.ORDER)
            .toList();
    CounterTable.addErrs(db, writer, errKeys, errs);
  }
}
