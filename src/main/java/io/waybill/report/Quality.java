package io.waybill.report;

import io.waybill.message.By;
import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.ErrorDictionary.Whose;
import io.waybill.message.State;
import io.waybill.message.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well an account's messages of some time were delivered, as the source guide measures it: how
 * many are deliverable, how many of those were delivered, and in what time.
 *
 * @param reasons why messages were not delivered, most frequent first
 * @param times how many were delivered within each of {@link #LIMITS}, then later than the last
 * @param p50 milliseconds within which half of the timed ones were delivered; -1: none was timed
 * @param failing numbers that keep failing, most failures first, at most {@link #LISTED_MAX}
 * @param failingAll how many numbers keep failing
 */
public record Quality(
    Share messages,
    Share recipients,
    List<Reason> reasons,
    List<Long> times,
    long p50,
    long p95,
    long p99,
    List<Failing> failing,
    long failingAll) {
  /** Seconds: what a person who waits for a code notices, and what an appointment can bear. */
  public static final List<Long> LIMITS = List.of(5L, 10L, 30L, 60L, 300L, 3_600L);

  /** So many numbers are listed. */
  public static final int LISTED_MAX = 1_000;

  /** From so many failures on a number keeps failing. */
  public static final int FAILS_MIN = 3;

  public Quality {
    reasons = List.copyOf(reasons);
    times = List.copyOf(times);
    failing = List.copyOf(failing);
  }

  /**
   * Messages, or recipients, by what became of them; a recipient counts once.
   *
   * @param delivered of recipients: at least once
   * @param undeliverable never can be: the number is wrong, not in use, or must not be written to
   * @param missed could have been delivered, and was not
   * @param open no outcome yet
   */
  public record Share(long delivered, long undeliverable, long missed, long open) {
    /** All. */
    public long all() {
      return ended() + open;
    }

    /** Those with an outcome. */
    public long ended() {
      return deliverable() + undeliverable;
    }

    /** Those that could be delivered. */
    public long deliverable() {
      return delivered + missed;
    }

    /** Deliverable of those with an outcome, 0 to 1; -1 if there are none. */
    public double deliverableShare() {
      return share(deliverable(), ended());
    }

    /** Delivered of the deliverable ones, 0 to 1; -1 if there are none. */
    public double deliveredShare() {
      return share(delivered, deliverable());
    }

    private static double share(long some, long of) {
      return of == 0 ? -1 : some / (double) of;
    }
  }

  /**
   * Why so many messages were not delivered.
   *
   * @param err the contract's number
   */
  public record Reason(State state, By by, int err, long messages) {
    /** In words. */
    public @Nullable Meaning why() {
      return Why.of(state, by, err);
    }

    /** Whether it is the number, for good. */
    public boolean isOfTheNumber() {
      return Quality.isOfTheNumber(why());
    }
  }

  /**
   * A number that was refused again and again, and has had nothing since it was last delivered to.
   *
   * @param id of its newest failed message: the number itself is not kept here
   * @param fails permanent failures since the last success
   */
  public record Failing(String id, State state, By by, int err, int fails) {
    /** In words. */
    public @Nullable Meaning why() {
      return Why.of(state, by, err);
    }
  }

  /** Whether trying again is useless because of the number itself. */
  static boolean isOfTheNumber(@Nullable Meaning why) {
    return why != null && why.permanent() && why.whose() == Whose.NUMBER;
  }
}
