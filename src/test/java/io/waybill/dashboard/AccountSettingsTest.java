package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.Role;
import io.waybill.dashboard.AccountSettingsPages.Way;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is set about an account: retention, and what stands for costly characters. */
class AccountSettingsTest extends BrowserTest {
  @Test
  void aTextIsShownAsEachModeWouldSendIt() {
    List<Way> ways = AccountSettingsPages.tried("Hi “you” ☺", Map.of("☺", ":)")).ways();
    assertThat(ways)
        .extracting(Way::text)
        .containsExactly("Hi “you” ☺", "Hi “you” :)", "Hi \"you\" :)");
    assertThat(ways)
        .extracting(Way::size)
        .containsExactly("1 part, UCS-2", "1 part, UCS-2", "1 part, GSM 7-bit");
    assertThat(ways.get(1).changes()).isEqualTo("☺ → :)");
  }

  @Test
  void anOwnerChangesTheTableAndSeesAtOnceWhatATextBecomes() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/settings/account");
    fill("Instead of", "☃");
    fill("send", "snowman");
    press("Put into the table");
    says("The table is changed");
    says("U+2603");
    page.locator("textarea[name=text]").fill("A ☃ melts");
    says("A snowman melts");
    page.getByLabel("Remove ☃").click();
    says("It is removed from the table.");
    assertThat(page.locator("#tried").innerText()).doesNotContain("snowman");
  }

  @Test
  void anOwnerSetsHowLongTextsAreKeptWithinBounds() {
    become(VISITORS.make(Role.OWNER, "other"));
    open("/settings/account");
    fill("Days after sending", "14");
    press("Save");
    says("Texts of new messages are kept for 14 days.");
    assertThat(page.getByLabel("Days after sending").inputValue()).isEqualTo("14");
    page.evaluate("document.querySelector('[name=days]').removeAttribute('max')");
    fill("Days after sending", "401");
    press("Save");
    says("Write a number of days from 0 to 400.");
  }

  @Test
  void aViewerMayLookAndTryButNotChange() {
    Visitors.Visitor viewer = VISITORS.make(Role.VIEWER, "shop");
    become(viewer);
    open("/settings/account");
    page.locator("textarea[name=text]").fill("“quoted”");
    says("\"quoted\"");
    assertThat(page.getByText("Put into the table").count()).isZero();
    assertThat(
            VISITORS
                .post(
                    "/settings/account/retention",
                    viewer.session(),
                    Map.of("days", "1", "form_token", viewer.formToken()))
                .statusCode())
        .isEqualTo(403);
  }
}
