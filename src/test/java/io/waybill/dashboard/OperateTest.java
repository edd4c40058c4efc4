package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.sun.net.httpserver.HttpServer;
import io.waybill.account.Role;
import io.waybill.command.TestServer;
import io.waybill.message.Receipt;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.ParkedReceipts.Parked;
import io.waybill.store.Unmatched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators and owners do about carriers, receipts and callbacks, in a real browser. */
class OperateTest extends BrowserTest {
  private static final Duration SOON = Duration.ofSeconds(15);

  private final AtomicInteger told = new AtomicInteger();
  private volatile int answers = 200;
  private @Nullable HttpServer customer;

  @AfterEach
  void closeTheCustomer() {
    HttpServer server = customer;
    if (server != null) {
      server.stop(0);
    }
  }

  /** A customer's server that answers as it is told; its URL. */
  private String customer() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 50);
    customer = server;
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            told.incrementAndGet();
            exchange.sendResponseHeaders(answers, -1);
          }
        });
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/reports";
  }

  private void within(String what, BooleanSupplier condition) {
    Instant until = Clock.systemUTC().instant().plus(SOON);
    while (!condition.getAsBoolean()) {
      assertThat(Clock.systemUTC().instant()).as(what).isBefore(until);
      page.waitForTimeout(50);
    }
  }

  /** Where somebody asks for pictures of the pages, in both themes and at two widths. */
  private void picture(String name) {
    String directory = System.getenv("WAYBILL_PICTURES");
    if (directory == null) {
      return;
    }
    for (ColorScheme theme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(theme));
      for (int width : new int[] {1440, 390}) {
        page.setViewportSize(width, 900);
        page.screenshot(
            new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of(directory, name + "-" + theme + "-" + width + ".png")));
      }
    }
    page.setViewportSize(1280, 800);
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }

  private Locator row(String name) {
    return page.locator("tr")
        .filter(new Locator.FilterOptions().setHas(page.getByLabel(name)))
        .first();
  }

  @Test
  void aLinkIsPausedAndResumedAndThePageFollowsWithoutReload() {
    become(VISITORS.make(Role.OPERATOR, null));
    open("/carriers");
    row("Pause first").getByText("bound", new Locator.GetByTextOptions().setExact(true)).waitFor();
    picture("carriers");
    page.getByLabel("Pause first").click();
    says("Link first is paused");
    row("Resume first")
        .getByText("paused", new Locator.GetByTextOptions().setExact(true))
        .waitFor();
    String id = SERVER.send("+37251000101");
    Object before = page.evaluate("document.querySelector('.asof').textContent");
    within(
        "the figures are new without a reload",
        () -> !before.equals(page.evaluate("document.querySelector('.asof').textContent")));
    assertThat(SERVER.state(id)).isNotEqualTo("delivered");
    page.getByRole(
            com.microsoft.playwright.options.AriaRole.LINK,
            new Page.GetByRoleOptions().setName("default").setExact(true))
        .click();
    says("There are no routes at all");
    says("shop");
    picture("carrier");
    page.getByLabel("Resume first").click();
    says("Link first goes on.");
    within("the message goes on", () -> SERVER.state(id).equals("delivered"));
    open("/audit/all?kind=link");
    says("PAUSED".toLowerCase(java.util.Locale.ROOT));
  }

  @Test
  void aNumberIsAskedForItsWay() {
    become(VISITORS.make(Role.OPERATOR, null));
    open("/routes?number=%2B372+5100+0101");
    says("because there are no routes at all");
    says("Estonia (EE)");
    open("/routes?number=12");
    says("This is no number that can be dialled");
  }

  @Test
  void aReceiptIsExplainedAndAssigned() {
    String to = "+37255511505";
    String id = SERVER.send(to);
    within("it is sent", () -> SERVER.state(id).equals("sent"));
    SERVER.beside((database, vault) -> {
      for (String known : List.of("left-over-1", "left-over-2")) {
        new ParkedReceipts(database)
            .park(
                List.of(
                    new Parked(
                        "default",
                        "first",
                        to.substring(1),
                        new Receipt(
                            Receipt.Word.DELIVRD,
                            "000",
                            known,
                            "id:" + known + " sub:001 dlvrd:001 stat:DELIVRD err:000 text:"),
                        Unmatched.NO_MATCH,
                        Unmatched.NO_MATCH.sentence(),
                        Clock.systemUTC().instant())));
      }
      return 0;
    });
    become(VISITORS.make(Role.OPERATOR, null));
    open("/unmatched?id=left-over-2");
    page.locator("tbody th a").first().click();
    says("Parts to this number wait for a receipt at this carrier");
    press("Discard");
    says("is discarded");
    open("/unmatched?id=left-over-1");
    picture("unmatched");
    page.locator("tbody th a").first().click();
    fill("Message id", "nonsense");
    page.locator("#main section button.primary").first().click();
    says("Write the id of a message");
    inspect();
    picture("receipt");
    page.getByLabel("Assign to part 1 of message " + id).click();
    says("Assigned.");
    within("it is recorded", () -> SERVER.state(id).equals("delivered"));
    open("/unmatched?id=left-over&from=nonsense");
    says("Write dates as 2026-11-30");
    open("/audit/all?kind=receipt");
    says("assign");
    says("discard");
  }

  private String sendWithCallback(String url) {
    HttpResponse<String> sent =
        SERVER.call(
            "POST",
            "/v1/omnimessage",
            TestServer.SHOP,
            "{\"to\":\"+37251000102\",\"dlr_url\":\"%s\",\"messages\":[{\"text\":\"Hello\"}]}"
                .formatted(url));
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(201);
    return TestServer.json(sent).at("/messages/0/message_id").stringValue();
  }

  @Test
  void aStoppedEndpointIsResumedAndAFailedCallbackIsReplayedUntilTheCustomerHasIt()
      throws IOException {
    String url = customer();
    answers = 410;
    sendWithCallback(url);
    within("it is told once and says that it is gone", () -> told.get() > 0);
    become(VISITORS.make(Role.OWNER, "shop"));
    within(
        "the endpoint is listed",
        () -> {
          open("/callbacks");
          return page.getByText(url).count() > 0;
        });
    picture("callbacks");
    page.getByText(url).first().click();
    says("Stopped by the endpoint itself (410)");
    inspect();
    picture("endpoint-stopped");
    answers = 200;
    int before = told.get();
    press("Resume");
    says("Resumed. What waits is told now.");
    page.locator("#main .badge")
        .getByText("up", new Locator.GetByTextOptions().setExact(true))
        .waitFor();
    within("what waited is told", () -> told.get() > before);
    int resumed = told.get();
    page.getByLabel("What").selectOption("failed");
    press("Tell again");
    says("The replay has begun.");
    page.locator(".list .badge").getByText("done").waitFor();
    within("the customer has it once more", () -> told.get() > resumed);
    inspect();
    picture("endpoint-replayed");
    press("Send the test");
    says("The test arrived");
    inspect();
    open("/audit?kind=endpoint");
    says("replay");
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/callbacks");
    page.getByText(url).first().click();
    says("An owner of the account can resume");
    assertThat(page.locator("#main form").count()).isZero();
  }

  @Test
  void aSecretIsRotatedAndShownOnce() {
    become(VISITORS.make(Role.OWNER, "other"));
    open("/callbacks");
    says("No endpoint has been in trouble.");
    press("Rotate the secret");
    press("Yes, do it");
    says("The new secret");
    String secret = page.locator(".copy code").first().innerText();
    assertThat(secret).startsWith("whsec_");
    inspect();
    open("/callbacks");
    assertThat(page.content()).doesNotContain(secret).contains("both signatures");
    press("Rotate the secret");
    press("Yes, do it");
    says("The secret before this one is still valid");
  }
}
