package io.waybill.store;

import io.waybill.ops.Metrics;
import io.waybill.ops.Rounds;
import io.waybill.routing.Notation;
import io.waybill.store.LearnedNotations.Learned;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How each carrier's receipts write its ids: as it is set, or as experience has shown (design 9).
 * Where {@link Notation#AUTO} is set, {@link #FIXED_AFTER} matches in a row that speak for the same
 * one notation fix it; it is stored and outlives a restart. Matches against it are still found and
 * counted; {@link #UNFIXED_AFTER} of them, without {@link #FORGIVEN_AFTER} matches for it after one
 * of them, and everything is tried again: one or two may be chance, as an all-digit id is valid in
 * both notations.
 */
public final class Notations implements AutoCloseable {
  /** Matches in a row that speak for the same notation. */
  public static final int FIXED_AFTER = 20;

  /** Matches against a fixed one until it is not believed any more. */
  public static final int UNFIXED_AFTER = 5;

  /** Matches for a fixed one that make those against it forgotten. */
  public static final int FORGIVEN_AFTER = 100;

  private static final Logger LOG = LoggerFactory.getLogger(Notations.class);
  private static final Duration WRITE_EVERY = Duration.ofMillis(500);

  private final Function<String, Notation> settings;
  private final @Nullable LearnedNotations stored;
  private final InstantSource clock;
  private final Map<String, Experience> carriers = new ConcurrentHashMap<>();
  private final io.prometheus.metrics.core.metrics.@Nullable Counter count;
  private @Nullable Rounds rounds;

  /**
   * @param settings what is set for a carrier, now
   */
  public Notations(
      Function<String, Notation> settings,
      LearnedNotations stored,
      InstantSource clock,
      Metrics metrics)
      throws SQLException {
    this.settings = settings;
    this.stored = stored;
    this.clock = clock;
    this.count =
        metrics.counter(
            "waybill_receipt_notation_total",
            "What was learned about the notation of carriers' ids: fixed, against, unfixed",
            "event");
    for (Learned one : stored.all()) {
      Experience experience = new Experience();
      experience.fixed = one.notation();
      experience.isStored = true;
      carriers.put(one.carrier(), experience);
    }
  }

  /** Everything is set to this; nothing is learned. */
  Notations(Notation all) {
    settings = _ -> all;
    stored = null;
    clock = InstantSource.system();
    count = null;
  }

  /** Stores what is learned from now on, soon after. */
  public void start() {
    rounds = new Rounds("receipt-notations", WRITE_EVERY, this::write);
  }

  /** What is known about one carrier. Guarded by itself. */
  private static final class Experience {
    volatile @Nullable Notation fixed;
    @Nullable Notation spoken;
    int times;
    int against;
    int since;
    String last = "";
    boolean isStored;
    boolean isToBeWritten;
  }

  /**
   * In which order a receipt's id is looked up.
   *
   * @param first tried before all else; AUTO: as it is written
   * @param all what is tried if that finds nothing: AUTO, or the same
   */
  record Order(Notation first, Notation all) {}

  Order of(String carrier) {
    Notation set = settings.apply(carrier);
    if (set != Notation.AUTO) {
      return new Order(set, set);
    }
    Experience experience = carriers.get(carrier);
    Notation fixed = experience == null ? null : experience.fixed;
    return new Order(fixed == null ? Notation.AUTO : fixed, Notation.AUTO);
  }

  /** A receipt was matched without doubt. Cheap: it is called for every one. */
  void matched(String carrier, String answered, String received) {
    if (stored == null || settings.apply(carrier) != Notation.AUTO) {
      return;
    }
    Notation spoken = CarrierIds.spokenFor(answered, received);
    if (spoken != null) {
      Experience known = carriers.computeIfAbsent(carrier, _ -> new Experience());
      synchronized (known) {
        if (!known.last.equals(received)) { // the same receipt again proves nothing new
          known.last = received;
          learn(carrier, known, spoken);
        }
      }
    }
  }

  private void learn(String carrier, Experience known, Notation spoken) {
    if (known.fixed == null) {
      known.times = spoken == known.spoken ? known.times + 1 : 1;
      known.spoken = spoken;
      if (known.times >= FIXED_AFTER) {
        change(known, spoken, "fixed");
        LOG.info(
            "the ids of carrier {} are written {}: {} receipts in a row have shown it",
            carrier,
            spoken.word(),
            FIXED_AFTER);
      }
    } else if (spoken != known.fixed) {
      known.since = 0;
      known.against++;
      count("against");
      if (known.against >= UNFIXED_AFTER) {
        LOG.warn(
            "the ids of carrier {} are not written {} any more: {} receipts were found otherwise,"
                + " so every notation is tried again",
            carrier,
            known.fixed.word(),
            UNFIXED_AFTER);
        change(known, null, "unfixed");
      }
    } else if (known.against > 0 && ++known.since >= FORGIVEN_AFTER) {
      known.against = 0;
      known.since = 0;
    }
  }

  private void change(Experience known, @Nullable Notation to, String event) {
    known.fixed = to;
    known.spoken = null;
    known.times = 0;
    known.against = 0;
    known.since = 0;
    known.isToBeWritten = true;
    count(event);
  }

  private void count(String event) {
    if (count != null) {
      count.labelValues(event).inc();
    }
  }

  private void write() {
    LearnedNotations table = stored;
    if (table == null) {
      return;
    }
    carriers.forEach((carrier, known) -> {
      synchronized (known) {
        if (known.isToBeWritten) {
          try {
            Notation fixed = known.fixed;
            if (fixed == null) {
              table.unfix(carrier);
            } else {
              table.fix(new Learned(carrier, fixed, clock.instant()));
            }
            known.isToBeWritten = false;
            known.isStored = fixed != null;
          } catch (SQLException e) {
            LOG.debug("what was learned of {} cannot be stored now: {}", carrier, e.getMessage());
          }
        }
      }
    });
  }

  /** What somebody has forgotten on purpose, here or by command, is forgotten here too. */
  public void refresh() {
    LearnedNotations table = stored;
    if (table == null) {
      return;
    }
    try {
      Map<String, Notation> there = new HashMap<>();
      table.all().forEach(l -> there.put(l.carrier(), l.notation()));
      carriers.forEach((carrier, known) -> {
        synchronized (known) {
          if (known.isStored && !known.isToBeWritten && !there.containsKey(carrier)) {
            known.isStored = false;
            known.fixed = null;
            known.spoken = null;
            known.times = 0;
            known.against = 0;
          }
        }
      });
    } catch (SQLException e) {
      LOG.warn("what is known of the notation of ids cannot be read: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    if (rounds != null) {
      rounds.close();
    }
    write();
  }
}
