package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.FilePayload;
import io.waybill.account.Role;
import io.waybill.command.TestServer;
import io.waybill.dashboard.Visitors.Visitor;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Sending by hand, as people do it, to a running server with an operator behind it. */
class SendTest extends BrowserTest {
  private void choose(String words) {
    page.locator(
            ".segments label", new com.microsoft.playwright.Page.LocatorOptions().setHasText(words))
        .click();
  }

  /** The figure of a tile. */
  private String tile(String name) {
    return page.locator(".tile")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    page.locator(
                        "dt", new com.microsoft.playwright.Page.LocatorOptions().setHasText(name))))
        .locator("dd")
        .first()
        .innerText()
        .strip();
  }

  /** The last link of that name: the navigation comes first. */
  private Locator link(String name) {
    return page.getByRole(
            com.microsoft.playwright.options.AriaRole.LINK,
            new com.microsoft.playwright.Page.GetByRoleOptions().setName(name).setExact(true))
        .last();
  }

  private void awaitOver() {
    page.locator("[data-over=yes]").waitFor();
  }

  private void awaitUrl(String pattern) {
    page.waitForURL(java.util.regex.Pattern.compile(".*" + pattern));
  }

  @Test
  void oneMessageIsSentAndWatchedUntilItIsDeliveredWithoutReload() {
    become(VISITORS.make(Role.SENDER, "shop"));
    open("/send");
    fill("Recipient", "+372 5550 1001");
    fill("Sender", "Shop");
    fill("Text", "Tere tulemast!");
    page.locator(".preview .measures").getByText("plain").waitFor();
    fill("Text", "Tere “tulemast” ☕");
    page.locator(".preview .measures").getByText("Unicode").waitFor();
    page.locator(".bubble mark.costly").first().waitFor();
    page.getByLabel("Costly characters").selectOption("full");
    page.locator(".bubble mark.replaced").first().waitFor();
    inspect();
    fill("Text", "Tere tulemast!");
    press("Send");
    awaitUrl("/campaigns/[0-9a-f-]{36}");
    page.evaluate("window.notReloaded = true");
    awaitOver();
    assertThat(tile("Delivered")).isEqualTo("1");
    assertThat(tile("Delivery rate")).isEqualTo("100.0 %");
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    inspect();
    link("Messages").click();
    page.locator("tr.message .badge.delivered").waitFor();
    assertThat(page.locator("tr.message").count()).isEqualTo(1);
  }

  @Test
  void aPastedListSaysWhatIsWrongWithEachLineAndGoesToTheOthers() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/send");
    choose("Pasted list");
    fill(
        "Numbers, one",
        "+37255501101\n00372 5550 1102\n+372 5550 1101\n3,72556E+11\nnobody\n+37255501113\n");
    fill("Text", "Hello");
    press("Check the list");
    says("Check before sending");
    assertThat(tile("Recipients")).isEqualTo("3");
    assertThat(tile("Left out")).isEqualTo("3 of 6");
    says("shortened by the spreadsheet");
    says("The same number stands in line 1 already.");
    says("It is no possible phone number");
    inspect();
    var wrong = page.waitForDownload(() -> link("CSV").click());
    assertThat(new String(bytes(wrong), StandardCharsets.UTF_8))
        .contains("4,\"3,72556E+11\",shortened", "3,'+372 5550 1101,duplicate", "5,nobody,");
    press("Send 3 messages");
    awaitOver();
    // The simulated operator delivers nothing to numbers that end in 02.
    assertThat(tile("Delivered")).isEqualTo("2");
    assertThat(tile("Failed")).isEqualTo("1");
    assertThat(tile("Delivery rate")).isEqualTo("66.6 %");
    says("3 rows of the list left out");
    var export = page.waitForDownload(() -> link("Export").click());
    String csv = new String(bytes(export), StandardCharsets.UTF_8);
    assertThat(csv.lines()).hasSize(7);
    assertThat(csv).contains("1,'+37255501101,delivered,Delivered", "Left out", "no possible");
    open("/campaigns");
    says("Done");
    inspect();
  }

  private static byte[] bytes(com.microsoft.playwright.Download download) {
    try (var in = download.createReadStream()) {
      return in.readAllBytes();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileIsReadColumnByColumnAndItsCellsStandInTheText() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/send");
    choose("CSV file");
    String file =
        "\uFEFFName;Home;Mobile\nMari;6550001;+37255501201\nJaan;6550002;+37255501211\n;;+37255501213\n";
    page.locator("input[type=file]")
        .setInputFiles(
            new FilePayload("list.csv", "text/csv", file.getBytes(StandardCharsets.UTF_8)));
    fill("Text", "Tere {name}, kood {kood}");
    press("Check the list");
    says("The text has {kood}, but the list has no such column");
    page.getByText("Change the draft").click();
    says("3 rows, kept with the draft.");
    fill("Text", "Tere {name}!");
    press("Check the list");
    says("Tere Mari!");
    says("Tere Jaan!");
    says("The text needs {name}");
    assertThat(tile("Recipients")).isEqualTo("2");
    page.getByLabel("The numbers are in").selectOption("Home");
    press("Read it so");
    says("No line of the list can be sent to");
    page.getByLabel("The numbers are in").selectOption("Mobile");
    press("Read it so");
    fill("Your number", "+37255501299");
    press("Send a test");
    says("A test is on its way to +37255501299.");
    page.locator("ul.list .badge.delivered").waitFor();
    press("Send 2 messages");
    awaitOver();
    assertThat(tile("Delivered")).isEqualTo("2");
    link("Messages").click();
    page.locator("tr.message").nth(1).waitFor();
    page.locator("tr.message").first().click();
    says("Tere ");
  }

  @Test
  void whatIsScheduledInAZoneIsCancelledBeforeItLeaves() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/send");
    choose("Pasted list");
    fill("Numbers, one", "+37255501301\n+37255501302");
    fill("Text", "Later");
    choose("Later");
    String day = LocalDateTime.now(ZoneOffset.UTC).plusDays(3).toLocalDate().toString();
    page.locator("input[type=datetime-local]").fill(day + "T09:30");
    page.getByLabel("In the time zone of").selectOption("Europe/Tallinn");
    press("Check the list");
    says("09:30:00");
    says("07:30:00 UTC");
    press("Schedule 2 messages");
    page.locator(".badge").getByText("Scheduled").waitFor();
    assertThat(tile("Waiting")).isEqualTo("2");
    press("Cancel what has not left");
    press("Yes, do it");
    awaitOver();
    assertThat(tile("Cancelled")).isEqualTo("2");
    assertThat(tile("Delivered")).isEqualTo("0");
  }

  @Test
  void aFormThatIsSentTwiceIsOneMessage() {
    Visitor sender = VISITORS.make(Role.SENDER, "shop");
    String id = UUID.randomUUID().toString();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("form_token", sender.formToken());
    form.put("id", id);
    form.put("source", "one");
    form.put("number", "+37255501401");
    form.put("sender", "Shop");
    form.put("text", "Once");
    form.put("autoconvert", "on");
    form.put("when", "now");
    form.put("zone", "UTC");
    form.put("priority", "regular");
    form.put("name", "Once " + id);
    form.put("do", "send");
    for (int i = 0; i < 3; i++) {
      HttpResponse<String> answer = VISITORS.post("/send", sender.session(), form);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
      assertThat(answer.headers().firstValue("Location")).contains("/campaigns/" + id);
    }
    Map<String, String> again = Map.of("form_token", sender.formToken(), "seen", "0");
    assertThat(
            VISITORS
                .post("/send/" + id + "/start", sender.session(), again)
                .headers()
                .firstValue("Location"))
        .contains("/campaigns/" + id);
    become(sender);
    open("/campaigns/" + id);
    awaitOver();
    assertThat(tile("Delivered")).isEqualTo("1");
    String listed =
        SERVER.call("GET", "/api/v1/messages?campaign=Once%20" + id, TestServer.SHOP, "").body();
    assertThat(listed.split("\\+37255501401", -1)).hasSize(2);
  }

  @Test
  void aViewerWatchesButDoesNotSend() {
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/campaigns");
    assertThat(page.locator("nav.nav").first().innerText())
        .contains("Campaigns")
        .doesNotContain("Send");
    open("/send");
    says("does not open this page");
  }

  @Test
  void whatIsWrongInTheFormIsSaidInIt() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/send");
    fill("Recipient", "+37255501511");
    fill("Sender", "Much too long a name");
    fill("Text", "Hi");
    press("Check first");
    says("11 letters");
    fill("Sender", "Shop");
    choose("Later");
    page.locator("input[type=datetime-local]").fill("2020-01-01T10:00");
    press("Check first");
    says("That time is over");
    choose("Now");
    choose("Pasted list");
    press("Check the list");
    says("Paste at least one number.");
  }
}
