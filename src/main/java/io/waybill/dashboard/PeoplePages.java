package io.waybill.dashboard;

import io.waybill.account.Person;
import io.waybill.account.Role;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.Audit;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who else is in: the people of the account for its owners, and the other operators for operators
 * of the platform. There is no mail server here: links are shown to the one who makes them.
 */
public final class PeoplePages {
  private static final String PEOPLE = "/settings/people";
  private static final String OPERATORS = "/accounts/operators";
  private static final List<Role> IN_ACCOUNT = List.of(Role.VIEWER, Role.SENDER, Role.OWNER);

  private final Desk desk;

  PeoplePages(Desk desk) {
    this.desk = desk;
  }

  /**
   * What the page shows.
   *
   * @param path where its forms go
   * @param roles those that can be given; none: everybody has the same
   * @param link what was just made, shown only now; null: nothing
   * @param problem null: nothing is wrong
   */
  public record View(
      String path,
      String title,
      String about,
      List<Person> people,
      List<Role> roles,
      long self,
      @Nullable Link link,
      @Nullable String problem,
      String email) {}

  /** A link for somebody, and how long it lasts. */
  public record Link(String email, String url, boolean isInvitation) {}

  /** One of the two lists: of an account, or of the platform. */
  private record Group(String path, boolean isPlatform) {
    @Nullable Integer account(Visit visit) {
      return isPlatform ? null : visit.account().id();
    }

    Audit.By by(Visit visit) {
      return visit.by(visit.person().email(), account(visit));
    }
  }

  List<Page> pages() {
    return java.util.stream.Stream.concat(
            of(new Group(PEOPLE, false), Need.OWNER).stream()
                .map(page -> page.at(Section.SETTINGS, "People", 20)),
            of(new Group(OPERATORS, true), Need.OPERATOR).stream()
                .map(page -> page.at(Section.ACCOUNTS, "Operators", 20)))
        .toList();
  }

  private List<Page> of(Group group, Need need) {
    String one = group.path + "/{person}";
    return List.of(
        Page.get(group.path, need, visit -> show(visit, group, null, null)),
        Page.post(group.path, need, visit -> invite(visit, group)),
        Page.post(one + "/role", need, visit -> role(visit, group)),
        Page.post(one + "/remove", need, visit -> remove(visit, group)),
        Page.post(one + "/link", need, visit -> link(visit, group)));
  }

  private Reply show(Visit visit, Group group, @Nullable Link link, @Nullable String problem)
      throws SQLException {
    View view =
        new View(
            group.path,
            group.isPlatform ? "Operators of the platform" : "People",
            group.isPlatform
                ? "They run the platform: carriers, accounts, and everything in each account."
                : "Who may log in to " + visit.account().name() + ", and what they may do there.",
            desk.people().of(group.account(visit)),
            group.isPlatform ? List.of() : IN_ACCOUNT,
            visit.person().id(),
            link,
            problem,
            problem == null ? "" : visit.field("email"));
    return problem == null ? Reply.page("people", view) : Reply.again("people", view);
  }

  private Reply invite(Visit visit, Group group) throws SQLException, Refused {
    Optional<String> email = Person.email(visit.field("email"));
    Optional<Role> role = group.isPlatform ? Optional.of(Role.OPERATOR) : chosen(visit);
    if (email.isEmpty()) {
      return show(
          visit,
          group,
          null,
          "Write an e-mail address such as ann@example.com, at most 100 characters.");
    }
    if (role.isEmpty()) {
      return show(visit, group, null, "Choose one of the roles.");
    }
    try {
      String token =
          desk.people().invite(group.by(visit), email.get(), role.get(), group.account(visit));
      return show(visit, group, new Link(email.get(), url(visit, token), true), null);
    } catch (Refused why) {
      return show(visit, group, null, String.valueOf(why.getMessage()));
    }
  }

  private static Optional<Role> chosen(Visit visit) {
    return Role.of(visit.field("role")).filter(IN_ACCOUNT::contains);
  }

  private static String url(Visit visit, String token) {
    return visit.link("/welcome/" + token);
  }

  /** The person in the path, if they are in this group. */
  private Optional<Person> one(Visit visit, Group group) throws SQLException {
    String id = visit.call().path("person");
    if (!id.matches("\\d{1,18}")) {
      return Optional.empty();
    }
    return desk.people().of(group.account(visit)).stream()
        .filter(person -> person.id() == Long.parseLong(id))
        .findFirst();
  }

  private Reply role(Visit visit, Group group) throws SQLException, Refused {
    Optional<Person> person = one(visit, group);
    if (person.isEmpty() || group.isPlatform) {
      return Reply.notFound();
    }
    Optional<Role> role = chosen(visit);
    if (role.isEmpty()) {
      return show(visit, group, null, "Choose one of the roles.");
    }
    desk.people().role(group.by(visit), person.get(), role.get());
    return Reply.to(
        group.path, "%s is %s now.".formatted(person.get().called(), role.get().word()));
  }

  private Reply remove(Visit visit, Group group) throws SQLException, Refused {
    Optional<Person> person = one(visit, group);
    if (person.isEmpty()) {
      return Reply.notFound();
    }
    if (person.get().id() == visit.person().id()) {
      throw new Refused("You cannot remove yourself: ask another owner or operator.");
    }
    desk.people().remove(group.by(visit), person.get());
    return Reply.to(group.path, "%s is removed.".formatted(person.get().called()));
  }

  private Reply link(Visit visit, Group group) throws SQLException, Refused {
    Optional<Person> person = one(visit, group);
    if (person.isEmpty()) {
      return Reply.notFound();
    }
    String token = desk.people().link(group.by(visit), person.get());
    return show(
        visit,
        group,
        new Link(person.get().email(), url(visit, token), !person.get().isActive()),
        null);
  }
}
