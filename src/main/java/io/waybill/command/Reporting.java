package io.waybill.command;

import io.waybill.account.Vault;
import io.waybill.dashboard.CostPages;
import io.waybill.dashboard.Page;
import io.waybill.dashboard.QualityPages;
import io.waybill.dashboard.ReportDesk;
import io.waybill.dashboard.ReportFilters;
import io.waybill.dashboard.ReportPages;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.report.ReportFiles;
import io.waybill.report.Reports;
import io.waybill.store.Database;
import io.waybill.store.ExportReader;
import io.waybill.store.MessageReader;
import io.waybill.store.OutcomeReader;
import io.waybill.store.People;
import io.waybill.store.ReportJobs;
import io.waybill.store.StatsReader;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** The worker that makes reports, and the pages on which people ask for them. */
final class Reporting implements AutoCloseable {
  private final Reports worker;
  private final List<Page> pages;

  private Reporting(Reports worker, List<Page> pages) {
    this.worker = worker;
    this.pages = pages;
  }

  static Reporting start(
      Config config,
      Database database,
      Vault vault,
      MessageReader reader,
      Metrics metrics,
      InstantSource clock)
      throws IOException {
    ReportJobs jobs = new ReportJobs(database);
    ReportFiles files = new ReportFiles(config.data().resolve("reports"), config.reports());
    Reports worker =
        new Reports(
            new Reports.Parts(
                jobs,
                files,
                new ExportReader(database, vault),
                new OutcomeReader(database),
                new StatsReader(database, clock),
                new ReportFilters(),
                config.reports(),
                metrics,
                clock));
    worker.start();
    ReportDesk desk =
        new ReportDesk(
            jobs, files, worker::look, new People(database, clock), reader, config.reports());
    return new Reporting(
        worker,
        Stream.of(
                new ReportPages(desk).pages(),
                new QualityPages(desk).pages(),
                new CostPages().pages())
            .flatMap(List::stream)
            .toList());
  }

  List<Page> pages() {
    return pages;
  }

  @Override
  public void close() {
    worker.close();
  }
}
