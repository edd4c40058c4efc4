package io.waybill.routing;

import io.waybill.routing.Route.Recipient;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Chooses the carrier of a message: of the routes that fit, those of the account itself go before
 * those of all, then the lower priority, then the network, the longer prefix, the country; among
 * routes that are alike in all of this the weight is the share. Carriers that are down or closed
 * are passed over while there is another; the first of all else, to wait there.
 */
public final class RouteTable {
  private static final Comparator<Route> ORDER =
      Comparator.comparing((Route r) -> r.account() == null)
          .thenComparingInt(Route::priority)
          .thenComparing(r -> r.network() == null)
          .thenComparingInt(r -> -r.prefix().length())
          .thenComparing(r -> r.country() == null);

  private final List<Route> routes;

  /** Without routes everything goes to {@link Carrier#DEFAULT}. */
  public RouteTable(List<Route> routes) {
    List<Route> sorted = new ArrayList<>(routes);
    sorted.sort(ORDER.thenComparing(Route::name));
    this.routes = List.copyOf(sorted);
  }

  /** In the order in which they are tried. */
  public List<Route> routes() {
    return routes;
  }

  /**
   * The carrier of a message; empty if no route fits, or one that leads nowhere comes first.
   *
   * @param takes whether a carrier takes messages now
   * @param chance from 0 to 1, below 1: decides by weight
   */
  public Optional<String> choose(Recipient to, Predicate<String> takes, double chance) {
    return routes.isEmpty()
        ? Optional.of(Carrier.DEFAULT)
        : drawn(choice(to, takes).alike(), chance);
  }

  /**
   * What there is to choose from.
   *
   * @param fitting all routes that fit, in the order in which they are tried
   * @param alike the best of those that may be taken now; among them the weight is the share
   */
  public record Choice(List<Route> fitting, List<Route> alike) {}

  /** The same without drawing lots. */
  public Choice choice(Recipient to, Predicate<String> takes) {
    List<Route> fitting = routes.stream().filter(r -> r.fits(to)).toList();
    int dead = 0;
    while (dead < fitting.size() && fitting.get(dead).carrier() != null) {
      dead++;
    }
    List<Route> open = fitting.subList(0, dead);
    List<Route> taking =
        open.stream().filter(r -> r.carrier() != null && takes.test(r.carrier())).toList();
    return new Choice(fitting, alike(taking.isEmpty() ? open : taking));
  }

  private static List<Route> alike(List<Route> routes) {
    return routes.stream().filter(r -> ORDER.compare(r, routes.getFirst()) == 0).toList();
  }

  private static Optional<String> drawn(List<Route> alike, double chance) {
    if (alike.isEmpty()) {
      return Optional.empty();
    }
    int all = alike.stream().mapToInt(Route::weight).sum();
    double point = chance * all;
    for (Route route : alike) {
      point -= route.weight();
      if (point < 0) {
        return Optional.ofNullable(route.carrier());
      }
    }
    return Optional.ofNullable(alike.getLast().carrier());
  }
}
