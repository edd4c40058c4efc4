package io.waybill.report;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.ops.Config;
import io.waybill.ops.Essential;
import io.waybill.ops.Metrics;
import io.waybill.store.ExportReader;
import io.waybill.store.OutcomeReader;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJobs;
import io.waybill.store.StatsReader;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the files and counts that people ask for: one thread, one at a time, with a rest after each
 * page, so that sending does not feel it. What a restart interrupts goes on where it was (CSV) or
 * begins again (XLSX, counts).
 */
public final class Reports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int TRIES_MAX = 5;

  /** Counters answer for so long a time at most. */
  private static final Duration COUNTED_MAX = Duration.ofDays(400);

  private static final Duration TIDY_EVERY = Duration.ofMinutes(10);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Parts parts;
  private final Counter made;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean isClosed;
  private Instant tidiedAt = Instant.EPOCH;
  private long troubled;
  private int tries;

  /**
   * What the worker works with.
   *
   * @param asks what a stored filter asks of the store
   * @param clock the wall clock
   */
  public record Parts(
      ReportJobs jobs,
      ReportFiles files,
      ExportReader messages,
      OutcomeReader outcomes,
      StatsReader stats,
      Asks asks,
      Config.Reports config,
      Metrics metrics,
      InstantSource clock) {}

  /** Begins to work, at what a process before this one left first. */
  public Reports(Parts parts) {
    this.parts = parts;
    made =
        parts
            .metrics()
            .counter("waybill_reports_total", "Reports that people asked for.", "kind", "outcome");
    thread = Essential.platform("reports").daemon(true).unstarted(this::run);
  }

  /** The thread begins. */
  public void start() {
    thread.start();
  }

  /** There is something new to be done. */
  public void look() {
    wake.release();
  }

  private void run() {
    while (!isClosed) {
      try {
        tidy();
        Optional<ReportJob> job = parts.jobs.next();
        if (job.isPresent()) {
          make(job.get());
        } else {
          rest(LOOK_EVERY);
        }
      } catch (SQLException | RuntimeException | IOException away) {
        if (!isClosed) {
          LOG.warn("reports wait a moment: {}", away.getMessage());
        }
        rest(LOOK_EVERY);
      }
    }
  }

  private void rest(Duration time) {
    try {
      if (wake.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS)) {
        wake.drainPermits();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      isClosed = true;
    }
  }

  private void tidy() throws SQLException, IOException {
    Instant now = parts.clock.instant();
    if (Duration.between(tidiedAt, now).compareTo(TIDY_EVERY) < 0) {
      return;
    }
    tidiedAt = now;
    parts.jobs.tidy(now);
    parts.files.keepOnly(parts.jobs.files());
  }

  private void make(ReportJob job) throws SQLException, IOException {
    String outcome = "done";
    try {
      boolean isThere =
          job.asked().kind() == Kind.QUALITY
              ? count(job)
              : new Export(parts, this::goesOn).make(job);
      if (!isThere) {
        outcome = isClosed ? "" : "cancelled";
      }
      tries = 0;
    } catch (ReportFiles.Full | Export.TooLong | QualityCount.TooMany why) {
      fail(job, String.valueOf(why.getMessage()));
      outcome = "failed";
    } catch (SQLException | RuntimeException | IOException trouble) {
      if (isClosed) {
        return;
      }
      tries = troubled == job.id() ? tries + 1 : 1;
      troubled = job.id();
      if (tries < TRIES_MAX) {
        throw trouble;
      }
      LOG.error("report {} cannot be made", job.id(), trouble);
      fail(
          job,
          "It could not be made in "
              + TRIES_MAX
              + " tries: the database or the disk did not do what was asked. Try again later, or"
              + " choose a shorter time.");
      outcome = "failed";
    }
    // Its file may have been let go by a page meanwhile, and beyond the number kept another's.
    tidiedAt = Instant.EPOCH;
    if (!outcome.isEmpty()) {
      made.labelValues(job.asked().kind().name().toLowerCase(java.util.Locale.ROOT), outcome).inc();
    }
  }

  private void fail(ReportJob job, String why) throws SQLException {
    parts.jobs.failed(job.id(), why, parts.clock.instant());
  }

  /** After a page; a rest makes room for those who send. */
  private boolean goesOn(Duration worked) {
    // A fifth of the time, so that a million rows stay within a minute on a small machine.
    long nanos = Math.min(worked.toNanos() / 5, TimeUnit.MILLISECONDS.toNanos(200));
    java.util.concurrent.locks.LockSupport.parkNanos(nanos);
    return !isClosed;
  }

  private boolean count(ReportJob job) throws SQLException, QualityCount.TooMany {
    Long all = estimated(parts, job);
    if (!parts.jobs.begin(job.id(), null, all, parts.clock.instant())) {
      return false;
    }
    Counting counting = new Counting(parts, job, this::goesOn);
    @Nullable Quality quality = counting.count();
    Instant now = parts.clock.instant();
    return quality != null
        && parts.jobs.done(
            job.id(),
            counting.counted(),
            0,
            now,
            now.plus(Duration.ofDays(parts.config.keepDays())),
            JSON.writeValueAsString(quality));
  }

  /** How many messages of the time there are, by the counters; null where a filter takes some. */
  static @Nullable Long estimated(Parts parts, ReportJob job) {
    Instant from = job.asked().from();
    boolean isLong = Duration.between(from, job.asked().until()).compareTo(COUNTED_MAX) > 0;
    if (isLong || parts.asks.isNarrow(job)) {
      return null;
    }
    return parts.stats.overview(job.accountId(), from, job.asked().until()).totals().accepted();
  }

  /** What a count stored. */
  public static Quality quality(String result) {
    return JSON.readValue(result, Quality.class);
  }

  /** What is being made is left where it is, for the next start. */
  @Override
  public void close() {
    isClosed = true;
    wake.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }
}
