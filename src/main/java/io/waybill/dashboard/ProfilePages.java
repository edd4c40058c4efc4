package io.waybill.dashboard;

import io.waybill.account.PasswordRule;
import io.waybill.account.Person;
import io.waybill.account.Person.Theme;
import io.waybill.account.PersonPassword;
import io.waybill.account.RecoveryCodes;
import io.waybill.account.Totp;
import io.waybill.dashboard.FactorPages.Codes;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Proofs.Proof;
import io.waybill.store.Sessions.Seen;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What people set about themselves. What could shut them out asks for the password again. */
public final class ProfilePages {
  static final String PATH = "/settings/profile";

  private static final List<String> ZONES =
      List.copyOf(
          new TreeSet<>(
              ZoneId.getAvailableZoneIds().stream()
                  .filter(id -> id.equals("UTC") || id.matches("[A-Z][a-z]+/[A-Z].*"))
                  .filter(id -> !id.startsWith("Etc/") && !id.startsWith("System"))
                  .toList()));

  private final Desk desk;

  ProfilePages(Desk desk) {
    this.desk = desk;
  }

  /**
   * What the page shows.
   *
   * @param here the session that this page was asked with
   * @param mustHaveFactor whether the second factor can only be changed, not removed
   * @param problem what is wrong; null: nothing
   * @param about the form that it is about
   */
  public record Profile(
      Person person,
      List<String> zones,
      List<Seen> sessions,
      long here,
      boolean mustHaveFactor,
      @Nullable String problem,
      String about) {
    /** What is wrong in one of the forms; null: nothing. */
    public @Nullable String problem(String form) {
      return form.equals(about) ? problem : null;
    }

    /** A browser's description of itself, made short. */
    public String browser(Seen seen) {
      return Browsers.name(seen.agent());
    }
  }

  List<Page> pages() {
    return List.of(
            Page.get(PATH, Need.PERSON, visit -> show(visit, "", null)),
            Page.post(PATH, Need.PERSON, this::preferences),
            Page.post(PATH + "/password", Need.PERSON, this::password),
            Page.post(PATH + "/second-factor", Need.PERSON, this::factor),
            Page.post(PATH + "/recovery-codes", Need.PERSON, this::recoveryCodes),
            Page.post(PATH + "/no-second-factor", Need.PERSON, this::dropFactor),
            Page.post(PATH + "/sessions/{session}/end", Need.PERSON, this::end),
            Page.post(PATH + "/sessions/end-others", Need.PERSON, this::endOthers))
        .stream()
        .map(page -> page.at(Section.SETTINGS, "Profile", 10))
        .toList();
  }

  /** Time zones that can be chosen. */
  static List<String> zones() {
    return ZONES;
  }

  /** One of them by its name; empty if there is none so named. */
  static Optional<ZoneId> zone(String name) {
    return ZONES.contains(name) ? Optional.of(ZoneId.of(name)) : Optional.empty();
  }

  private boolean mustHaveFactor(Person person) {
    return desk.config().enforceTotp() && person.role().needsSecondFactor();
  }

  private Reply show(Visit visit, String about, @Nullable String problem) throws SQLException {
    Person person = visit.person();
    Profile view =
        new Profile(
            person,
            ZONES,
            desk.sessions().of(person.id()),
            visit.session().id(),
            mustHaveFactor(person),
            problem,
            about);
    return problem == null ? Reply.page("profile", view) : Reply.again("profile", view);
  }

  private Reply preferences(Visit visit) throws SQLException, Refused {
    Optional<String> name = Person.name(visit.field("name"));
    Optional<ZoneId> zone = zone(visit.field("zone"));
    if (name.isEmpty()) {
      return show(visit, "you", "Write your name: 1 to 100 characters.");
    }
    if (zone.isEmpty()) {
      return show(visit, "you", "Choose one of the time zones in the list.");
    }
    desk.people()
        .preferences(visit.person().id(), name.get(), Theme.of(visit.field("theme")), zone.get());
    return Reply.to(PATH, "Saved.");
  }

  private Reply password(Visit visit) throws SQLException, Refused {
    Optional<String> wrong = wrongPassword(visit);
    if (wrong.isPresent()) {
      return show(visit, "password", wrong.get());
    }
    String next = visit.raw("next_password");
    Optional<String> fault = PasswordRule.fault(next, visit.person().email());
    if (fault.isEmpty() && !next.equals(visit.raw("again"))) {
      fault = Optional.of("The two new passwords differ: write the same one twice.");
    }
    if (fault.isPresent()) {
      return show(visit, "password", fault.get());
    }
    Optional<String> hash = desk.attempts().hashing(() -> PersonPassword.hash(next, desk.random()));
    if (hash.isEmpty()) {
      return show(visit, "password", "Many people log in at this moment. Try again in a moment.");
    }
    desk.proofs().password(visit.by(), visit.person(), hash.get(), visit.session().id());
    return Reply.to(PATH, "Your password is changed. All other sessions have ended.");
  }

  private Reply factor(Visit visit) throws SQLException, Refused {
    Optional<String> wrong = wrongPassword(visit);
    if (wrong.isPresent()) {
      return show(visit, "factor", wrong.get());
    }
    desk.proofs().offerTotp(visit.person().id(), Totp.freshSecret(desk.random()));
    return Reply.to("/settings/second-factor");
  }

  private Reply recoveryCodes(Visit visit) throws SQLException, Refused {
    Optional<String> wrong = wrongPassword(visit);
    if (wrong.isPresent()) {
      return show(visit, "factor", wrong.get());
    }
    if (!visit.person().hasTotp()) {
      return show(visit, "factor", "Set up a second factor first.");
    }
    List<String> codes = RecoveryCodes.fresh(desk.random());
    desk.proofs()
        .recoveryCodes(
            visit.by(), visit.person(), codes.stream().map(RecoveryCodes::hash).toList());
    return Reply.page("codes", new Codes(codes, PATH));
  }

  private Reply dropFactor(Visit visit) throws SQLException, Refused {
    Optional<String> wrong = wrongPassword(visit);
    if (wrong.isEmpty() && mustHaveFactor(visit.person())) {
      wrong = Optional.of("Owners and operators keep a second factor: set up another instead.");
    }
    if (wrong.isPresent()) {
      return show(visit, "factor", wrong.get());
    }
    desk.proofs().dropTotp(visit.by(), visit.person());
    return Reply.to(PATH, "The second factor is removed.");
  }

  private Reply end(Visit visit) throws SQLException, Refused {
    String id = visit.call().path("session");
    if (!id.matches("\\d{1,18}") || !desk.sessions().end(visit.person().id(), Long.parseLong(id))) {
      return Reply.notFound();
    }
    desk.people().note(visit.by(), "end session", "session", visit.person().email());
    return Reply.to(PATH, "The session has ended.");
  }

  private Reply endOthers(Visit visit) throws SQLException, Refused {
    desk.sessions().endAll(visit.person().id(), visit.session().id());
    desk.people().note(visit.by(), "end sessions", "session", visit.person().email());
    return Reply.to(PATH, "All other sessions have ended.");
  }

  /** What to say if the password that was given is not the person's; tries are counted. */
  private Optional<String> wrongPassword(Visit visit) throws SQLException {
    Attempts.Who who =
        new Attempts.Who(
            visit.call().clientAddress(),
            visit.person().email(),
            Optional.of("session " + visit.session().id()));
    Optional<Duration> wait = desk.attempts().wait(who);
    if (wait.isPresent()) {
      return Optional.of("Too many wrong tries. Try again in " + wait.get().toSeconds() + " s.");
    }
    String kept = desk.proofs().proof(visit.person().id()).map(Proof::passwordHash).orElse(null);
    String shown = visit.raw("password");
    Optional<Boolean> isRight = desk.attempts().hashing(() -> PersonPassword.isSame(kept, shown));
    if (isRight.orElse(false)) {
      return Optional.empty();
    }
    if (isRight.isPresent()) {
      desk.attempts().failed(who);
    }
    return Optional.of("This is not your present password.");
  }
}
