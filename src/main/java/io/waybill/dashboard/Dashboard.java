package io.waybill.dashboard;

import io.waybill.account.Vault;
import io.waybill.http.Route;
import io.waybill.ops.Config;
import io.waybill.ops.Metrics;
import io.waybill.store.AdminStore;
import io.waybill.store.AuditReader;
import io.waybill.store.Database;
import io.waybill.store.KeyList;
import io.waybill.store.People;
import io.waybill.store.Proofs;
import io.waybill.store.Sessions;
import io.waybill.store.StatsReader;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** All pages for people, and what stands before them. */
public final class Dashboard {
  private final List<Page> pages = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();

  /**
   * What pages work with.
   *
   * @param changed called after something was set that the rest of the process must know soon
   * @param clock the wall clock
   */
  public record Parts(
      Config config,
      Database database,
      Vault vault,
      Runnable changed,
      Metrics metrics,
      InstantSource clock) {}

  /** With the pages that are always there, and further ones. */
  public Dashboard(Parts parts, List<Page> further) {
    Desk desk = desk(parts);
    LogInPages logIn = new LogInPages(desk);
    pages.addAll(logIn.pages());
    pages.addAll(new LinkPages(desk, logIn).pages());
    pages.addAll(new FactorPages(desk, logIn).pages());
    pages.addAll(new OverviewPages(new StatsReader(parts.database(), parts.clock()), desk).pages());
    pages.addAll(new ProfilePages(desk).pages());
    pages.addAll(new PeoplePages(desk).pages());
    pages.addAll(new KeyPages(desk).pages());
    pages.addAll(new AccountSettingsPages(desk).pages());
    pages.addAll(new AccountPages(desk).pages());
    pages.addAll(new AuditPages(desk).pages());
    pages.addAll(HomePages.pages());
    pages.addAll(further);
    Navigation navigation = new Navigation(pages);
    Assets assets = new Assets();
    PageGate gate =
        new PageGate(
            desk.sessions(),
            parts.clock(),
            parts.config().dashboard().url(),
            new Printer(assets, navigation),
            parts.metrics());
    pages.forEach(page -> routes.add(gate.route(page)));
    routes.add(assets.route());
    routes.add(gate.elsewhere());
  }

  private static Desk desk(Parts parts) {
    return new Desk(
        new People(parts.database(), parts.clock()),
        new Proofs(parts.database(), parts.vault()),
        new Sessions(parts.database(), parts.clock()),
        new AdminStore(parts.database(), parts.vault()),
        new KeyList(parts.database()),
        new AuditReader(parts.database()),
        parts.vault(),
        new Attempts(System::nanoTime),
        parts.config().dashboard(),
        parts.config().messages().contentDays(),
        parts.changed(),
        new SecureRandom());
  }

  /** Every page, and everything that is done on one. */
  public List<Page> pages() {
    return List.copyOf(pages);
  }

  /** What the server serves: the pages, their files, and the answer for paths that are nowhere. */
  public List<Route> routes() {
    return List.copyOf(routes);
  }
}
