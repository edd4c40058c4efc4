package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.options.SelectOption;
import io.waybill.account.Role;
import io.waybill.command.TestServer;
import io.waybill.dashboard.Visitors.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people set, each role in a real browser. */
class SettingsTest extends BrowserTest {
  @Test
  void anOwnerInvitesGivesARoleAndRemoves() {
    become(VISITORS.make(Role.OWNER, "other"));
    open("/settings/people");
    fill("E-mail", "Second@Other.Example");
    page.locator("select[name=role]").first().selectOption(new SelectOption().setValue("viewer"));
    press("Make an invitation");
    says("Invitation for second@other.example");
    inspect();
    assertThat(page.locator(".copy code").innerText()).startsWith(SERVER.url() + "/welcome/");
    var row =
        page.locator(".list li")
            .filter(
                new com.microsoft.playwright.Locator.FilterOptions()
                    .setHasText("second@other.example"));
    row.locator("summary").click();
    row.locator("select").selectOption(new SelectOption().setValue("sender"));
    row.getByText("Give this role").click();
    says("second@other.example is sender now.");
    row.locator("summary").click();
    row.getByText("Remove").click();
    says("Remove second@other.example? Their sessions end at once.");
    press("Yes, do it");
    says("second@other.example is removed.");
    assertThat(row.count()).isZero();
  }

  @Test
  void theLastOwnerStays() {
    String account = "only-one";
    SERVER.beside((database, vault) ->
        new io.waybill.store.AdminStore(database, vault).createAccount(account, 30));
    Visitor owner = VISITORS.make(Role.OWNER, account);
    Visitor operator = VISITORS.make(Role.OPERATOR, null);
    become(operator);
    open("/accounts");
    page.getByLabel("Look at " + account).click();
    says("You look at " + account + " now.");
    open("/settings/people");
    page.locator("summary").first().click();
    page.getByText("Remove").first().click();
    press("Yes, do it");
    says("The last owner of an account stays its owner");
    inspect();
    become(owner);
    open("/settings/people");
    says(owner.email());
  }

  @Test
  void aKeyIsMadeShownOnceWorksAndIsDisabled() {
    become(VISITORS.make(Role.OWNER, "shop"));
    open("/settings/keys");
    fill("API username", "made-by-hand");
    press("Make the key");
    says("This is the only time that the password is shown.");
    inspect();
    String password = page.locator(".pairs code").nth(1).innerText();
    String credentials = "made-by-hand:" + password;
    assertThat(SERVER.call("GET", "/api/v1/messages", credentials, "").statusCode()).isEqualTo(200);
    open("/settings/keys");
    assertThat(page.content()).contains("made-by-hand").doesNotContain(password);
    page.getByLabel("Change key made-by-hand").click();
    inspect();
    page.locator("form[action$='made-by-hand/disable'] button").click();
    press("Yes, do it");
    says("Key made-by-hand is disabled.");
    assertThat(SERVER.call("GET", "/api/v1/messages", credentials, "").statusCode()).isEqualTo(401);
  }

  @Test
  void aThemeAndATimeZoneAreKept() {
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/settings/profile");
    page.getByLabel("Theme").selectOption("dark");
    page.getByLabel("Time zone").selectOption("Asia/Tokyo");
    press("Save");
    says("Saved.");
    open("/settings/profile");
    assertThat(page.locator("html").getAttribute("data-theme")).isEqualTo("dark");
    assertThat(page.getByLabel("Time zone").inputValue()).isEqualTo("Asia/Tokyo");
  }

  @Test
  void whatWasDoneStandsInTheAuditLogAndIsReadBackFromItsFile() throws IOException {
    Visitor owner = VISITORS.make(Role.OWNER, "shop");
    become(owner);
    open("/settings/people");
    fill("E-mail", "audited@shop.example");
    press("Make an invitation");
    says("Invitation for audited@shop.example");
    open("/audit?actor=" + owner.email() + "&kind=person");
    says("audited@shop.example");
    assertThat(page.locator("tbody tr").count()).isEqualTo(1);
    Download file = page.waitForDownload(() -> page.getByText("JSON lines").click());
    List<String> lines = Files.readAllLines(file.path());
    assertThat(lines).hasSize(1);
    var line = TestServer.json(lines.getFirst());
    assertThat(line.get("actor").asString()).isEqualTo(owner.email());
    assertThat(line.get("action").asString()).isEqualTo("invite");
    assertThat(line.get("name").asString()).isEqualTo("audited@shop.example");
    open("/audit?kind=audit&from=nonsense");
    says("Write dates as 2026-11-30");
  }

  @Test
  void anOperatorMakesAnAccountLooksAtItAndSeesEveryComponent() {
    become(VISITORS.make(Role.OPERATOR, null));
    open("/");
    says("All accounts of this platform.");
    open("/accounts");
    fill("Name", "fresh-account");
    press("Make it");
    says("Account fresh-account is made.");
    page.getByLabel("Look at fresh-account").click();
    says("You look at fresh-account now.");
    open("/settings/keys");
    says("No program can send for this account yet.");
    open("/accounts/operators");
    open("/audit/all");
    says("look into account");
    open("/design");
  }

  @Test
  void aViewerSeesOnlyWhatAViewerMay() {
    become(VISITORS.make(Role.VIEWER, "shop"));
    open("/");
    assertThat(page.locator("h1").innerText()).isEqualTo("Overview");
    assertThat(page.locator(".side .nav a").allInnerTexts())
        .containsExactly("Overview", "Messages", "Campaigns", "Reports", "Callbacks", "Settings");
    open("/settings/people");
    says("Your role (viewer) does not open this page.");
    open("/nowhere-at-all");
    says("There is nothing here.");
  }

  @Test
  void aPhoneHasABarAndADrawer() {
    become(VISITORS.make(Role.OWNER, "shop"));
    page.setViewportSize(390, 800);
    open("/settings/profile");
    press("Menu");
    var drawer = page.locator("#drawer-nav");
    drawer.getByText("Audit").click();
    page.waitForURL("**/audit");
  }
}
