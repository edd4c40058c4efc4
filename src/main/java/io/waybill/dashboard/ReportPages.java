package io.waybill.dashboard;

import io.waybill.store.AdminStore.Refused;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Asked;
import io.waybill.store.ReportJob.Format;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJobs;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Files of messages: asked for, watched, downloaded, deleted. */
public final class ReportPages {
  static final String PATH = "/reports";
  private static final int QUERY_MAX = 2_000;

  /** Messages that run ahead of the clock a little are in it. */
  private static final Duration LONGEST = Duration.ofDays(400).plusHours(1);

  private final ReportDesk desk;

  public ReportPages(ReportDesk desk) {
    this.desk = desk;
  }

  /**
   * What the page shows.
   *
   * @param filter what the next file is narrowed down to
   * @param chips the same in words
   * @param first the day from which on, as a date field wants it; empty: by the window
   * @param last the last day
   */
  public record View(
      MessageFilter filter,
      List<String> chips,
      String first,
      String last,
      List<ReportLine> lines,
      boolean isOperator,
      int keepDays,
      @Nullable String problem) {
    public View {
      chips = List.copyOf(chips);
      lines = List.copyOf(lines);
    }

    /** Words for the choice of words. */
    public List<String> words() {
      return MessageFilter.WORDS;
    }

    /** The four groups, small. */
    public List<String> groups() {
      return MessageFilter.GROUPS;
    }

    /** How far back one may look. */
    public List<Integer> windows() {
      return MessageFilter.WINDOWS;
    }

    /** How many an account may have waiting. */
    public int openMax() {
      return ReportJobs.OPEN_MAX;
    }

    /** How many are listed. */
    public int keptMax() {
      return ReportJobs.KEPT_MAX;
    }
  }

  /** What is done on these pages, and shown. */
  public List<Page> pages() {
    return List.of(
        here(Page.get(PATH, Need.VIEWER, this::show)),
        here(Page.post(PATH, Need.VIEWER, this::ask)),
        here(Page.get(PATH + "/{report}/file", Need.VIEWER, this::download)),
        here(Page.post(PATH + "/{report}/cancel", Need.VIEWER, this::cancel)),
        here(Page.post(PATH + "/{report}/remove", Need.VIEWER, this::remove)));
  }

  private static Page here(Page page) {
    return page.at(Section.REPORTS, "Exports", 10);
  }

  /** Days are those of the person's time zone; the last one counts whole. */
  private static String field(Visit visit, String name) {
    String day = visit.field(name.equals("from") ? "first" : "last");
    boolean isDay = (name.equals("from") || name.equals("until")) && !day.isEmpty();
    if (!isDay) {
      return visit.field(name);
    }
    try {
      return LocalDate.parse(day)
          .plusDays(name.equals("from") ? 0 : 1)
          .atStartOfDay(visit.times().zone())
          .toInstant()
          .toString();
    } catch (DateTimeException wrong) {
      return day;
    }
  }

  private static MessageFilter filter(Visit visit) {
    return new MessageFilter(name -> field(visit, name), isOperator(visit), visit.now());
  }

  private static boolean isOperator(Visit visit) {
    return Need.OPERATOR.isMetBy(visit.person().role());
  }

  private static String day(Visit visit, String field, String moment, int minus) {
    if (!visit.field(field).isEmpty() || moment.isEmpty()) {
      return visit.field(field);
    }
    try {
      return Instant.parse(moment)
          .minusMillis(minus)
          .atZone(visit.times().zone())
          .toLocalDate()
          .toString();
    } catch (DateTimeException wrong) {
      return "";
    }
  }

  private View view(Visit visit, MessageFilter filter, @Nullable String problem)
      throws SQLException {
    List<ReportLine> lines = new ArrayList<>();
    List<ReportJob> jobs = desk.jobs().of(visit.account().id(), Kind.MESSAGES);
    for (ReportJob job : jobs) {
      long ahead = jobs.stream().filter(j -> j.state().isOpen() && j.id() < job.id()).count();
      lines.add(
          new ReportLine(
              job,
              ReportFilters.chips(job, isOperator(visit)),
              ahead,
              ReportDesk.mayEnd(visit, job),
              MessagePages.PATH + "?" + job.asked().query()));
    }
    return new View(
        filter,
        ReportFilters.chips(filter, isOperator(visit)),
        day(visit, "first", filter.get("from"), 0),
        day(visit, "last", filter.get("until"), 1),
        lines,
        isOperator(visit),
        desk.config().keepDays(),
        problem);
  }

  private Reply show(Visit visit) throws SQLException {
    MessageFilter filter = filter(visit);
    if (visit.isPart()) {
      return new Reply.Part("report/jobs", view(visit, filter, null));
    }
    return filter.problems().isEmpty()
        ? Reply.page("reports", view(visit, filter, null))
        : Reply.again("reports", view(visit, filter, String.join(" ", filter.problems())));
  }

  private Reply ask(Visit visit) throws SQLException, Refused {
    MessageFilter filter = filter(visit);
    List<String> problems = new ArrayList<>(filter.problems());
    Optional<Format> format = format(visit.field("format"));
    if (format.isEmpty()) {
      problems.add("Choose CSV or XLSX.");
    }
    if (problems.isEmpty() && !filter.from().isBefore(filter.until())) {
      problems.add("The first day must come before the last one.");
    }
    if (problems.isEmpty()
        && Duration.between(filter.from(), filter.until()).compareTo(LONGEST) > 0) {
      problems.add("A file spans at most 400 days: make several.");
    }
    if (filter.query().length() > QUERY_MAX) {
      problems.add("This filter is too long to be kept.");
    }
    if (!problems.isEmpty()) {
      return Reply.again("reports", view(visit, filter, String.join(" ", problems)));
    }
    Instant until = filter.until().isAfter(visit.now()) ? visit.now() : filter.until();
    ZoneId zone = visit.isTicked("utc") ? ZoneOffset.UTC : visit.times().zone();
    Asked asked =
        new Asked(
            visit.by().actor(),
            Kind.MESSAGES,
            format.get(),
            filter.query(),
            filter.from().isAfter(until) ? until : filter.from(),
            until,
            zone,
            visit.isTicked("text"),
            visit.isTicked("mark"));
    long id = desk.jobs().add(visit.account().id(), visit.person().id(), asked, visit.now());
    desk.look().run();
    desk.note(
        visit,
        "export",
        "%d %s%s %s"
            .formatted(
                id,
                asked.format().word(),
                asked.withText() ? " with texts" : "",
                String.join(", ", ReportFilters.chips(filter, true))));
    return Reply.to(PATH, "The file is being made. You may leave this page.");
  }

  private static Optional<Format> format(String written) {
    return switch (written) {
      case "csv" -> Optional.of(Format.CSV);
      case "xlsx" -> Optional.of(Format.XLSX);
      default -> Optional.empty();
    };
  }

  private Reply download(Visit visit) throws SQLException, Refused {
    Optional<ReportJob> found = desk.find(visit);
    if (found.isEmpty()) {
      return Reply.notFound();
    }
    ReportJob job = found.get();
    String file = job.file();
    if (job.state() != ReportJob.State.DONE || file == null || !desk.files().isThere(file)) {
      return new Reply.Refusal(
          409, "This file is not there: it is not ready yet, or was deleted. Make it again.");
    }
    ReportLine line = new ReportLine(job, List.of(), 0, false, "");
    desk.note(visit, "download", job.id() + " " + line.fileName());
    return new Reply.Download(
        line.fileName(), line.contentType(), out -> desk.files().copy(file, out));
  }

  private Reply cancel(Visit visit) throws SQLException, Refused {
    Optional<ReportJob> job = mine(visit);
    if (job.isEmpty()) {
      return Reply.notFound();
    }
    if (!desk.jobs().cancel(visit.account().id(), job.get().id(), visit.now())) {
      throw new Refused("This one is over already.");
    }
    desk.look().run();
    desk.note(visit, "cancel", Long.toString(job.get().id()));
    return Reply.to(back(job.get()), "It is cancelled.");
  }

  private static String back(ReportJob job) {
    return job.asked().kind() == Kind.QUALITY ? QualityPages.PATH : PATH;
  }

  private Reply remove(Visit visit) throws SQLException, Refused {
    Optional<ReportJob> job = mine(visit);
    if (job.isEmpty()) {
      return Reply.notFound();
    }
    if (!desk.jobs().remove(visit.account().id(), job.get().id())) {
      throw new Refused("This one is still being made: cancel it first.");
    }
    desk.files().removeQuietly(job.get().file());
    desk.note(visit, "delete", Long.toString(job.get().id()));
    return Reply.to(back(job.get()), "The file is deleted.");
  }

  /** One that this person may end; empty if it is not the account's. */
  private Optional<ReportJob> mine(Visit visit) throws SQLException, Refused {
    Optional<ReportJob> job = desk.find(visit);
    if (job.isPresent() && !ReportDesk.mayEnd(visit, job.get())) {
      throw new Refused("Only who asked for it, or an owner of the account, may do that.");
    }
    return job;
  }
}
