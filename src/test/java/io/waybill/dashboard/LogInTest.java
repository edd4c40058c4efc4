package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.RecoveryCodes;
import io.waybill.account.Role;
import io.waybill.account.SessionRule.Stage;
import io.waybill.account.Totp;
import io.waybill.dashboard.Visitors.Visitor;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ways in, and out, in a real browser. */
class LogInTest extends BrowserTest {
  private static final String BYSTANDERS = "moss window teapot";

  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private void logIn(String email, String password) {
    open("/login");
    fill("E-mail", email);
    fill("Password", password);
    press("Log in");
  }

  @Test
  void aCodeIsAskedForAfterThePasswordAndOpensOnce() {
    Visitor owner = VISITORS.make(Role.OWNER, "shop", Stage.CODE);
    String secret = VISITORS.secondFactor(owner, List.of());
    logIn(owner.email(), Visitors.PASSWORD);
    says("Second factor");
    inspect();
    fill("Code", "000000");
    press("Go on");
    says("This code is wrong, used or over.");
    inspect();
    String code = Totp.code(secret, now());
    fill("Code", code);
    press("Go on");
    page.waitForURL(SERVER.url() + "/");
    press("Owner of shop owner");
    press("Log out");
    page.waitForURL("**/login");
    logIn(owner.email(), Visitors.PASSWORD);
    fill("Code", code);
    press("Go on");
    says("This code is wrong, used or over.");
  }

  @Test
  void aRecoveryCodeOpensOnce() {
    Visitor owner = VISITORS.make(Role.OWNER, "shop", Stage.CODE);
    List<String> codes = RecoveryCodes.fresh(new SecureRandom());
    VISITORS.secondFactor(owner, codes.stream().map(RecoveryCodes::hash).toList());
    logIn(owner.email(), Visitors.PASSWORD);
    fill("Code", codes.getFirst());
    press("Go on");
    says("9 recovery codes are left.");
    open("/settings/profile");
    press("Owner of shop owner");
    press("Log out");
    logIn(owner.email(), Visitors.PASSWORD);
    fill("Code", codes.getFirst());
    press("Go on");
    says("This code is wrong, used or over.");
  }

  @Test
  void wrongPasswordAndUnknownEmailAreAnsweredAlike() {
    Visitor viewer = VISITORS.make(Role.VIEWER, "shop");
    logIn(viewer.email(), "not this one at all");
    says("E-mail or password is wrong.");
    inspect();
    String known = page.locator("main").innerText();
    logIn("nobody-has@this.example", "not this one at all");
    says("E-mail or password is wrong.");
    assertThat(page.locator("main").innerText()).isEqualTo(known);
  }

  @Test
  void anInvitationLeadsToAWorkingAccountWithASecondFactor() {
    String email = "new-owner@shop.example";
    page.navigate(VISITORS.invite(email, Role.OWNER, "shop"));
    String link = page.url();
    inspect();
    fill("Your name", "Nora Newcomer");
    // Two of them begin with the same word.
    page.locator("[name=password]").fill("password1234");
    page.locator("[name=again]").fill("password1234");
    press("Begin");
    says("This is one of the first that attackers try");
    page.locator("[name=password]").fill(BYSTANDERS);
    page.locator("[name=again]").fill(BYSTANDERS);
    press("Begin");
    page.waitForURL("**/login/second-factor");
    inspect();
    page.getByText("Type it instead").click();
    String secret = page.locator(".secret code").innerText().replace(" ", "");
    fill("Code", Totp.code(secret, now()));
    press("Confirm");
    says("Your recovery codes");
    inspect();
    assertThat(page.locator(".codes li").count()).isEqualTo(RecoveryCodes.COUNT);
    page.getByText("I have kept them").click();
    page.waitForURL(SERVER.url() + "/");
    says("Nora Newcomer");
    page.navigate(link);
    says("This link has been used or is over.");
    inspect();
  }

  @Test
  void aSessionThatIsEndedElsewhereIsOver() {
    Visitor viewer = VISITORS.make(Role.VIEWER, "shop");
    become(viewer);
    open("/settings/profile");
    var other = page.context().browser().newContext();
    try {
      var theirs = other.newPage();
      theirs.navigate(SERVER.url() + "/login");
      theirs.locator("[name=email]").fill(viewer.email());
      theirs.locator("[name=password]").fill(Visitors.PASSWORD);
      theirs.locator("button[type=submit]").click();
      theirs.waitForURL(SERVER.url() + "/");
      page.reload();
      assertThat(page.locator("#sessions ~ ul li").count()).isEqualTo(2);
      press("End all others");
      says("All other sessions have ended.");
      theirs.reload();
      theirs.waitForURL("**/login**");
    } finally {
      other.close();
    }
  }

  @Test
  void aNewPasswordEndsAllOtherSessions() {
    Visitor sender = VISITORS.make(Role.SENDER, "shop");
    become(sender);
    open("/settings/profile");
    fill("Present password", "not this one");
    page.locator("[name=next_password]").fill(BYSTANDERS);
    page.locator("form[action$=password] [name=again]").fill(BYSTANDERS);
    press("Change the password");
    says("This is not your present password.");
    fill("Present password", Visitors.PASSWORD);
    page.locator("[name=next_password]").fill(BYSTANDERS);
    page.locator("form[action$=password] [name=again]").fill(BYSTANDERS);
    press("Change the password");
    says("Your password is changed.");
    page.context().clearCookies();
    logIn(sender.email(), Visitors.PASSWORD);
    says("E-mail or password is wrong.");
    logIn(sender.email(), BYSTANDERS);
    page.waitForURL(SERVER.url() + "/");
  }

  @Test
  void afterTheLogInOneIsWhereOneWantedToBe() {
    Visitor owner = VISITORS.make(Role.SENDER, "shop");
    open("/settings/profile?x=1");
    page.waitForURL("**/login?next=**");
    fill("E-mail", owner.email());
    fill("Password", Visitors.PASSWORD);
    press("Log in");
    page.waitForURL("**/settings/profile?x=1");
    open("/login?next=//evil.example/");
    page.waitForURL(SERVER.url() + "/");
  }
}
