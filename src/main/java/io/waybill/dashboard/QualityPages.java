package io.waybill.dashboard;

import io.waybill.report.Cell;
import io.waybill.report.Csv;
import io.waybill.report.Quality;
import io.waybill.report.Quality.Failing;
import io.waybill.report.Reports;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.MessageReader.Found;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Asked;
import io.waybill.store.ReportJob.Format;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJob.State;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Delivery quality as the source guide measures it: counted by a job, shown with when that was. */
public final class QualityPages {
  static final String PATH = ReportPages.PATH + "/quality";

  /** Days back that can be counted. */
  static final List<Integer> DAYS = List.of(1, 7, 30, 90);

  private static final int DAYS_USUAL = 30;
  private static final int SHOWN = 50;
  private static final int LOOK_UP = 500;

  private final ReportDesk desk;

  public QualityPages(ReportDesk desk) {
    this.desk = desk;
  }

  /**
   * A number that keeps failing, as it is shown.
   *
   * @param number masked where only that is kept; null: not even that is
   */
  public record Bad(Failing failing, @Nullable String number, @Nullable Instant failedAt) {
    /** What went wrong last. */
    public String cause() {
      var why = failing.why();
      return why == null ? "" : why.cause();
    }

    /** What to do about it. */
    public String advice() {
      var why = failing.why();
      return why == null ? "" : why.remedy();
    }
  }

  /**
   * What the page shows.
   *
   * @param open a count that waits or runs; null: none
   * @param done the newest count; null: none yet
   * @param shown null where nothing is counted yet
   * @param failed why the newest one failed; null: it did not
   */
  public record View(
      int days,
      @Nullable ReportLine open,
      @Nullable ReportJob done,
      @Nullable QualityView shown,
      List<Bad> bad,
      @Nullable String failed) {
    public View {
      bad = List.copyOf(bad);
    }

    /** The choice of days. */
    public List<Integer> windows() {
      return DAYS;
    }
  }

  /** What is done on these pages, and shown. */
  public List<Page> pages() {
    return List.of(
        here(Page.get(PATH, Need.VIEWER, this::show)),
        here(Page.post(PATH, Need.VIEWER, this::ask)),
        here(Page.get(PATH + "/{report}/numbers", Need.VIEWER, this::numbers)));
  }

  private static Page here(Page page) {
    return page.at(Section.REPORTS, "Delivery quality", 20);
  }

  private static int days(Visit visit) {
    String days = visit.field("days");
    return DAYS.stream().filter(d -> days.equals(d.toString())).findFirst().orElse(DAYS_USUAL);
  }

  private static String query(int days) {
    return "days=" + days;
  }

  private Reply show(Visit visit) throws SQLException {
    int days = days(visit);
    List<ReportJob> jobs =
        desk.jobs().of(visit.account().id(), Kind.QUALITY).stream()
            .filter(job -> job.asked().query().equals(query(days)))
            .toList();
    Optional<ReportJob> open = jobs.stream().filter(job -> job.state().isOpen()).findFirst();
    if (visit.isPart()) {
      return open.isPresent()
          ? new Reply.Part("report/counting", line(visit, open.get()))
          : Reply.to(PATH + "?" + query(days));
    }
    ReportJob done = jobs.stream().filter(job -> job.result() != null).findFirst().orElse(null);
    String result = done == null ? null : done.result();
    Quality quality = result == null ? null : Reports.quality(result);
    boolean hasFailed = !jobs.isEmpty() && jobs.getFirst().state() == State.FAILED;
    return Reply.page(
        "quality",
        new View(
            days,
            open.isEmpty() ? null : line(visit, open.get()),
            done,
            quality == null ? null : new QualityView(quality),
            quality == null
                ? List.of()
                : bad(visit, quality.failing().stream().limit(SHOWN).toList()),
            hasFailed ? jobs.getFirst().problem() : null));
  }

  private static ReportLine line(Visit visit, ReportJob job) {
    return new ReportLine(
        job, List.of(), 0, ReportDesk.mayEnd(visit, job), PATH + "?" + job.asked().query());
  }

  private Reply ask(Visit visit) throws SQLException, Refused {
    int days = days(visit);
    Asked asked =
        new Asked(
            visit.by().actor(),
            Kind.QUALITY,
            Format.NONE,
            query(days),
            visit.now().minus(Duration.ofDays(days)),
            visit.now(),
            visit.times().zone(),
            false,
            false);
    desk.jobs().add(visit.account().id(), visit.person().id(), asked, visit.now());
    desk.look().run();
    return Reply.to(PATH + "?" + query(days));
  }

  /** With the numbers as they are kept now, not as they were when it was counted. */
  private List<Bad> bad(Visit visit, List<Failing> failing) {
    Map<String, Found> found = new HashMap<>();
    for (int at = 0; at < failing.size(); at += LOOK_UP) {
      List<UUID> ids =
          failing.subList(at, Math.min(at + LOOK_UP, failing.size())).stream()
              .map(each -> UUID.fromString(each.id()))
              .toList();
      desk.reader()
          .some(visit.account().id(), ids)
          .forEach(each -> found.put(each.envelope().id().toString(), each));
    }
    return failing.stream()
        .map(each -> {
          Found one = found.get(each.id());
          return one == null
              ? new Bad(each, null, null)
              : new Bad(each, one.envelope().recipient(), one.changedAt());
        })
        .toList();
  }

  private Reply numbers(Visit visit) throws SQLException, Refused {
    Optional<ReportJob> job = desk.find(visit);
    String result = job.map(ReportJob::result).orElse(null);
    if (result == null) {
      return Reply.notFound();
    }
    StringBuilder file = new StringBuilder();
    file.append(
        Csv.row(
            List.of(
                Cell.of("number"),
                Cell.of("failures_since_last_success"),
                Cell.of("last_failed_at"),
                Cell.of("error"),
                Cell.of("cause"),
                Cell.of("what_to_do"))));
    for (Bad bad : bad(visit, Reports.quality(result).failing())) {
      List<Cell> row = new ArrayList<>();
      row.add(Cell.of(bad.number()));
      row.add(Cell.of(bad.failing().fails()));
      row.add(Cell.of(bad.failedAt() == null ? null : bad.failedAt().toString()));
      row.add(Cell.of(bad.failing().err()));
      row.add(Cell.of(bad.cause()));
      row.add(Cell.of(bad.advice()));
      file.append(Csv.row(row));
    }
    desk.note(visit, "download", "failing numbers of " + job.orElseThrow().id());
    byte[] octets = file.toString().getBytes(StandardCharsets.UTF_8);
    return new Reply.Download(
        "waybill-failing-numbers.csv", "text/csv; charset=utf-8", out -> out.write(octets));
  }
}
