package io.waybill.dashboard;

import io.waybill.accept.Numbers;
import io.waybill.accept.Numbers.Phone;
import io.waybill.price.Countries;
import io.waybill.routing.Carrier;
import io.waybill.routing.Route;
import io.waybill.routing.RouteTable;
import io.waybill.settings.Kind;
import io.waybill.store.AdminStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** For operators of the platform: the routes, and where a number would go. */
public final class RoutePages {
  private static final String PATH = "/routes";
  private static final int PERCENT = 100;

  private final AdminStore admin;
  private final Routing routing;
  private final Predicate<String> takes;

  /** Chooses as it is done for messages. */
  public interface Routing {
    /**
     * The routes that a message of this account to this number may take now.
     *
     * @param account its name
     */
    RouteTable.Choice choice(String account, Phone to);
  }

  /**
   * @param takes whether a carrier takes messages now
   */
  public RoutePages(AdminStore admin, Routing routing, Predicate<String> takes) {
    this.admin = admin;
    this.routing = routing;
    this.takes = takes;
  }

  /**
   * Where a message goes, in percent; carrier null: nowhere.
   *
   * @param route null: there are no routes, so it goes to the carrier {@code default}
   */
  public record Way(@Nullable String carrier, @Nullable String route, int share, boolean takes) {}

  /**
   * A route that fits, and what speaks against it.
   *
   * @param says why it is taken or passed over
   */
  public record Fit(Route route, boolean isTaken, String says) {}

  /** The answer to where a number would go. */
  public record Found(Phone phone, String country, List<Way> ways, List<Fit> fits) {}

  /** What the page shows. */
  public record View(
      List<Route> routes,
      List<String> accounts,
      String number,
      String account,
      @Nullable Found found,
      @Nullable String problem) {
    /** A country's name with its code; all if there is none. */
    public String country(Route route) {
      String code = route.country();
      return code == null ? "any" : Countries.name(code) + " (" + code + ")";
    }
  }

  /** All pages. */
  public List<Page> pages() {
    return List.of(Page.get(PATH, Need.OPERATOR, this::show).at(Section.CARRIERS, "Routes", 20));
  }

  private Reply show(Visit visit) throws SQLException {
    List<Route> routes =
        new RouteTable(
                admin.setup().all(Kind.ROUTE).values().stream().map(Route.class::cast).toList())
            .routes();
    List<String> accounts =
        admin.accounts().stream().map(line -> line.columns().getFirst()).sorted().toList();
    String number = visit.field("number");
    String account = accounts.contains(visit.field("account")) ? visit.field("account") : "";
    if (number.isEmpty()) {
      return Reply.page("routes", new View(routes, accounts, "", account, null, null));
    }
    Optional<Phone> phone = Numbers.read(number.replaceAll("[ ()./-]", ""));
    if (phone.isEmpty()) {
      String shown = number.length() > 40 ? number.substring(0, 40) + "…" : number;
      return Reply.again(
          "routes",
          new View(
              routes,
              accounts,
              shown,
              account,
              null,
              "This is no number that can be dialled: write it with its country code, as +37251234567."));
    }
    return Reply.page(
        "routes",
        new View(routes, accounts, number, account, found(routes, account, phone.get()), null));
  }

  private Found found(List<Route> routes, String account, Phone phone) {
    String code = phone.country();
    String country = code == null ? "no country" : Countries.name(code) + " (" + code + ")";
    if (routes.isEmpty()) {
      Way way = new Way(Carrier.DEFAULT, null, PERCENT, takes.test(Carrier.DEFAULT));
      return new Found(phone, country, List.of(way), List.of());
    }
    RouteTable.Choice choice = routing.choice(account, phone);
    int all = choice.alike().stream().mapToInt(Route::weight).sum();
    List<Way> ways =
        choice.alike().stream()
            .map(r ->
                new Way(
                    r.carrier(),
                    r.name(),
                    Math.round((float) PERCENT * r.weight() / all),
                    r.carrier() != null && takes.test(r.carrier())))
            .toList();
    return new Found(
        phone,
        country,
        ways,
        choice.fitting().stream().map(r -> fit(r, choice.alike().contains(r))).toList());
  }

  private Fit fit(Route route, boolean isTaken) {
    String carrier = route.carrier();
    if (carrier == null) {
      return new Fit(route, false, "leads nowhere: messages that come this far fail");
    }
    String now = takes.test(carrier) ? "takes messages" : "takes none now";
    return new Fit(
        route,
        isTaken,
        isTaken
            ? carrier + " " + now
            : takes.test(carrier) ? "comes after those above" : carrier + " " + now);
  }
}
