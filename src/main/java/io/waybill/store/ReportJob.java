package io.waybill.store;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file or count that somebody asked for.
 *
 * @param messages written or counted until now
 * @param estimated of how many; null where nobody knows
 * @param cursor everything from this message on is done; null: nothing is
 * @param octets length of the file when that was so
 * @param file its name in the directory for reports; null: there is none
 * @param problem why it failed, for the person
 * @param result of a count, as it was stored
 */
public record ReportJob(
    long id,
    int accountId,
    @Nullable Long person,
    Asked asked,
    State state,
    long messages,
    @Nullable Long estimated,
    @Nullable UUID cursor,
    long octets,
    @Nullable String file,
    Instant askedAt,
    @Nullable Instant beganAt,
    @Nullable Instant endedAt,
    @Nullable Instant expiresAt,
    @Nullable String problem,
    @Nullable String result) {

  /** What is made. */
  public enum Kind {
    /** A file of the messages that fit. */
    MESSAGES,
    /** How well an account's messages were delivered. */
    QUALITY;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How a file is written. */
  public enum Format {
    CSV,
    XLSX,
    /** There is no file. */
    NONE;

    /** As a file's name ends. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where it stands. */
  public enum State {
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED,
    /** The file was kept for as long as was said, and is no more. */
    EXPIRED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether there is still something to be done. */
    public boolean isOpen() {
      return this == WAITING || this == RUNNING;
    }
  }

  /**
   * What was asked for.
   *
   * @param by who asked: an e-mail, at most 100 characters
   * @param query the filter as it stands in the address of the list, at most 2,000 characters
   * @param from at or after this acceptance time
   * @param until before this acceptance time
   * @param zone of the times in the file
   * @param withText whether the texts are in it
   * @param withMark whether a CSV begins with a byte order mark
   */
  public record Asked(
      String by,
      Kind kind,
      Format format,
      String query,
      Instant from,
      Instant until,
      ZoneId zone,
      boolean withText,
      boolean withMark) {}

  /**
   * How far it is, 0 to 100: by messages where their number is known, else by the time looked
   * through.
   */
  public int percent() {
    if (state == State.DONE || state == State.EXPIRED) {
      return 100;
    }
    double share = 0;
    if (estimated != null && estimated > 0) {
      share = messages / (double) estimated;
    } else if (cursor != null) {
      double whole = asked.until.toEpochMilli() - asked.from.toEpochMilli();
      double done =
          asked.until.toEpochMilli() - io.waybill.message.Ids.timeOf(cursor).toEpochMilli();
      share = whole <= 0 ? 0 : done / whole;
    }
    return (int) Math.max(0, Math.min(99, share * 100));
  }
}
