package io.waybill.dashboard;

import io.waybill.account.PasswordRule;
import io.waybill.account.Person;
import io.waybill.account.PersonPassword;
import io.waybill.account.Role;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.People.Linked;
import io.waybill.store.People.Purpose;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where links lead that people were given: to a first password, or to a new one. */
public final class LinkPages {
  private static final int TOKEN_MAX = 100;

  private final Desk desk;
  private final LogInPages logIn;

  LinkPages(Desk desk, LogInPages logIn) {
    this.desk = desk;
    this.logIn = logIn;
  }

  /**
   * What the page shows.
   *
   * @param problem what is wrong with the form; null: nothing yet
   */
  public record Welcome(
      String path, boolean isNew, String email, Role role, String name, @Nullable String problem) {}

  List<Page> pages() {
    return List.of(
        Page.get("/welcome/{link}", Need.NOTHING, this::show),
        Page.post("/welcome/{link}", Need.NOTHING, this::take));
  }

  private Optional<Linked> linked(Visit visit) throws SQLException {
    String token = visit.call().path("link");
    return token.length() > TOKEN_MAX ? Optional.empty() : desk.people().linked(token);
  }

  private static Reply over() {
    return new Reply.Refusal(
        404,
        "This link has been used or is over. Ask whoever gave it to you for another: invitations last"
            + " 72 hours, reset links one hour.");
  }

  private Reply show(Visit visit) throws SQLException {
    Optional<Linked> linked = linked(visit);
    return linked.isEmpty()
        ? over()
        : Reply.page("welcome", view(visit, linked.get(), linked.get().person().name(), null));
  }

  private static Welcome view(Visit visit, Linked linked, String name, @Nullable String problem) {
    return new Welcome(
        "/welcome/" + visit.call().path("link"),
        linked.purpose() == Purpose.INVITATION,
        linked.person().email(),
        linked.person().role(),
        name,
        problem);
  }

  private Reply take(Visit visit) throws SQLException, Refused {
    Optional<Linked> found = linked(visit);
    if (found.isEmpty()) {
      return over();
    }
    Linked linked = found.get();
    boolean isNew = linked.purpose() == Purpose.INVITATION;
    Optional<String> name = Person.name(visit.field("name"));
    String password = visit.raw("password");
    Optional<String> fault =
        isNew && name.isEmpty()
            ? Optional.of("Write your name: 1 to 100 characters.")
            : PasswordRule.fault(password, linked.person().email());
    if (fault.isEmpty() && !password.equals(visit.raw("again"))) {
      fault = Optional.of("The two passwords differ: write the same one twice.");
    }
    if (fault.isPresent()) {
      return Reply.again("welcome", view(visit, linked, visit.field("name"), fault.get()));
    }
    Optional<String> hash =
        desk.attempts().hashing(() -> PersonPassword.hash(password, desk.random()));
    if (hash.isEmpty()) {
      return new Reply.Refusal(503, "Many people log in at this moment. Try again in a moment.");
    }
    Person person =
        desk.people()
            .take(
                visit.by(linked.person().email(), linked.person().accountId()),
                visit.call().path("link"),
                isNew ? name.orElse(null) : null,
                hash.get());
    if (isNew) {
      java.time.ZoneId zone = ProfilePages.zone(visit.field("zone")).orElse(person.zone());
      desk.people().preferences(person.id(), person.name(), person.theme(), zone);
    }
    return logIn.begin(visit, person, "");
  }
}
