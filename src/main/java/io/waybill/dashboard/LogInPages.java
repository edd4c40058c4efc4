package io.waybill.dashboard;

import io.waybill.account.Passwords;
import io.waybill.account.Person;
import io.waybill.account.PersonPassword;
import io.waybill.account.RecoveryCodes;
import io.waybill.account.SessionRule;
import io.waybill.account.SessionRule.Stage;
import io.waybill.account.Totp;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Proofs.Proof;
import io.waybill.store.Sessions.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Log-in in two steps, and log-out. Each step begins a session with another token. */
public final class LogInPages {
  private static final Duration DEVICE_LASTS = Duration.ofDays(365);
  private static final String WRONG = "E-mail or password is wrong.";

  private final Desk desk;

  LogInPages(Desk desk) {
    this.desk = desk;
  }

  /**
   * What the log-in page shows.
   *
   * @param problem null: nothing is wrong yet
   */
  public record LogIn(String email, String next, @Nullable String problem) {}

  /** What the page for the code shows. */
  public record Code(String next, @Nullable String problem) {}

  List<Page> pages() {
    return List.of(
        Page.get("/login", Need.NOTHING, this::show),
        Page.post("/login", Need.NOTHING, this::password),
        Page.get(
            "/login/code", Need.PASSWORD, visit -> Reply.page("code", new Code(next(visit), null))),
        Page.post("/login/code", Need.PASSWORD, this::code),
        Page.post("/logout", Need.NOTHING, this::leave));
  }

  /** Where somebody goes on who is at this stage. */
  static String way(Stage stage) {
    return switch (stage) {
      case CODE -> "/login/code";
      case ENROL -> "/login/second-factor";
      case FULL -> "/";
    };
  }

  private Reply show(Visit visit) {
    boolean isIn = visit.maybeSession().map(s -> s.stage() == Stage.FULL).orElse(false);
    return isIn ? Reply.to("/") : Reply.page("login", new LogIn("", next(visit), null));
  }

  private Reply password(Visit visit) throws SQLException, Refused {
    String email = Person.email(visit.field("email")).orElse("");
    Attempts.Who who = new Attempts.Who(visit.call().clientAddress(), email, device(visit, email));
    Optional<Duration> wait = desk.attempts().wait(who);
    if (wait.isPresent()) {
      return tooMany(wait.get());
    }
    Optional<Proof> proof = email.isEmpty() ? Optional.empty() : desk.proofs().proof(email);
    String kept = proof.map(Proof::passwordHash).orElse(null);
    String password = visit.raw("password");
    Optional<Boolean> isRight =
        desk.attempts().hashing(() -> PersonPassword.isSame(kept, password));
    if (isRight.isEmpty()) {
      return new Reply.Refusal(503, "Many people log in at this moment. Try again in a moment.");
    }
    if (proof.isEmpty() || !isRight.get()) {
      refused(visit, who, proof.map(Proof::person).orElse(null), "password");
      return Reply.again("login", new LogIn(visit.field("email"), next(visit), WRONG));
    }
    return begin(visit, proof.get().person(), next(visit));
  }

  /** Goes on after a right password: to the second factor, to setting one up, or in. */
  Reply begin(Visit visit, Person person, String next) throws SQLException, Refused {
    Stage stage =
        person.hasTotp()
            ? Stage.CODE
            : desk.config().enforceTotp() && person.role().needsSecondFactor()
                ? Stage.ENROL
                : Stage.FULL;
    Session before = visit.maybeSession().orElse(null);
    if (before != null) {
      desk.sessions().end(before.person().id(), before.id());
    }
    if (stage == Stage.FULL) {
      enter(visit, person, "password");
      return Reply.to(next.isEmpty() ? "/" : next);
    }
    change(visit, person, stage);
    return Reply.to(way(stage) + (next.isEmpty() ? "" : "?next=" + encoded(next)));
  }

  private static String encoded(String path) {
    return java.net.URLEncoder.encode(path, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** In, with a token that was never shown before, from a browser that is known from now on. */
  void enter(Visit visit, Person person, String by) throws SQLException, Refused {
    change(visit, person, Stage.FULL);
    String id = Passwords.fresh(desk.random());
    visit.remember(
        Cookies.write(
            visit.call(), Cookies.DEVICE, id + "." + seal(id, person.email()), DEVICE_LASTS));
    desk.people()
        .note(visit.by(person.email(), person.accountId()), "log in", "session", "by " + by);
  }

  private void change(Visit visit, Person person, Stage stage) throws SQLException {
    String agent = visit.call().header("User-Agent").orElse("");
    String token = desk.sessions().begin(person.id(), stage, visit.address(), agent);
    visit.becomes(token, stage == Stage.FULL ? SessionRule.LONGEST : SessionRule.HALFWAY);
  }

  private Reply code(Visit visit) throws SQLException, Refused {
    Session session = visit.session();
    Person person = session.person();
    // Known browsers count by themselves here, too: who has stolen a password must not shut out.
    Attempts.Who who =
        new Attempts.Who(
            visit.call().clientAddress(),
            "code of " + person.email(),
            device(visit, person.email()).map(id -> "code " + id));
    Optional<Duration> wait = desk.attempts().wait(who);
    if (wait.isPresent()) {
      desk.sessions().end(person.id(), session.id());
      return tooMany(wait.get());
    }
    String shown = visit.field("code");
    boolean isRecovery = RecoveryCodes.isOne(shown);
    boolean isRight =
        isRecovery
            ? desk.proofs().useRecoveryCode(visit.by(), person, RecoveryCodes.hash(shown))
            : isCode(visit, person, shown);
    if (!isRight) {
      refused(visit, who, person, "code");
      return Reply.again(
          "code",
          new Code(
              next(visit),
              "This code is wrong, used or over. Wait for the next one, and see that your phone's"
                  + " clock is right."));
    }
    desk.sessions().end(person.id(), session.id());
    enter(visit, person, isRecovery ? "recovery code" : "code");
    String next = next(visit).isEmpty() ? "/" : next(visit);
    return isRecovery
        ? Reply.to(
            next,
            "%d recovery codes are left. Settings → Profile makes new ones."
                .formatted(person.recoveryCodes() - 1))
        : Reply.to(next);
  }

  /** Whether this is a code of the person's device that was never used before; uses it up. */
  boolean isCode(Visit visit, Person person, String shown) throws SQLException, Refused {
    Optional<Proof> proof = desk.proofs().proof(person.id());
    String secret = proof.map(Proof::totpSecret).orElse(null);
    if (proof.isEmpty() || secret == null) {
      return false;
    }
    OptionalLong step = Totp.accept(secret, shown, visit.now(), proof.get().totpStep());
    return step.isPresent() && desk.proofs().useStep(person.id(), step.getAsLong());
  }

  private Reply leave(Visit visit) throws SQLException, Refused {
    Session session = visit.maybeSession().orElse(null);
    if (session != null) {
      desk.sessions().end(session.person().id(), session.id());
      desk.people().note(visit.by(), "log out", "session", session.person().email());
    }
    visit.becomes(Passwords.fresh(desk.random()), SessionRule.LONGEST);
    return Reply.to("/login");
  }

  private void refused(Visit visit, Attempts.Who who, @Nullable Person person, String what)
      throws SQLException, Refused {
    desk.attempts().failed(who);
    if (desk.attempts().isNoted()) {
      String email = visit.maybeSession().map(s -> s.person().email()).orElse(who.email());
      desk.people()
          .note(
              visit.by(
                  email.isEmpty() ? "no e-mail" : email,
                  person == null ? null : person.accountId()),
              "log in refused",
              "session",
              "wrong " + what);
    }
  }

  private static Reply tooMany(Duration wait) {
    return new Reply.Refusal(
        429,
        "Too many wrong tries. Try again in %d s; an owner of your account can make you a reset link."
            .formatted(Math.max(1, wait.toSeconds())));
  }

  /** The browser's own mark, if this person has logged in from it before. */
  private Optional<String> device(Visit visit, String email) {
    return Cookies.read(visit.call(), Cookies.DEVICE)
        .map(value -> value.split("\\.", 2))
        .filter(parts -> parts.length == 2 && Passwords.same(seal(parts[0], email), parts[1]))
        .map(parts -> parts[0]);
  }

  private String seal(String id, String email) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(desk.vault().hmac("device " + id + " of " + email));
  }

  /** A path of ours to go to afterwards; empty for what could lead elsewhere. */
  private static String next(Visit visit) {
    String next = visit.field("next");
    boolean isOurs = next.matches("/(?![/\\\\])[ -~&&[^\\\\]]{0,500}");
    return isOurs ? next : "";
  }
}
