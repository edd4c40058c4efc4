package io.waybill.dashboard;

import io.waybill.admin.Live;
import io.waybill.routing.Carrier;
import io.waybill.routing.LinkSpec;
import io.waybill.routing.Route;
import io.waybill.routing.RouteTable;
import io.waybill.routing.Standing;
import io.waybill.settings.Kind;
import io.waybill.settings.Spec;
import io.waybill.store.AdminStore;
import io.waybill.store.AdminStore.Refused;
import io.waybill.store.CarrierQueue;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** For operators of the platform: carriers and links as they do now; pause, drain, resume. */
public final class CarrierPages {
  private static final String PATH = "/carriers";
  private static final int VALUE_MAX = 200;

  private final AdminStore admin;
  private final Live live;
  private final CarrierQueue queue;
  private final Runnable changed;

  /**
   * @param changed called after something was set, so that it is in force at once
   */
  public CarrierPages(AdminStore admin, Live live, CarrierQueue queue, Runnable changed) {
    this.admin = admin;
    this.live = live;
    this.queue = queue;
    this.changed = changed;
  }

  /**
   * A carrier with its links.
   *
   * @param takes whether it takes messages now, or did so less than ten seconds ago
   */
  public record Group(Carrier carrier, boolean takes, List<LinkLine> links) {
    /** How many are bound. */
    public long bound() {
      return links.stream().filter(l -> l.now() != null && l.now().isBound()).count();
    }
  }

  /** What the list shows. */
  public record View(List<Group> groups) {
    /** All links. */
    public List<LinkLine> links() {
      return groups.stream().flatMap(g -> g.links.stream()).toList();
    }

    /** How many are bound. */
    public long bound() {
      return groups.stream().mapToLong(Group::bound).sum();
    }

    /** Submits without a recorded outcome. */
    public int inFlight() {
      return links().stream().mapToInt(l -> l.now() == null ? 0 : l.now().inWindow()).sum();
    }

    /** Submits written in the last whole second. */
    public int rate() {
      return links().stream().mapToInt(l -> l.now() == null ? 0 : l.now().sentLastSecond()).sum();
    }

    /** Links that go slower because their carrier said that it is too much. */
    public long slowed() {
      return links().stream().filter(l -> l.now() != null && l.now().slowedTo() > 0).count();
    }
  }

  /**
   * What the page of one carrier shows.
   *
   * @param waiting messages in the ledger that wait for it, by account
   * @param routes that lead to it, in the order in which they are tried
   * @param hasRoutes whether there is any route at all: without one everything goes to the default
   * @param settings by name
   */
  public record One(
      Group group,
      List<CarrierQueue.Waiting> waiting,
      List<Route> routes,
      boolean hasRoutes,
      Map<String, String> settings) {
    /** How many wait. */
    public int waitingInAll() {
      return waiting.stream().mapToInt(CarrierQueue.Waiting::waiting).sum();
    }
  }

  /** All pages. */
  public List<Page> pages() {
    List<Page> pages = new ArrayList<>();
    pages.add(Page.get(PATH, Need.OPERATOR, this::all));
    pages.add(Page.get(PATH + "/{carrier}", Need.OPERATOR, this::one));
    Map<String, Standing> verbs = new LinkedHashMap<>();
    verbs.put("pause", Standing.PAUSED);
    verbs.put("drain", Standing.DRAINING);
    verbs.put("resume", Standing.OPEN);
    verbs.forEach((verb, standing) -> {
      pages.add(
          Page.post(
              PATH + "/{carrier}/" + verb,
              Need.OPERATOR,
              visit -> stand(visit, Kind.CARRIER, standing)));
      pages.add(
          Page.post(
              "/links/{link}/" + verb, Need.OPERATOR, visit -> stand(visit, Kind.LINK, standing)));
    });
    return pages.stream().map(p -> p.at(Section.CARRIERS, "Carriers and links", 10)).toList();
  }

  private Reply all(Visit visit) throws SQLException {
    View view = new View(groups(visit));
    return visit.isPart() ? new Reply.Part("operate/links", view) : Reply.page("carriers", view);
  }

  private List<Group> groups(Visit visit) throws SQLException {
    List<LinkSpec> links =
        admin.setup().all(Kind.LINK).values().stream().map(LinkSpec.class::cast).toList();
    List<Group> groups = new ArrayList<>();
    for (Spec spec : admin.setup().all(Kind.CARRIER).values()) {
      Carrier carrier = (Carrier) spec;
      List<LinkLine> own =
          links.stream()
              .filter(l -> l.carrier().equals(carrier.name()))
              .map(l ->
                  LinkLine.of(l, carrier.standing(), live.now(l.name()).orElse(null), visit.now()))
              .toList();
      groups.add(new Group(carrier, live.takes(carrier.name()), own));
    }
    return groups;
  }

  private Reply one(Visit visit) throws SQLException {
    String name = visit.call().path("carrier");
    Optional<Group> group =
        groups(visit).stream().filter(g -> g.carrier.name().equals(name)).findFirst();
    if (group.isEmpty()) {
      return Reply.notFound();
    }
    List<Route> routes =
        new RouteTable(
                admin.setup().all(Kind.ROUTE).values().stream().map(Route.class::cast).toList())
            .routes();
    One view =
        new One(
            group.get(),
            queue.of(name),
            routes.stream().filter(r -> name.equals(r.carrier())).toList(),
            !routes.isEmpty(),
            settings(group.get().carrier().toMap()));
    return visit.isPart() ? new Reply.Part("operate/carrier", view) : Reply.page("carrier", view);
  }

  /** One level, as {@code dialect.scheme}; long values cut. */
  private static Map<String, String> settings(Map<?, ?> map) {
    Map<String, String> flat = new LinkedHashMap<>();
    map.forEach((key, value) -> {
      if (value instanceof Map<?, ?> inner) {
        settings(inner).forEach((k, v) -> flat.put(key + "." + k, v));
      } else {
        String text = value == null ? "" : value.toString();
        boolean isNothing = text.isEmpty() || text.equals("[]");
        flat.put(
            key.toString(),
            isNothing
                ? "–"
                : text.length() > VALUE_MAX ? text.substring(0, VALUE_MAX) + "…" : text);
      }
    });
    return flat;
  }

  private Reply stand(Visit visit, Kind kind, Standing standing) throws SQLException, Refused {
    String name = visit.call().path(kind.word());
    Optional<Spec> found = admin.setup().find(kind, name);
    if (found.isEmpty()) {
      return Reply.notFound();
    }
    // What is done to the platform belongs to no account, whichever is looked at.
    admin.as(visit.by(visit.person().email(), null)).setup().stand(kind, name, standing);
    changed.run();
    String carrier = found.get() instanceof LinkSpec link ? link.carrier() : name;
    String said =
        switch (standing) {
          case PAUSED -> "%s %s is paused: it writes nothing.";
          case DRAINING -> "%s %s drains: it takes nothing new.";
          case OPEN -> "%s %s goes on.";
        };
    return Reply.to(
        visit.field("back").equals("carrier") ? PATH + "/" + carrier : PATH,
        said.formatted(kind == Kind.LINK ? "Link" : "Carrier", name));
  }
}
