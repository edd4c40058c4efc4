package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.waybill.account.Role;
import io.waybill.command.TestServer;
import io.waybill.dashboard.Visitors.Visitor;
import io.waybill.store.ReportJob;
import io.waybill.store.ReportJob.Asked;
import io.waybill.store.ReportJob.Format;
import io.waybill.store.ReportJob.Kind;
import io.waybill.store.ReportJobs;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;

/**
 * Files asked for, watched, downloaded and read back; delivery quality; what non-delivery costs.
 */
class ReportsTest extends BrowserTest {
  private static final String EVIL = "=HYPERLINK(\"http://evil.example\";\"x\")";

  /** One of an account that somebody had made; its id. */
  static long finished(TestServer server, int account, Visitor by) {
    return server.beside((database, vault) -> {
      ReportJobs jobs = new ReportJobs(database);
      Instant now = Clock.systemUTC().instant();
      long id =
          jobs.add(
              account,
              by.id(),
              new Asked(
                  by.email(),
                  Kind.MESSAGES,
                  Format.CSV,
                  "days=7",
                  now.minus(Duration.ofDays(7)),
                  now,
                  ZoneOffset.UTC,
                  false,
                  false),
              now);
      long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (jobs.find(account, id).map(ReportJob::state).orElseThrow().isOpen()) {
        assertThat(System.nanoTime()).isLessThan(until);
        LockSupport.parkNanos(20_000_000);
      }
      return id;
    });
  }

  private static void send(String to, String campaign, String reference) {
    String body =
        """
        {"to": "%s", "reference": "%s", "campaign": "%s",
         "messages": [{"channel": "sms", "text": "Hello, from a test"}]}
        """
            .formatted(to, reference.replace("\"", "\\\""), campaign);
    HttpResponse<String> answer = SERVER.call("POST", "/api/v1/messages", TestServer.SHOP, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  private static CSVParser csv(Download download) throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(Files.newBufferedReader(download.path(), StandardCharsets.UTF_8));
  }

  private Locator newest() {
    return page.locator("tr[data-report]").first();
  }

  private Download download() {
    newest().locator(".badge.delivered").waitFor();
    return page.waitForDownload(() ->
        newest()
            .getByRole(
                AriaRole.LINK, new Locator.GetByRoleOptions().setName(Pattern.compile("^Download")))
            .click());
  }

  @Test
  void aListIsExportedWatchedDownloadedAndReadBack() throws IOException {
    String campaign = "export-" + System.nanoTime();
    send("+37255500041", campaign, EVIL);
    send("+37255500042", campaign, "two");
    send("+37255500043", "another", "three");
    Visitor viewer = VISITORS.make(Role.VIEWER, "shop");
    become(viewer);
    open("/messages?campaign=" + campaign);
    page.getByRole(
            AriaRole.LINK, new com.microsoft.playwright.Page.GetByRoleOptions().setName("Export"))
        .click();
    says("campaign: " + campaign);
    press("Make the file");
    says("The file is being made");
    Download file = download();
    assertThat(file.suggestedFilename())
        .matches("waybill-messages-\\d{4}-\\d\\d-\\d\\d-\\d+\\.csv");
    try (CSVParser rows = csv(file)) {
      List<CSVRecord> all = rows.getRecords();
      assertThat(all.stream().map(r -> r.get("recipient")))
          .containsExactly("'+37255500042", "'+37255500041");
      assertThat(all.get(1).get("reference")).startsWith("'=");
      assertThat(all.get(1).get("status")).isIn("Queued", "Sent", "Delivered");
      assertThat(all.getFirst().isMapped("text")).isFalse();
    }
    open("/reports?campaign=" + campaign);
    page.locator("input[value=xlsx]").check();
    page.locator("input[name=text]").check();
    press("Make the file");
    page.locator("tr[data-report]").nth(1).waitFor();
    file = download();
    try (ReadableWorkbook book = new ReadableWorkbook(Files.newInputStream(file.path()));
        Stream<Row> stream = book.getFirstSheet().openStream()) {
      List<Row> all = stream.toList();
      assertThat(all).hasSize(3);
      assertThat(all.get(2).getCell(2).getType()).isEqualTo(CellType.STRING);
      assertThat(all.get(2).getCellText(2)).isEqualTo("+37255500041");
      assertThat(all.get(2).getCellText(14)).isEqualTo(EVIL);
      assertThat(all.get(2).getCellText(18)).isEqualTo("Hello, from a test");
    }
    inspect();
    newest().getByRole(AriaRole.BUTTON).click();
    press("Yes, do it");
    says("The file is deleted.");
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/audit?kind=report&actor=" + viewer.email());
    says("export");
    says("download");
    says("delete");
  }

  @Test
  void whatIsWrongIsSaidAndNothingIsMade() {
    Visitor viewer = VISITORS.make(Role.VIEWER, "other");
    become(viewer);
    open("/reports");
    says("No files yet.");
    HttpResponse<String> answer =
        VISITORS.post(
            "/reports",
            viewer.session(),
            Map.of("form_token", viewer.formToken(), "format", "pdf", "first", "2026-13-01"));
    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("Choose CSV or XLSX.", "From must be a moment");
    answer =
        VISITORS.post(
            "/reports",
            viewer.session(),
            Map.of(
                "form_token",
                viewer.formToken(),
                "format",
                "csv",
                "first",
                "2026-11-02",
                "last",
                "2026-11-01"));
    assertThat(answer.body()).contains("The first day must come before the last one.");
    assertThat(VISITORS.get("/reports", viewer.session()).body()).contains("No files yet.");
  }

  @Test
  void onlyWhoAskedOrAnOwnerDeletesAndAllDownload() {
    int shop = VISITORS.account("shop");
    Visitor asker = VISITORS.make(Role.SENDER, "shop");
    long id = finished(SERVER, shop, asker);
    Visitor other = VISITORS.make(Role.VIEWER, "shop");
    Map<String, String> form = Map.of("form_token", other.formToken());
    assertThat(VISITORS.post("/reports/" + id + "/remove", other.session(), form).statusCode())
        .isEqualTo(409);
    HttpResponse<String> file = VISITORS.get("/reports/" + id + "/file", other.session());
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Disposition").orElse("")).contains("attachment");
    assertThat(file.body()).startsWith("message_id,accepted_at,recipient,");
    Visitor owner = VISITORS.make(Role.OWNER, "shop");
    form = Map.of("form_token", owner.formToken());
    assertThat(VISITORS.post("/reports/" + id + "/remove", owner.session(), form).statusCode())
        .isEqualTo(303);
    assertThat(VISITORS.get("/reports/" + id + "/file", owner.session()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void deliveryQualityIsCountedAndShown() {
    send("+37255500051", "quality", "one");
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/reports/quality?days=7");
    if (page.getByText("Not counted yet.").isVisible()) {
      press("Count the last 7 days");
    }
    says("1. Deliverable");
    says("Time to delivery");
    says("Numbers that keep failing");
    page.getByText("Calculate it with these figures").click();
    says("Non-delivery costs");
  }

  @Test
  void theCostIsCalculatedWhileOneWritesAndStandsInTheAddress() {
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/reports/cost");
    says("46.00 €");
    says("4,600 messages");
    fill("Messages sent", "2000");
    says("92.00 €");
    page.waitForURL(Pattern.compile(".*messages=2000.*"));
    page.reload();
    says("92.00 €");
    fill("Not delivered", "nonsense");
    says("Not delivered, %: write a number from 0 to 100.");
  }
}
