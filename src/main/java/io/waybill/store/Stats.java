package io.waybill.store;

import io.waybill.message.State;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link StatsReader} answers: sums of counters over a time (design 7, Counters). */
public final class Stats {
  private Stats() {}

  /** What a point of a series spans. A quarter of an hour is for the last hours only. */
  public enum Grain {
    QUARTER,
    HOUR,
    DAY
  }

  /** What the rows of the heat table are. */
  public enum By {
    COUNTRY,
    NETWORK,
    CARRIER
  }

  /** States of messages that a carrier has taken, whatever became of them: {@link Totals#sent}. */
  public static final Set<State> TAKEN =
      Collections.unmodifiableSet(
          EnumSet.complementOf(
              EnumSet.of(
                  State.PLANNED,
                  State.UNUSED,
                  State.SCHEDULED,
                  State.QUEUED,
                  State.SUBMITTING,
                  State.REFUSED,
                  State.REJECTED,
                  State.FAILED,
                  State.CANCELLED)));

  /**
   * All figures of a time.
   *
   * @param from from when on messages are in it by their acceptance: the time asked for, or earlier
   *     where counters are kept by the hour (after two days) or by the day (after nine), in UTC
   * @param until before when
   * @param grain of the series and the heat table
   * @param series each hour or day of the time, the empty ones too, oldest first
   * @param countries by ISO code, most messages first; the empty name is "not known"
   * @param networks by MCC and MNC
   * @param carriers by name
   * @param accounts that have messages in it, most messages first
   * @param heat rows of what was asked for, most messages first, with totals for each point of the
   *     series
   * @param errors most frequent first, at most 50
   */
  public record Overview(
      Instant from,
      Instant until,
      Grain grain,
      Totals totals,
      Times toSent,
      Times toDelivered,
      Times toTold,
      List<Point> series,
      List<Part> countries,
      List<Part> networks,
      List<Part> carriers,
      List<OfAccount> accounts,
      List<Heat> heat,
      List<Err> errors) {
    public Overview {
      series = List.copyOf(series);
      countries = List.copyOf(countries);
      networks = List.copyOf(networks);
      carriers = List.copyOf(carriers);
      accounts = List.copyOf(accounts);
      heat = List.copyOf(heat);
      errors = List.copyOf(errors);
    }
  }

  /**
   * A point of the series, by when it begins.
   *
   * @param toDelivered of messages accepted then; kept by the hour, and after two days by the day,
   *     at whose first point they stand
   */
  public record Point(Instant at, Totals totals, Times toDelivered) {}

  /** An account's share. */
  public record OfAccount(int id, Totals totals) {}

  /**
   * A country, network or carrier.
   *
   * @param country of a network, its country; else empty
   */
  public record Part(String name, String country, Totals totals, Times toSent, Times toDelivered) {}

  /**
   * A row of the heat table: totals, point by point of the series.
   *
   * @param country of a network, its country; else empty
   */
  public record Heat(String name, String country, List<Totals> points) {
    public Heat {
      points = List.copyOf(points);
    }
  }

  /** How many messages stand in a failed or rejected state with that number of the contract. */
  public record Err(int err, long messages) {}

  /**
   * How long it took; a percentile is right to about a tenth. Null where nothing was timed.
   *
   * @param count how many were timed
   */
  public record Times(
      long count, @Nullable Duration p50, @Nullable Duration p95, @Nullable Duration p99) {

    static Times of(Slots slots, Slots.Kind kind) {
      return new Times(
          slots.count(kind), at(slots, kind, 0.5), at(slots, kind, 0.95), at(slots, kind, 0.99));
    }

    private static @Nullable Duration at(Slots slots, Slots.Kind kind, double share) {
      long millis = slots.percentile(kind, share);
      return millis < 0 ? null : Duration.ofMillis(millis);
    }
  }

  /** How many messages stand where. Messages of a chain that were never tried are in none of it. */
  public static final class Totals {
    private final Counts counts;

    Totals(Counts counts) {
      this.counts = counts;
    }

    /** Of several together. */
    public static Totals sum(List<Totals> some) {
      Counts sum = new Counts();
      some.forEach(each -> sum.add(each.counts));
      return new Totals(sum);
    }

    /** In exactly that state. */
    public long in(State state) {
      return counts.of(state);
    }

    /** In that one of the dashboard's four groups; what is still here counts as sent. */
    public long in(State.Group group) {
      long sum = 0;
      for (State state : State.values()) {
        sum += isTried(state) && state.group() == group ? counts.of(state) : 0;
      }
      return sum;
    }

    /** With that one of the ten words for people. */
    public long in(String word) {
      long sum = 0;
      for (State state : State.values()) {
        sum += isTried(state) && state.word().equals(word) ? counts.of(state) : 0;
      }
      return sum;
    }

    private static boolean isTried(State state) {
      return state != State.PLANNED && state != State.UNUSED;
    }

    /** All that were accepted. */
    public long accepted() {
      long sum = 0;
      for (State state : State.values()) {
        sum += isTried(state) ? counts.of(state) : 0;
      }
      return sum;
    }

    /** Those that a carrier has taken, whatever became of them: those in {@link Stats#TAKEN}. */
    public long sent() {
      long sum = 0;
      for (State state : TAKEN) {
        sum += counts.of(state);
      }
      return sum;
    }

    /** Scheduled, waiting for a link, or being written to one. */
    public long queued() {
      return counts.of(State.SCHEDULED) + counts.of(State.QUEUED) + counts.of(State.SUBMITTING);
    }

    /** Delivered, read or not. */
    public long delivered() {
      return in(State.Group.DELIVERED);
    }

    public long failed() {
      return in(State.Group.FAILED);
    }

    public long rejected() {
      return in(State.Group.REJECTED);
    }

    /** Not final: the outcome is still to come. */
    public long inFlight() {
      return in(State.Group.SENT);
    }

    /**
     * Of which nobody knows: for good, or as the carrier's last word. Part of failed, or in flight.
     */
    public long unknown() {
      return counts.of(State.UNKNOWN) + counts.of(State.UNCLEAR);
    }

    /** Delivered of those that are final, 0 to 1; -1 if none is. */
    public double deliveryRateOfFinal() {
      return rate(accepted() - inFlight());
    }

    /** Delivered of all accepted, 0 to 1; -1 if there are none. */
    public double deliveryRateOfAll() {
      return rate(accepted());
    }

    private double rate(long of) {
      return of <= 0 ? -1 : delivered() / (double) of;
    }

    /** Parts of all messages. */
    public long parts() {
      long sum = 0;
      for (Counts.Stand stand : Counts.Stand.values()) {
        sum += counts.parts(stand);
      }
      return sum;
    }

    /** What all parts cost by the price of their time, in euro. */
    public BigDecimal price() {
      long sum = 0;
      for (Counts.Stand stand : Counts.Stand.values()) {
        sum += counts.price(stand);
      }
      return BigDecimal.valueOf(sum, Counts.PRICE_DIGITS);
    }

    /** The same of those that were delivered. */
    public BigDecimal priceOfDelivered() {
      return BigDecimal.valueOf(counts.price(Counts.Stand.DELIVERED), Counts.PRICE_DIGITS);
    }

    /** The same of those that failed or were rejected. */
    public BigDecimal priceOfFailed() {
      return BigDecimal.valueOf(
          counts.price(Counts.Stand.FAILED) + counts.price(Counts.Stand.REJECTED),
          Counts.PRICE_DIGITS);
    }
  }
}
