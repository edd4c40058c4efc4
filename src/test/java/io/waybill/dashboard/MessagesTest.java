package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.sun.net.httpserver.HttpServer;
import io.waybill.account.Role;
import io.waybill.command.Patience;
import io.waybill.command.TestServer;
import io.waybill.dashboard.Visitors.Visitor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The list of messages as it lives, and what happened to each. */
class MessagesTest extends BrowserTest {
  private static final Duration BOUND = Duration.ofSeconds(20);

  private static String send(String fields) {
    HttpResponse<String> response = SERVER.call("POST", "/v1/omnimessage", TestServer.SHOP, fields);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return TestServer.json(response).at("/messages/0/message_id").stringValue();
  }

  private void openLive(String path) {
    open(path);
    page.waitForSelector("html[data-stream=yes]");
  }

  private Locator row(String id) {
    return page.locator("tr[data-id='" + id + "']");
  }

  @Test
  void aMessageAppearsAndBecomesDeliveredWithoutReloadAndOpensByEnter() {
    become(VISITORS.make(Role.OWNER, "shop"));
    openLive("/messages");
    page.evaluate("window.notReloaded = true");
    String id = SERVER.send("+37255500101");
    row(id).waitFor();
    row(id).locator(".badge.delivered").waitFor();
    assertThat(page.evaluate("window.notReloaded")).isEqualTo(true);
    page.keyboard().press("j");
    assertThat(row(id).getAttribute("class")).contains("here");
    page.keyboard().press("Enter");
    says("Accepted from the customer");
    says("Taken by the carrier");
    says("Receipt: delivrd");
    assertThat(page.locator(".timeline .raw").first().innerText()).contains("stat:DELIVRD");
    assertThat(page.locator(".timeline .delta").allInnerTexts().getLast()).startsWith("+");
    inspect();
    page.keyboard().press("Escape");
    page.locator("#message-drawer").waitFor(hidden());
    page.keyboard().press("?");
    says("next and previous message");
    page.keyboard().press("Escape");
    page.keyboard().press("/");
    assertThat(page.evaluate("document.activeElement.name")).isEqualTo("recipient");
    open("/messages/" + id);
    says("Accepted from the customer");
  }

  private static Locator.WaitForOptions hidden() {
    return new Locator.WaitForOptions()
        .setState(com.microsoft.playwright.options.WaitForSelectorState.HIDDEN);
  }

  @Test
  void filtersLiveInTheAddressAndViewsAreSaved() {
    String other = SERVER.send("+37255500102");
    String mine =
        send("{\"to\":\"+358401234567\",\"messages\":[{\"text\":\"Hi\",\"sender\":\"Shop\"}]}");
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/messages");
    fill("Recipient", "+358*");
    press("Show");
    page.waitForURL("**recipient=*");
    row(mine).waitFor();
    assertThat(row(other).count()).isZero();
    assertThat(page.url()).doesNotContain("days=", "sender=");
    page.reload();
    row(mine).waitFor();
    assertThat(row(other).count()).isZero();
    page.getByText("Save this view").click();
    fill("Name of the view", "Finland");
    press("Save");
    says("View Finland is saved.");
    open("/messages");
    row(other).waitFor();
    page.goBack();
    row(mine).waitFor();
    assertThat(row(other).count()).isZero();
    open("/messages?country=EE&reference=nothing-has-this");
    says("Nothing fits this filter");
    page.getByText("Look back 30 days").click();
    page.waitForURL("**days=30**");
    open("/messages?country=Estonia");
    says("Country must be two letters");
  }

  @Test
  void pauseHoldsNewMessagesBackAndCountsThem() {
    become(VISITORS.make(Role.SENDER, "shop"));
    openLive("/messages");
    page.keyboard().press("p");
    says("Paused");
    String first = SERVER.send("+37255500103");
    says("1 new");
    String second = SERVER.send("+37255500104");
    says("2 new");
    assertThat(row(first).count()).isZero();
    page.getByText("2 new").click();
    row(first).waitFor();
    row(second).waitFor();
  }

  @Test
  void aFailedCallbackIsReplayedFromTheDrawerButNotByAViewer() throws IOException {
    AtomicInteger status = new AtomicInteger(500);
    AtomicInteger told = new AtomicInteger();
    HttpServer customer =
        HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    customer.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (status.get() == 200) {
            told.incrementAndGet();
          }
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    customer.start();
    try {
      String id =
          send(
              "{\"to\":\"+37255500111\",\"dlr_url\":\"http://127.0.0.1:%d/told\",\"messages\":[{\"text\":\"Hi\"}]}"
                  .formatted(customer.getAddress().getPort()));
      Visitor viewer = VISITORS.make(Role.VIEWER, "shop");
      become(VISITORS.make(Role.SENDER, "shop"));
      openLive("/messages?recipient=%2B37255500111");
      row(id).locator(".badge.delivered").waitFor();
      row(id).click();
      says("HTTP 500");
      status.set(200);
      press("Replay the callback");
      says("The callback is being told again.");
      Patience.within(BOUND, "the customer is told", () -> told.get() > 0);
      says("told to the customer");
      status.set(410);
      press("Replay the callback");
      says("HTTP 410");
      press("Replay the callback");
      says("Its endpoint is stopped");
      become(viewer);
      open("/messages/" + id);
      says("Accepted from the customer");
      assertThat(page.getByText("Replay the callback").count()).isZero();
      assertThat(
              VISITORS
                  .post(
                      "/messages/" + id + "/replay",
                      viewer.session(),
                      Map.of("form_token", viewer.formToken()))
                  .statusCode())
          .isEqualTo(403);
    } finally {
      customer.stop(0);
    }
  }

  @Test
  void anotherAccountsMessageIsNowhereAndNeverSent() {
    become(VISITORS.make(Role.OWNER, "other"));
    openLive("/messages");
    String id = SERVER.send("+37255500106");
    Patience.within(BOUND, "it is delivered", () -> SERVER.state(id).equals("delivered"));
    open("/messages/" + id);
    says("There is nothing here.");
    Visitor other = VISITORS.make(Role.OWNER, "other");
    assertThat(VISITORS.get("/messages/rows?ids=" + id, other.session()).body()).doesNotContain(id);
  }
}
