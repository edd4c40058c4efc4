package io.waybill.report;

import io.waybill.message.By;
import io.waybill.message.Ids;
import io.waybill.message.State;
import io.waybill.message.Why;
import io.waybill.report.Quality.Failing;
import io.waybill.report.Quality.Reason;
import io.waybill.report.Quality.Share;
import io.waybill.store.OutcomeReader.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Counts outcomes, newest first, into {@link Quality}. Memory is bounded: {@link #RECIPIENTS_MAX}
 * numbers at nine octets and a half-empty table, and what fails is remembered for {@link
 * #SUSPECTS_MAX} of them. Not thread-safe.
 */
final class QualityCount {
  static final int RECIPIENTS_MAX = 2_000_000;
  static final int SUSPECTS_MAX = 200_000;

  private static final byte DELIVERED = 1;
  private static final byte UNDELIVERABLE = 2;
  private static final byte MISSED = 4;

  /** Eight slots for each doubling: a percentile is right to about a tenth. */
  private static final int PER_OCTAVE = 8;

  private static final int FIRST_SLOTS = 1 << 12;

  private final int recipientsMax;
  private long[] numbers = new long[FIRST_SLOTS];
  private byte[] seen = new byte[FIRST_SLOTS];
  private int recipients;
  private final Map<Long, Suspect> suspects = new HashMap<>();
  private final Map<Why3, long[]> reasons = new HashMap<>();
  private final long[] times = new long[Quality.LIMITS.size() + 1];
  private final long[] slots = new long[PER_OCTAVE * Long.SIZE];
  private long delivered;
  private long undeliverable;
  private long missed;
  private long open;

  private record Why3(State state, By by, int err) {}

  /** A number whose newest outcome is that it is wrong. */
  private static final class Suspect {
    private final UUID id;
    private final Why3 why;
    private int fails;

    Suspect(UUID id, Why3 why) {
      this.id = id;
      this.why = why;
    }
  }

  QualityCount() {
    this(RECIPIENTS_MAX);
  }

  QualityCount(int recipientsMax) {
    this.recipientsMax = recipientsMax;
  }

  /** There are more numbers than can be told apart here: what was counted is of no use. */
  static final class TooMany extends Exception {
    private static final long serialVersionUID = 1L;

    TooMany(int most) {
      super("More than %,d different recipients: choose a shorter time.".formatted(most));
    }
  }

  /** Adds one that is older than all before. */
  void add(Outcome o) throws TooMany {
    if (o.state() == State.PLANNED || o.state() == State.UNUSED) {
      return;
    }
    int slot = slot(o.number());
    if (!o.state().isFinal()) {
      open++;
    } else if (o.state().group() == State.Group.DELIVERED) {
      delivered++;
      seen[slot] |= DELIVERED;
      timed(o);
    } else {
      failed(o, slot);
    }
  }

  private void failed(Outcome o, int slot) {
    Why3 why = new Why3(o.state(), o.by(), o.err());
    reasons.computeIfAbsent(why, _ -> new long[1])[0]++;
    if (!Quality.isOfTheNumber(Why.of(o.state(), o.by(), o.err()))) {
      missed++;
      seen[slot] |= MISSED;
      return;
    }
    undeliverable++;
    if ((seen[slot] & DELIVERED) == 0) {
      Suspect suspect = suspects.get(o.number());
      if (suspect == null && suspects.size() < SUSPECTS_MAX) {
        suspect = new Suspect(o.id(), why);
        suspects.put(o.number(), suspect);
      }
      if (suspect != null) {
        suspect.fails++;
      }
    }
    seen[slot] |= UNDELIVERABLE;
  }

  /** Read comes later than delivered, and a later one of a chain waited for the one before. */
  private void timed(Outcome o) {
    if (o.state() != State.DELIVERED || Ids.placeOf(o.id()) > 1) {
      return;
    }
    long millis = Math.max(0, o.took().toMillis());
    int limit = 0;
    while (limit < Quality.LIMITS.size()
        && millis > Duration.ofSeconds(Quality.LIMITS.get(limit)).toMillis()) {
      limit++;
    }
    times[limit]++;
    slots[(int) (Math.log(millis + 1.0) / Math.log(2) * PER_OCTAVE)]++;
  }

  /** Where a number is; zero stands for no number. */
  private int slot(long number) throws TooMany {
    long key = number == 0 ? 1 : number;
    int at = place(numbers, key);
    if (numbers[at] == 0) {
      if (recipients == recipientsMax) {
        throw new TooMany(recipientsMax);
      }
      recipients++;
      if (recipients * 2L > numbers.length) {
        grow();
        at = place(numbers, key);
      }
      numbers[at] = key;
    }
    return at;
  }

  /** Numbers' hashes are as good as chance already. */
  private static int place(long[] table, long key) {
    int mask = table.length - 1;
    int at = (int) (key ^ (key >>> 32)) & mask;
    while (table[at] != 0 && table[at] != key) {
      at = (at + 1) & mask;
    }
    return at;
  }

  private void grow() {
    long[] more = new long[numbers.length * 2];
    byte[] moreSeen = new byte[more.length];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != 0) {
        int at = place(more, numbers[i]);
        more[at] = numbers[i];
        moreSeen[at] = seen[i];
      }
    }
    numbers = more;
    seen = moreSeen;
  }

  Quality quality() {
    List<Suspect> failing =
        suspects.values().stream()
            .filter(s -> s.fails >= Quality.FAILS_MIN)
            .sorted(
                Comparator.comparingInt((Suspect s) -> -s.fails)
                    .thenComparing(s -> s.id, Ids.ORDER.reversed()))
            .toList();
    return new Quality(
        new Share(delivered, undeliverable, missed, open),
        recipients(),
        reasons.entrySet().stream()
            .map(e -> new Reason(e.getKey().state, e.getKey().by, e.getKey().err, e.getValue()[0]))
            .sorted(Comparator.comparingLong(r -> -r.messages()))
            .toList(),
        Arrays.stream(times).boxed().toList(),
        percentile(0.5),
        percentile(0.95),
        percentile(0.99),
        failing.stream()
            .limit(Quality.LISTED_MAX)
            .map(s -> new Failing(s.id.toString(), s.why.state, s.why.by, s.why.err, s.fails))
            .toList(),
        failing.size());
  }

  private Share recipients() {
    long reached = 0;
    long wrong = 0;
    long lost = 0;
    for (int i = 0; i < numbers.length; i++) {
      if ((seen[i] & DELIVERED) != 0) {
        reached++;
      } else if ((seen[i] & UNDELIVERABLE) != 0) {
        wrong++;
      } else if ((seen[i] & MISSED) != 0) {
        lost++;
      }
    }
    return new Share(reached, wrong, lost, recipients - reached - wrong - lost);
  }

  private long percentile(double share) {
    long all = Arrays.stream(slots).sum();
    if (all == 0) {
      return -1;
    }
    long wanted = Math.max(1, Math.round(share * all));
    long before = 0;
    int slot = 0;
    while (before + slots[slot] < wanted) {
      before += slots[slot++];
    }
    double within = (wanted - before) / (double) slots[slot];
    return Math.round(Math.pow(2, (slot + within) / PER_OCTAVE) - 1);
  }
}
