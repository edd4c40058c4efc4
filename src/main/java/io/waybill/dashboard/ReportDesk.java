package io.waybill.dashboard;

import io.waybill.ops.Config;
import io.waybill.report.ReportFiles;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.MessageReader;
import io.waybill.store.People;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJobs;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What the pages about reports work with.
 *
 * @param look called after one was asked for
 */
public record ReportDesk(
    ReportJobs jobs,
    ReportFiles files,
    Runnable look,
    People people,
    MessageReader reader,
    Config.Reports config) {
  private static final int NAME_MAX = 100;

  /** One of the account that is looked at, by the id in the path. */
  Optional<ReportJob> find(Visit visit) throws SQLException {
    String id = visit.call().path("report");
    return id.matches("\\d{1,18}")
        ? jobs.find(visit.account().id(), Long.parseLong(id))
        : Optional.empty();
  }

  /** Whoever asked for it may cancel and delete it, and whoever owns the account. */
  static boolean mayEnd(Visit visit, ReportJob job) {
    Long asker = job.person();
    return Need.OWNER.isMetBy(visit.person().role())
        || (asker != null && asker == visit.person().id());
  }

  /** Notes who did what with which. */
  void note(Visit visit, String action, String name) throws SQLException, Refused {
    people.note(
        visit.by(),
        action,
        "report",
        name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name);
  }
}
