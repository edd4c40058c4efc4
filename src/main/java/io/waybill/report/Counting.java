package io.waybill.report;

import io.waybill.store.OutcomeReader.Outcome;
import io.waybill.store.ReportJob;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of an account's messages, page by page. */
final class Counting {
  private static final int PAGE = 10_000;
  private static final int NOTE_EVERY = 5;

  private final Reports.Parts parts;
  private final ReportJob job;
  private final Predicate<Duration> goesOn;
  private long counted;

  /**
   * @param goesOn asked after each page, with the time it took: may rest
   */
  Counting(Reports.Parts parts, ReportJob job, Predicate<Duration> goesOn) {
    this.parts = parts;
    this.job = job;
    this.goesOn = goesOn;
  }

  /** Null if it is no longer wanted, or the process ends. */
  @Nullable Quality count() throws SQLException, QualityCount.TooMany {
    QualityCount count = new QualityCount();
    UUID before = null;
    for (int pages = 0; ; pages++) {
      long began = System.nanoTime();
      List<Outcome> page =
          parts
              .outcomes()
              .page(job.accountId(), job.asked().from(), job.asked().until(), before, PAGE);
      for (Outcome outcome : page) {
        count.add(outcome);
      }
      counted += page.size();
      if (page.size() < PAGE) {
        return count.quality();
      }
      before = page.getLast().id();
      if (pages % NOTE_EVERY == 0 && !parts.jobs().progress(job.id(), counted, before, 0)) {
        return null;
      }
      if (!goesOn.test(Duration.ofNanos(System.nanoTime() - began))) {
        return null;
      }
    }
  }

  long counted() {
    return counted;
  }
}
