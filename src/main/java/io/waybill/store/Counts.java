package io.waybill.store;

import io.waybill.message.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The numbers of one row of {@code counter}: messages by state, then parts and prices by where they
 * stand. Differences while a group collects them.
 */
final class Counts {
  /** In hundred-thousandths of a euro, as prices are stored. */
  static final int PRICE_DIGITS = 5;

  /** Columns, in the order of {@link #values}. */
  static final List<String> COLUMNS = columns();

  private static final Map<State, Integer> PLACES = places();
  private static final int STATES = State.values().length;
  private static final int STANDS = Stand.values().length;

  private final long[] values = new long[COLUMNS.size()];

  /** Where messages stand whose parts and prices are summed up together. */
  enum Stand {
    /** Not with a carrier yet. */
    WAITING(0),
    SENT(1),
    DELIVERED(2),
    FAILED(3),
    REJECTED(4);

    private final int place;

    Stand(int place) {
      this.place = place;
    }

    static Stand of(State state) {
      return switch (state) {
        case PLANNED, SCHEDULED, QUEUED, SUBMITTING, UNUSED -> WAITING;
        case SENT, ACCEPTED, UNCLEAR -> SENT;
        case DELIVERED, READ -> DELIVERED;
        case UNDELIVERED, FAILED, EXPIRED, CANCELLED, UNKNOWN -> FAILED;
        case REJECTED, REFUSED -> REJECTED;
      };
    }
  }

  private static Map<State, Integer> places() {
    Map<State, Integer> places = new EnumMap<>(State.class);
    for (State state : State.values()) {
      places.put(state, places.size());
    }
    return places;
  }

  private static List<String> columns() {
    List<String> names = new ArrayList<>();
    for (State state : State.values()) {
      names.add(state.name().toLowerCase(Locale.ROOT));
    }
    for (String what : List.of("_parts", "_price")) {
      for (Stand stand : Stand.values()) {
        names.add(stand.name().toLowerCase(Locale.ROOT) + what);
      }
    }
    return List.copyOf(names);
  }

  /**
   * Adds messages that stand there.
   *
   * @param times less than 0 takes them away
   * @param parts of each
   * @param price of each part, in hundred-thousandths
   */
  void add(State state, int times, int parts, long price) {
    values[place(state)] += times;
    if (state != State.UNUSED) {
      int stand = STATES + Stand.of(state).place;
      values[stand] += (long) times * parts;
      values[stand + STANDS] += (long) times * parts * price;
    }
  }

  /** Adds all of the other's. */
  void add(Counts other) {
    for (int i = 0; i < values.length; i++) {
      values[i] += other.values[i];
    }
  }

  /** Messages in that state. */
  long of(State state) {
    return values[place(state)];
  }

  long parts(Stand stand) {
    return values[STATES + stand.place];
  }

  /** In hundred-thousandths of a euro. */
  long price(Stand stand) {
    return values[STATES + STANDS + stand.place];
  }

  private static int place(State state) {
    return Objects.requireNonNull(PLACES.get(state));
  }

  boolean isNothing() {
    for (long value : values) {
      if (value != 0) {
        return false;
      }
    }
    return true;
  }

  /** In the order of {@link #COLUMNS}. */
  long[] values() {
    return values;
  }
}
