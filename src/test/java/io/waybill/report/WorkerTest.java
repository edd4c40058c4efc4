package io.waybill.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.ops.Config;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Asked;
import io.waybill.store.ReportJob.Format;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJob.State;
import io.waybill.store.ReportJobs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

/** Reports of a seeded history, as the worker makes them. */
class WorkerTest extends ReportRig {
  private static final String MINE = "account_id = (SELECT id FROM account WHERE name = 'seed-1')";

  @Test
  void aFileHasAllMessagesOnceNewestFirst() throws Exception {
    long id = ask(Format.CSV, "days=30", true);
    work(parts());
    ReportJob done = over(id);
    assertThat(done.problem()).isNull();
    assertThat(done.state()).isEqualTo(State.DONE);
    List<CSVRecord> rows = csv(file(done));
    assertThat(rows.stream().map(r -> r.get("message_id")))
        .containsExactlyElementsOf(
            texts("SELECT id FROM history WHERE " + MINE + " ORDER BY id DESC"));
    assertThat(done.messages()).isEqualTo(rows.size());
    assertThat(done.estimated()).isEqualTo(rows.size());
    assertThat(done.octets()).isEqualTo(Files.size(file(done)));
    assertThat(done.expiresAt()).isEqualTo(now.plus(Duration.ofDays(7)));
    CSVRecord first = rows.getFirst();
    assertThat(first.get("recipient")).matches("'\\+\\d{8,15}");
    assertThat(first.get("accepted_at")).matches(".*T.*\\+0[23]:00");
    assertThat(first.get("text")).isNotEmpty();
    assertThat(rows.stream().map(r -> r.get("text")).distinct().count()).isGreaterThan(1);
    assertThat(Files.getPosixFilePermissions(file(done))).hasSize(2);
  }

  @Test
  void aFilterTakesSomeAndTextsAreLeftOutUnlessAskedFor() throws Exception {
    long id = ask(Format.CSV, "country=FI&word=Delivered&days=7", false);
    work(parts());
    List<CSVRecord> rows = csv(file(over(id)));
    assertThat(rows)
        .hasSize(
            (int)
                number(
                    "SELECT count(*) FROM history WHERE country = 'FI' AND state = 'DELIVERED'"
                        + " AND "
                        + MINE))
        .allMatch(r -> r.get("country").equals("FI") && r.get("status").equals("Delivered"));
    assertThat(rows.getFirst().isMapped("text")).isFalse();
    assertThat(job(id).estimated()).isNull();
  }

  @Test
  void anXlsxHasTheSame() throws Exception {
    long id = ask(Format.XLSX, "country=LV", false);
    work(parts());
    ReportJob done = over(id);
    assertThat(done.problem()).isNull();
    try (ReadableWorkbook book = new ReadableWorkbook(file(done).toFile());
        Stream<Row> rows = book.getFirstSheet().openStream()) {
      List<Row> all = rows.toList();
      assertThat(all.subList(1, all.size()).stream().map(r -> r.getCellText(0)))
          .containsExactlyElementsOf(
              texts(
                  "SELECT id FROM history WHERE country = 'LV' AND " + MINE + " ORDER BY id DESC"));
      assertThat(all.get(1).getCellText(2)).matches("\\+371\\d+");
    }
  }

  @Test
  void aRestartGoesOnWhereItWasNoted() throws Exception {
    long whole = ask(Format.CSV, "days=30", false);
    long cut = ask(Format.CSV, "days=30", false);
    int[] pages = {0};
    assertThat(new Export(parts(), _ -> ++pages[0] < 3).make(job(cut))).isFalse();
    ReportJob left = job(cut);
    assertThat(left.state()).isEqualTo(State.RUNNING);
    assertThat(left.messages()).isEqualTo(6_000);
    assertThat(left.percent()).isBetween(10, 90);
    // What a dying process wrote after it had noted how far it was.
    Files.writeString(file(left), "half a li", StandardOpenOption.APPEND);
    work(parts());
    ReportJob done = over(cut);
    assertThat(done.state()).isEqualTo(State.DONE);
    assertThat(done.file()).isEqualTo(left.file());
    assertThat(Files.mismatch(file(done), file(over(whole)))).isEqualTo(-1);
  }

  @Test
  void whatCannotGoOnBeginsAgain() throws Exception {
    long csv = ask(Format.CSV, "days=30", false);
    long xlsx = ask(Format.XLSX, "days=30", false);
    for (long id : List.of(csv, xlsx)) {
      int[] pages = {0};
      new Export(parts(), _ -> ++pages[0] < 3).make(job(id));
    }
    Files.write(file(job(csv)), new byte[10]);
    work(parts());
    assertThat(over(csv).messages()).isEqualTo(over(xlsx).messages());
    assertThat(csv(file(job(csv)))).hasSize((int) job(csv).messages());
    try (Stream<Path> files = Files.list(directory.resolve("reports"))) {
      assertThat(files).hasSize(2);
    }
  }

  @Test
  void whatIsCancelledLeavesNoFile() throws Exception {
    long id = ask(Format.CSV, "days=30", false);
    Export export =
        new Export(
            parts(),
            _ -> {
              try {
                return !jobs.cancel(account, id, now);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(export.make(job(id))).isFalse();
    assertThat(job(id).state()).isEqualTo(State.CANCELLED);
    try (Stream<Path> files = Files.list(directory.resolve("reports"))) {
      assertThat(files).isEmpty();
    }
    assertThat(jobs.cancel(account, id, now)).isFalse();
    assertThat(jobs.remove(account, id)).isTrue();
  }

  @Test
  void aFileIsGoneWhenItsTimeIsOver() throws Exception {
    long id = ask(Format.CSV, "country=LV", false);
    work(parts());
    Path file = file(over(id));
    stop();
    Path strange = directory.resolve("reports").resolve("report-9-0123456789abcdef.csv");
    Files.createFile(strange);
    now = end.plus(Duration.ofDays(7));
    work(parts());
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (Files.exists(file) || Files.exists(strange)) {
      assertThat(System.nanoTime()).isLessThan(until);
      LockSupport.parkNanos(10_000_000);
    }
    assertThat(job(id).state()).isEqualTo(State.EXPIRED);
    assertThat(job(id).file()).isNull();
  }

  @Test
  void aFullDiskEndsAReportWithWords() throws Exception {
    free = 999_999;
    long id = ask(Format.CSV, "country=LV", false);
    work(parts());
    ReportJob failed = over(id);
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.problem()).contains("disk is nearly full");
    free = Long.MAX_VALUE;
    long again = ask(Format.CSV, "country=LV", false);
    java.util.Objects.requireNonNull(worker).look();
    assertThat(over(again).state()).isEqualTo(State.DONE);
  }

  @Test
  void allFilesTogetherAreBounded() throws Exception {
    Reports.Parts parts = parts(new Config.Reports(7, 1, 1));
    Files.write(directory.resolve("reports").resolve("another"), new byte[1_000_001]);
    long id = ask(Format.CSV, "days=30", true);
    work(parts);
    assertThat(over(id).problem()).contains("1 MB").contains("delete some");
  }

  @Test
  void anAccountMayHaveFiveWaitingAndKeepsTwenty() throws Exception {
    for (int i = 0; i < ReportJobs.OPEN_MAX; i++) {
      ask(Format.CSV, "days=7", false);
    }
    assertThatThrownBy(() -> ask(Format.CSV, "days=7", false))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("5 reports");
    for (int i = 0; i < 30; i++) {
      ReportJob first = jobs.next().orElseThrow();
      jobs.failed(first.id(), "x", now);
      ask(Format.CSV, "days=7", false);
    }
    jobs.tidy(now);
    assertThat(jobs.of(account, Kind.MESSAGES)).hasSize(ReportJobs.KEPT_MAX);
  }

  @Test
  void anAccountsManyDoNotComeBeforeAnothersOne() throws Exception {
    int other = (int) number("SELECT id FROM account WHERE name = 'seed-2'");
    long first = ask(Format.CSV, "days=7", false);
    ask(Format.CSV, "days=7", false);
    Asked asked = job(first).asked();
    jobs.begin(first, null, null, now);
    long theirs = jobs.add(other, person, asked, now);
    assertThat(jobs.next().orElseThrow().id()).as("what was begun").isEqualTo(first);
    jobs.failed(first, "x", now);
    assertThat(jobs.next().orElseThrow().id()).isEqualTo(theirs);
    assertThat(jobs.find(account, theirs)).isEmpty();
    assertThat(jobs.cancel(account, theirs, now)).isFalse();
  }

  @Test
  void qualityIsCountedFromEveryMessageOfTheTime() throws Exception {
    long id =
        jobs.add(
            account,
            person,
            new Asked(
                "ann@x.example",
                Kind.QUALITY,
                Format.NONE,
                "days=30",
                end.minus(Duration.ofDays(30)),
                end,
                ZoneId.of("UTC"),
                false,
                false),
            now);
    work(parts());
    ReportJob done = over(id);
    assertThat(done.problem()).isNull();
    Quality quality = Reports.quality(String.valueOf(done.result()));
    long all = number("SELECT count(*) FROM history WHERE " + MINE);
    assertThat(quality.messages().all()).isEqualTo(all).isEqualTo(done.messages());
    assertThat(quality.recipients().all())
        .isEqualTo(number("SELECT count(DISTINCT recipient_hash) FROM history WHERE " + MINE));
    assertThat(quality.messages().delivered())
        .isEqualTo(
            number(
                "SELECT count(*) FROM history WHERE state IN ('DELIVERED', 'READ') AND " + MINE));
    assertThat(quality.recipients().delivered())
        .isEqualTo(
            number(
                "SELECT count(DISTINCT recipient_hash) FROM history"
                    + " WHERE state IN ('DELIVERED', 'READ') AND "
                    + MINE));
    assertThat(quality.p50()).isBetween(1_000L, 10_000L);
  }

  @Test
  void aReportThatCannotBeMadeEndsAndTheNextOneIsMade() throws Exception {
    long bad = ask(Format.CSV, "days=7", false);
    run("UPDATE report_job SET query = 'recipient=%2' WHERE id = " + bad);
    long good = ask(Format.CSV, "country=LV", false);
    work(parts());
    assertThat(over(bad).state()).isEqualTo(State.FAILED);
    assertThat(job(bad).problem()).contains("5 tries");
    assertThat(over(good).state()).isEqualTo(State.DONE);
  }
}
