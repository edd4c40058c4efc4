package io.waybill.dashboard;

import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Format;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file that somebody asked for, as the list shows it.
 *
 * @param chips what it is narrowed down to
 * @param ahead how many are made before it
 * @param mayEnd whether this person may cancel or delete it
 * @param list where the same messages are listed
 */
public record ReportLine(
    ReportJob job, List<String> chips, long ahead, boolean mayEnd, String list) {
  private static final String[] UNITS = {"kB", "MB", "GB"};

  public ReportLine {
    chips = List.copyOf(chips);
  }

  /** Its number. */
  public long id() {
    return job.id();
  }

  /** In capitals, as people say it. */
  public String format() {
    return job.asked().format().word().toUpperCase(Locale.ROOT);
  }

  /** Whether there is still something to be done. */
  public boolean isOpen() {
    return job.state().isOpen();
  }

  /** Whether it can be had. */
  public boolean isThere() {
    return job.state() == ReportJob.State.DONE && job.file() != null;
  }

  /** From the first day to the last, in this person's time zone. */
  public String time(Times times) {
    return times.brief(job.asked().from()) + " – " + times.brief(job.asked().until());
  }

  /** What stands on the badge. */
  public String word() {
    return switch (job.state()) {
      case WAITING -> ahead == 0 ? "Begins" : "Waits";
      case RUNNING -> job.percent() + " %";
      case DONE -> "Ready";
      case FAILED -> "Failed";
      case CANCELLED -> "Cancelled";
      case EXPIRED -> "Expired";
    };
  }

  /** Which badge. */
  public String kind() {
    return switch (job.state()) {
      case WAITING, RUNNING -> "sent";
      case DONE -> "delivered";
      case FAILED -> "failed";
      case CANCELLED, EXPIRED -> "neutral";
    };
  }

  /** Its picture; null: none. */
  public @Nullable Icon icon() {
    return switch (job.state()) {
      case WAITING, RUNNING -> Icon.SENT;
      case DONE -> Icon.DELIVERED;
      case FAILED -> Icon.FAILED;
      case CANCELLED, EXPIRED -> null;
    };
  }

  /** So far, and of how many where that is known. */
  public String messages() {
    Long all = job.estimated();
    String some = Figures.number(job.messages());
    return all == null || job.state() != ReportJob.State.RUNNING
        ? some
        : some + " of " + Figures.number(Math.max(all, job.messages()));
  }

  /** Of the file, in powers of a thousand. */
  public String size() {
    return job.octets() == 0 ? "–" : size(job.octets());
  }

  static String size(long octets) {
    double size = octets / 1_000.0;
    int unit = 0;
    while (size >= 1_000 && unit < UNITS.length - 1) {
      size /= 1_000;
      unit++;
    }
    return String.format(Locale.ENGLISH, size < 10 ? "%.1f %s" : "%.0f %s", size, UNITS[unit]);
  }

  /** As it is saved. */
  String fileName() {
    return "waybill-messages-%s-%d.%s"
        .formatted(
            job.askedAt().atZone(job.asked().zone()).toLocalDate(),
            job.id(),
            job.asked().format().word());
  }

  /** Of the file. */
  String contentType() {
    return job.asked().format() == Format.XLSX
        ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        : "text/csv; charset=utf-8";
  }
}
