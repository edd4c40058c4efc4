package io.waybill.report;

import static org.assertj.core.api.Assertions.fail;

import io.waybill.account.Vault;
import io.waybill.dashboard.ReportFilters;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.store.Database;
import io.waybill.store.ExportReader;
import io.waybill.store.OutcomeReader;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Asked;
import io.waybill.store.ReportJob.Format;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJobs;
import io.waybill.store.Seed;
import io.waybill.store.StatsReader;
import io.waybill.store.TestPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A seeded history, and a worker that makes reports of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReportRig {
  static final int MESSAGES = 15_000;
  static final Duration PATIENCE = Duration.ofSeconds(30);

  final Instant end = Clock.systemUTC().instant().truncatedTo(ChronoUnit.HOURS);
  final Vault vault = new Vault(new byte[32]);
  final String url = TestPostgres.freshDatabase();
  Database database;
  ReportJobs jobs;
  int account;
  long person;
  volatile Instant now = end;
  volatile long free = Long.MAX_VALUE;
  Path directory;
  @Nullable Reports worker;

  @BeforeAll
  void seed() throws Exception {
    database =
        Database.open(url, TestPostgres.user(), TestPostgres.password(), 6, Clock.systemUTC());
    Seed.run(database, vault, new Seed.Plan(MESSAGES, 20, 2, 5, end), _ -> {});
    jobs = new ReportJobs(database);
    account = (int) number("SELECT id FROM account WHERE name = 'seed-1'");
    run(
        "INSERT INTO person (email, role, account_id) VALUES ('ann@x.example', 'owner', %d)"
            .formatted(account));
    person = number("SELECT id FROM person");
  }

  @BeforeEach
  void begin(@TempDir Path fresh) {
    directory = fresh;
  }

  @AfterEach
  void away() throws SQLException {
    stop();
    run("DELETE FROM report_job");
    now = end;
    free = Long.MAX_VALUE;
  }

  void stop() {
    if (worker != null) {
      worker.close();
    }
  }

  @AfterAll
  void close() {
    database.close();
  }

  Connection eye() throws SQLException {
    return DriverManager.getConnection(url, TestPostgres.user(), TestPostgres.password());
  }

  void run(String sql) throws SQLException {
    try (Connection db = eye();
        Statement s = db.createStatement()) {
      s.execute(sql);
    }
  }

  long number(String sql) throws SQLException {
    return Long.parseLong(texts(sql).getFirst());
  }

  List<String> texts(String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Connection db = eye();
        Statement s = db.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        texts.add(String.valueOf(r.getString(1)));
      }
    }
    return texts;
  }

  Reports.Parts parts(Config.Reports config) throws IOException {
    return new Reports.Parts(
        jobs,
        new ReportFiles(directory.resolve("reports"), config, () -> free),
        new ExportReader(database, vault),
        new OutcomeReader(database),
        new StatsReader(database, Clock.systemUTC()),
        new ReportFilters(),
        config,
        new Metrics(),
        () -> now);
  }

  Reports.Parts parts() throws IOException {
    return parts(new Config.Reports(7, 100, 1));
  }

  void work(Reports.Parts parts) {
    Reports fresh = new Reports(parts);
    fresh.start();
    worker = fresh;
  }

  long ask(Format format, String query, boolean withText) throws Exception {
    return jobs.add(
        account,
        person,
        new Asked(
            "ann@x.example",
            Kind.MESSAGES,
            format,
            query,
            end.minus(Duration.ofDays(21)),
            end,
            ZoneId.of("Europe/Tallinn"),
            withText,
            false),
        now);
  }

  ReportJob job(long id) throws SQLException {
    return jobs.find(account, id).orElseThrow();
  }

  ReportJob over(long id) throws SQLException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (job(id).state().isOpen()) {
      if (System.nanoTime() > until) {
        fail("report %d is not over: %s", id, job(id));
      }
      LockSupport.parkNanos(10_000_000);
    }
    return job(id);
  }

  Path file(ReportJob job) {
    return directory.resolve("reports").resolve(String.valueOf(job.file()));
  }

  static List<CSVRecord> csv(Path file) throws IOException {
    try (CSVParser parser =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
      return parser.getRecords();
    }
  }
}
