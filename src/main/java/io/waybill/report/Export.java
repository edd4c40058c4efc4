package io.waybill.report;

import io.waybill.store.ExportReader;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Format;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Writes one file of messages. Memory holds a page of them at a time. */
final class Export {
  static final long CSV_MAX = 10_000_000;
  static final long XLSX_MAX = 3_000_000;
  private static final int PAGE = 2_000;
  private static final Duration NOTE_EVERY = Duration.ofSeconds(1);

  private final Reports.Parts parts;
  private final Predicate<Duration> goesOn;

  /**
   * @param goesOn asked after each page, with the time it took: may rest
   */
  Export(Reports.Parts parts, Predicate<Duration> goesOn) {
    this.parts = parts;
    this.goesOn = goesOn;
  }

  /** The file would be longer than files of its kind may be. */
  static final class TooLong extends Exception {
    private static final long serialVersionUID = 1L;

    TooLong(Format format) {
      super(
          format == Format.XLSX
              ? "More than %,d messages: choose CSV, or a shorter time.".formatted(XLSX_MAX)
              : "More than %,d messages: choose a shorter time, and make several."
                  .formatted(CSV_MAX));
    }
  }

  /** Where it stands while it is written. */
  private record Begun(Table table, String file, long rows, @Nullable UUID cursor) {}

  /** Makes it, or goes on; false if it is no longer wanted, or the process ends. */
  boolean make(ReportJob job) throws SQLException, IOException, ReportFiles.Full, TooLong {
    parts.files().check();
    Begun begun = goOn(job);
    if (begun == null) {
      begun = begin(job);
    }
    if (begun == null) {
      return false;
    }
    boolean isKept = false;
    try (Table table = begun.table) {
      isKept = write(job, begun, table);
    } catch (SQLException | RuntimeException away) {
      isKept = true;
      throw away;
    } finally {
      if (!isKept) {
        parts.files().remove(begun.file);
      }
    }
    return parts
        .jobs()
        .find(job.accountId(), job.id())
        .filter(now -> now.state() == ReportJob.State.DONE)
        .isPresent();
  }

  /** A CSV where it was left; null if that cannot be. */
  private @Nullable Begun goOn(ReportJob job) throws IOException {
    String file = job.file();
    if (file == null || job.asked().format() != Format.CSV || job.cursor() == null) {
      return null;
    }
    if (!parts.files().isThere(file)) {
      return null;
    }
    try {
      CsvTable table = new CsvTable(parts.files().path(file), job.octets());
      return new Begun(table, file, job.messages(), job.cursor());
    } catch (IOException shorter) {
      return null;
    }
  }

  private @Nullable Begun begin(ReportJob job) throws SQLException, IOException, TooLong {
    if (job.file() != null) {
      parts.files().remove(job.file());
    }
    Long estimated = Reports.estimated(parts, job);
    if (estimated != null && estimated > max(job)) {
      throw new TooLong(job.asked().format());
    }
    String file = parts.files().make(job.id(), job.asked().format().word());
    if (!parts.jobs().begin(job.id(), file, estimated, parts.clock().instant())) {
      parts.files().remove(file);
      return null;
    }
    Table table;
    if (job.asked().format() == Format.XLSX) {
      table = new XlsxTable(parts.files().path(file));
    } else {
      CsvTable csv = new CsvTable(parts.files().path(file), 0);
      if (job.asked().withMark()) {
        csv.mark();
      }
      table = csv;
    }
    table.row(columns(job).head());
    return new Begun(table, file, 0, null);
  }

  private static long max(ReportJob job) {
    return job.asked().format() == Format.XLSX ? XLSX_MAX : CSV_MAX;
  }

  private static MessageTable columns(ReportJob job) {
    return new MessageTable(job.asked().zone(), job.asked().withText());
  }

  /** False if the file is of no use any more. */
  private boolean write(ReportJob job, Begun begun, Table table)
      throws SQLException, IOException, ReportFiles.Full, TooLong {
    MessageTable columns = columns(job);
    long rows = begun.rows;
    UUID cursor = begun.cursor;
    long noted = System.nanoTime();
    while (true) {
      long began = System.nanoTime();
      ExportReader.Page page =
          parts.messages().page(parts.asks().query(job, cursor, PAGE), job.asked().withText());
      for (ExportReader.Line line : page.lines()) {
        table.row(columns.row(line));
      }
      rows += page.lines().size();
      if (rows > max(job)) {
        throw new TooLong(job.asked().format());
      }
      cursor = page.next();
      if (cursor == null) {
        return finish(job, rows, table);
      }
      boolean goes = goesOn.test(Duration.ofNanos(System.nanoTime() - began));
      if (!goes || System.nanoTime() - noted > NOTE_EVERY.toNanos()) {
        noted = System.nanoTime();
        parts.files().check();
        if (!parts.jobs().progress(job.id(), rows, cursor, table.flush())) {
          return false;
        }
      }
      if (!goes) {
        return true;
      }
    }
  }

  private boolean finish(ReportJob job, long rows, Table table) throws SQLException, IOException {
    long octets = table.finish();
    Instant now = parts.clock().instant();
    Instant expires = now.plus(Duration.ofDays(parts.config().keepDays()));
    return parts.jobs().done(job.id(), rows, octets, now, expires, null);
  }
}
