package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import io.waybill.account.Role;
import io.waybill.command.Patience;
import io.waybill.dashboard.Visitors.Visitor;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the overview says of messages that went through the running server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OverviewTest extends BrowserTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  /** Delivered; the simulated operator says of the other two that they cannot be. */
  private static final String GOOD = "+37255500301";

  private String delivered = "";

  @BeforeAll
  void send() {
    delivered = SERVER.send(GOOD);
    SERVER.send("+35840123450");
    Patience.within(BOUND, "it is delivered", () -> SERVER.state(delivered).equals("delivered"));
  }

  private Locator figure(String name) {
    return page.locator("[data-figure=" + name + "]");
  }

  /** Figures are as of at most three seconds ago. */
  private void openWithFigures(String path) {
    become(VISITORS.make(Role.OWNER, "shop"));
    open(path);
    figure("accepted").waitFor();
    page.waitForSelector("[data-brush].ready");
  }

  private static long number(Locator figure) {
    return Long.parseLong(figure.locator("dd").first().innerText().replace(",", "").strip());
  }

  @Test
  void everyFigureAddsUpAndLeadsToItsMessages() {
    openWithFigures("/?period=hour");
    long accepted = number(figure("accepted"));
    assertThat(accepted).isGreaterThanOrEqualTo(2);
    assertThat(
            number(figure("delivered"))
                + number(figure("in_flight"))
                + number(figure("failed"))
                + number(figure("rejected")))
        .isEqualTo(accepted);
    assertThat(figure("rate_final").innerText()).contains("%");
    assertThat(figure("delivery_time").innerText()).contains("until it was delivered");
    figure("delivered").locator("dd a").first().click();
    page.waitForURL("**/messages?from=*group=delivered*");
    page.locator("tr[data-id='" + delivered + "']").waitFor();
  }

  @Test
  void whatAFigureMeansIsShownByHoverByFocusAndByTap() {
    openWithFigures("/");
    Locator meaning = page.locator("#means-unknown");
    assertThat(meaning.isVisible()).isFalse();
    Locator button = figure("unknown").locator("button");
    button.hover();
    meaning.waitFor();
    page.mouse().move(0, 0);
    assertThat(meaning.isVisible()).isFalse();
    button.focus();
    assertThat(meaning.isVisible()).isTrue();
    assertThat(meaning.innerText()).contains("Nobody can say what became of them");
    page.keyboard().press("Escape");
    assertThat(meaning.isVisible()).isFalse();
    for (Figure each : Figure.values()) {
      String id = each.name().toLowerCase(java.util.Locale.ROOT);
      assertThat(page.locator("#means-" + id).textContent()).isEqualTo(each.meaning());
    }
  }

  @Test
  void draggingOverTheChartLeadsToTheMessagesOfThatTime() {
    openWithFigures("/");
    page.locator("[data-brush]").scrollIntoViewIfNeeded();
    BoundingBox box = page.locator("[data-brush]").boundingBox();
    double y = box.y + box.height / 2;
    page.mouse().move(box.x + box.width * 0.7, y);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.9, y, new Mouse.MoveOptions().setSteps(5));
    page.mouse().move(box.x + box.width + 30, y);
    page.mouse().up();
    page.locator("[data-bar]").waitFor();
    assertThat(page.locator("[data-words]").innerText()).contains(" to ").contains("accepted");
    page.locator("[data-show]").click();
    page.waitForURL("**/messages?from=*");
    Instant from = time("from");
    Instant until = time("until");
    assertThat(until).isAfter(from).isAfterOrEqualTo(Clock.systemUTC().instant().minusSeconds(60));
    assertThat(Duration.between(from, until)).isLessThan(Duration.ofHours(10));
    page.locator("tr[data-id='" + delivered + "']").waitFor();
  }

  private Instant time(String name) {
    for (String pair : URI.create(page.url()).getQuery().split("&", -1)) {
      if (pair.startsWith(name + "=")) {
        return Instant.parse(pair.substring(name.length() + 1));
      }
    }
    throw new AssertionError("no " + name + " in " + page.url());
  }

  @Test
  void theKeyboardChoosesATimeLooksCloserAndShowsItsMessages() {
    openWithFigures("/");
    page.locator("[data-brush]").focus();
    page.keyboard().press("End");
    page.keyboard().press("Shift+ArrowLeft");
    assertThat(page.locator("[data-bar]").isVisible()).isTrue();
    page.locator("[data-closer]").click();
    page.waitForURL("**/?*period=custom*");
    says("Messages by quarter of an hour");
    page.waitForSelector("[data-brush].ready");
    page.locator("[data-brush]").focus();
    page.keyboard().press("ArrowLeft");
    page.keyboard().press("Escape");
    assertThat(page.locator("[data-bar]").isVisible()).isFalse();
    page.keyboard().press("ArrowLeft");
    page.keyboard().press("Enter");
    page.waitForURL("**/messages?from=*until=*");
    assertThat(Duration.between(time("from"), time("until"))).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void tablesSayWhereAndAnOwnerSeesNoCarriers() {
    openWithFigures("/?period=week");
    assertThat(page.locator("[data-where]").innerText()).contains("Estonia", "Finland");
    assertThat(page.locator("[data-heat]").innerText()).contains("Estonia");
    assertThat(page.locator("[data-heat] td").allInnerTexts()).contains("100");
    assertThat(page.locator("[data-series] tbody tr").count()).isBetween(168, 169);
    assertThat(page.locator("nav[aria-label='By what'] a").allInnerTexts())
        .containsExactly("Country", "Network");
    page.locator("[data-where] th[scope=row] a")
        .filter(new Locator.FilterOptions().setHasText("Estonia"))
        .click();
    page.waitForURL("**/messages?from=*country=EE*");
    page.locator("tr[data-id='" + delivered + "']").waitFor();
    open("/?by=carrier");
    assertThat(page.locator("[data-where] thead").innerText()).contains("Country");
    open("/?by=network");
    assertThat(page.locator("[data-where] thead").innerText()).contains("Network");
  }

  @Test
  void anErrorIsShownWithCauseAndRemedyAndLeadsToItsMessages() {
    int shop = VISITORS.account("shop");
    SERVER.beside((database, vault) -> {
      try (var db = database.connection();
          var s =
              db.prepareStatement(
                  "INSERT INTO counter_err VALUES (floor(extract(epoch FROM now()) / 900)::int, ?, 'default',"
                      + " 'EE', '', 7, -3, 4)")) {
        s.setInt(1, shop);
        return s.executeUpdate();
      }
    });
    openWithFigures("/?period=month");
    String errors = page.locator("[data-errors]").innerText();
    assertThat(errors)
        .contains("The sender is not allowed")
        .contains("Use a sender that is registered");
    assertThat(page.locator("[data-errors] a").first().getAttribute("href")).contains("error=7");
  }

  @Test
  void newMessagesShowWithoutReload() {
    openWithFigures("/?period=hour");
    page.evaluate("window.notReloaded = true");
    long before = number(figure("accepted"));
    SERVER.send("+37255500302");
    page.waitForFunction(
        "n => Number(document.querySelector('[data-figure=accepted] dd').innerText.replace(',', '')) > n",
        (int) before,
        new Page.WaitForFunctionOptions().setTimeout(35_000));
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    page.waitForSelector("[data-brush].ready");
  }

  @Test
  void whereNothingWasSentItSaysHowToBegin() {
    become(VISITORS.make(Role.OWNER, "other"));
    open("/");
    says("No messages in this time");
    assertThat(page.locator("[data-nothing] pre").innerText())
        .contains("curl -u", SERVER.url() + "/v1/omnimessage");
    says("Make an API key");
  }

  @Test
  void aPeriodThatCannotBeIsSaidAndFiguresAreThereAllTheSame() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/?period=custom&from=2026-11-02T10:00&until=2026-11-01T10:00");
    says("The first time must be before the second.");
    figure("accepted").waitFor();
  }

  @Test
  void anOperatorSeesAllAccountsAndChoosesOne() {
    become(VISITORS.make(Role.OPERATOR, null));
    open("/?by=carrier");
    says("All accounts of this platform.");
    assertThat(page.locator("[data-where]").innerText()).contains("default");
    assertThat(page.locator("main a[href^='/messages']").count()).isZero();
    page.getByLabel("Look at shop").click();
    says("You look at shop now.");
    figure("accepted").locator("dd a").waitFor();
    page.getByText("All accounts").first().click();
    page.waitForURL("**/?*scope=all*");
    page.locator("[data-accounts]").waitFor();
  }

  @Test
  void figuresOfAllAreForOperatorsOnly() {
    Visitor owner = VISITORS.make(Role.OWNER, "other");
    HttpResponse<String> answer = VISITORS.get("/?scope=all&by=carrier", owner.session());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("No messages in this time").doesNotContain("data-accounts");
  }
}
