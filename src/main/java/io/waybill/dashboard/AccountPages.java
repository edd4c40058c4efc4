package io.waybill.dashboard;

import io.waybill.account.AccountSpec;
import io.waybill.settings.Kind;
import io.waybill.settings.Unusable;
import io.waybill.store.AdminStore.Line;
import io.waybill.store.AdminStore.Refused;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** For operators of the platform: all accounts, and which one they look at. */
public final class AccountPages {
  private static final String PATH = "/accounts";

  private final Desk desk;

  AccountPages(Desk desk) {
    this.desk = desk;
  }

  /**
   * An account in the list.
   *
   * @param contentDays days that texts and full numbers are kept
   */
  public record Entry(int id, String name, boolean isEnabled, String contentDays) {}

  /** What the page shows. */
  public record View(List<Entry> accounts, @Nullable String problem, String name) {}

  List<Page> pages() {
    return List.of(
            Page.get(PATH, Need.OPERATOR, visit -> show(visit, null)),
            Page.post(PATH, Need.OPERATOR, this::create),
            Page.post(PATH + "/{account}/choose", Need.OPERATOR, this::choose),
            Page.post(PATH + "/{account}/disable", Need.OPERATOR, visit -> enable(visit, false)),
            Page.post(PATH + "/{account}/enable", Need.OPERATOR, visit -> enable(visit, true)))
        .stream()
        .map(page -> page.at(Section.ACCOUNTS, "Accounts", 10))
        .toList();
  }

  private List<Entry> accounts() throws SQLException {
    return desk.admin().accounts().stream().map(AccountPages::entry).toList();
  }

  private static Entry entry(Line line) {
    List<String> columns = line.columns();
    return new Entry(
        Integer.parseInt(columns.get(1)),
        columns.get(0),
        columns.get(2).equals("enabled"),
        columns.get(3));
  }

  private Reply show(Visit visit, @Nullable String problem) throws SQLException {
    View view = new View(accounts(), problem, problem == null ? "" : visit.field("name"));
    return problem == null ? Reply.page("accounts", view) : Reply.again("accounts", view);
  }

  private Reply create(Visit visit) throws SQLException {
    String name = visit.field("name");
    try {
      // The same rule as in files and in the API.
      AccountSpec spec = AccountSpec.read(name, Map.of("content_days", desk.contentDays()));
      if (desk.admin().setup().find(Kind.ACCOUNT, name).isPresent()) {
        return show(visit, "There is an account named '" + name + "' already.");
      }
      desk.admin().as(visit.by()).setup().put(Kind.ACCOUNT, spec, null);
    } catch (Unusable | Refused why) {
      return show(visit, "The name of an account has 1 to 100 characters.");
    }
    desk.changed().run();
    return Reply.to(PATH, "Account " + name + " is made. Look at it to invite its owner.");
  }

  private Optional<Entry> one(Visit visit) throws SQLException {
    String id = visit.call().path("account");
    return accounts().stream().filter(a -> Integer.toString(a.id).equals(id)).findFirst();
  }

  private Reply choose(Visit visit) throws SQLException, Refused {
    Optional<Entry> account = one(visit);
    if (account.isEmpty()) {
      return Reply.notFound();
    }
    desk.sessions().choose(visit.session().id(), account.get().id());
    desk.people()
        .note(
            visit.by(visit.person().email(), account.get().id()),
            "look into account",
            "account",
            account.get().name());
    return Reply.to("/", "You look at " + account.get().name() + " now.");
  }

  private Reply enable(Visit visit, boolean on) throws SQLException, Refused {
    Optional<Entry> account = one(visit);
    if (account.isEmpty()) {
      return Reply.notFound();
    }
    desk.admin().as(visit.by()).enableAccount(account.get().name(), on);
    desk.changed().run();
    return Reply.to(
        PATH, "Account %s is %s.".formatted(account.get().name(), on ? "enabled" : "disabled"));
  }
}
