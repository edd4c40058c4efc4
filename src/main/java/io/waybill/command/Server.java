package io.waybill.command;

import io.waybill.accept.Accept;
import io.waybill.account.Account;
import io.waybill.account.Vault;
import io.waybill.admin.AdminRoutes;
import io.waybill.carrier.Link;
import io.waybill.channel.Channels;
import io.waybill.classic.Classic;
import io.waybill.dashboard.Dashboard;
import io.waybill.dashboard.LiveFeed;
import io.waybill.dashboard.MessagePages;
import io.waybill.dashboard.Page;
import io.waybill.dispatch.Dispatch;
import io.waybill.dispatch.Recovery;
import io.waybill.http.Gate;
import io.waybill.http.HttpServer;
import io.waybill.http.Route;
import io.waybill.ops.Config;
import io.waybill.ops.Health;
import io.waybill.ops.Metrics;
import io.waybill.receipt.Receipts;
import io.waybill.receipt.UnmatchedRoutes;
import io.waybill.store.AdminStore;
import io.waybill.store.CallbackSecrets;
import io.waybill.store.ChannelContacts;
import io.waybill.store.ChannelLedger;
import io.waybill.store.ChannelStore;
import io.waybill.store.ConfigStore;
import io.waybill.store.Database;
import io.waybill.store.DueReader;
import io.waybill.store.IdSource;
import io.waybill.store.KeyCheck;
import io.waybill.store.LearnedNotations;
import io.waybill.store.Notations;
import io.waybill.store.Objections;
import io.waybill.store.OnAir;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.People;
import io.waybill.store.PgEndpointStore;
import io.waybill.store.PgLedger;
import io.waybill.store.PgMessageReader;
import io.waybill.store.PgTellingReader;
import io.waybill.store.ReceiptDecisions;
import io.waybill.store.ReceiptTrace;
import io.waybill.store.ReplayStore;
import io.waybill.store.SavedViews;
import io.waybill.store.SoleOwner;
import io.waybill.store.UnmatchedReceipts;
import io.waybill.webhook.CallbackRoutes;
import io.waybill.webhook.EndpointDesk;
import io.waybill.webhook.Replays;
import io.waybill.webhook.Retelling;
import io.waybill.webhook.Webhook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole Waybill, built by hand in start order and stopped in reverse. */
public final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final InstantSource clock = Clock.tickMillis(java.time.ZoneOffset.UTC);
  private final Metrics metrics = new Metrics();
  private final Health health = new Health();
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final Config config;
  private int port;
  private List<Route> routes = List.of();
  private List<Page> pages = List.of();

  private Server(Config config) {
    this.config = config;
  }

  /** Starts everything; when it returns, the first request is served. */
  public static Server start(Config config) throws SQLException, IOException {
    return start(config, Postgres.start(config, Clock.systemUTC()));
  }

  /** The same on a PostgreSQL that is open already; it is closed with the server. */
  static Server start(Config config, Postgres postgres) throws SQLException, IOException {
    Server server = new Server(config);
    boolean started = false;
    try {
      server.build(postgres);
      started = true;
      return server;
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  /** Where HTTP is served. */
  public int port() {
    return port;
  }

  /**
   * Complete, with a sentence, once another process has taken over this one's database: then
   * nothing is stored or sent any more, and this one is to be closed.
   */
  public CompletableFuture<String> lost() {
    return lost;
  }

  /** All that is served. */
  List<Route> routes() {
    return routes;
  }

  /** All pages for people, and what is done on them. */
  List<Page> pages() {
    return pages;
  }

  private void build(Postgres postgres) throws SQLException, IOException {
    keep(postgres);
    Vault vault = Vault.open(config.keyFile());
    Database database = postgres.database();
    String epoch = config.node() + ":" + clock.millis();
    SoleOwner owner = keep(SoleOwner.take(database, epoch));
    KeyCheck.verify(database, vault);
    ConfigStore accounts = keep(new ConfigStore(database, vault));
    ChannelStore ways = keep(new ChannelStore(database, vault));
    SecureRandom random = new SecureRandom();
    Router router = new Router(accounts, ways, random::nextDouble);
    Hub hub = new Hub(metrics);
    DueReader due = new DueReader(database, vault);
    Notations notations =
        keep(
            new Notations(
                carrier -> accounts.carrier(carrier).notation(),
                new LearnedNotations(database),
                clock,
                metrics));
    OnAir onAir = new OnAir(database, vault, notations, clock);
    PgLedger ledger =
        keep(
            new PgLedger(
                config.ledger(),
                database,
                hub,
                Objections.ofCredit(accounts),
                owner.fence(),
                vault,
                epoch,
                clock,
                metrics));
    int left =
        Recovery.run(
            ledger,
            due,
            epoch,
            carrier -> ways.policy(carrier).orElseGet(() -> accounts.policy(carrier)),
            clock);
    if (left > 0) {
      LOG.info("{} messages were held by a process that has died; see their timelines", left);
    }

    CallbackSecrets secrets = new CallbackSecrets(database, vault, clock);
    Webhook webhook =
        keep(
            new Webhook(
                config.callbacks(),
                new Webhook.Surroundings(
                    ledger,
                    new PgTellingReader(database),
                    new PgEndpointStore(database),
                    accounts,
                    account -> Optional.of(secrets.of(account)),
                    metrics,
                    clock,
                    random)));
    hub.webhook(webhook);
    ParkedReceipts parked = new ParkedReceipts(database);
    Receipts receipts =
        keep(
            new Receipts(ledger, onAir, parked, config.messages().unmatchedDays(), clock, metrics));
    Dispatch dispatch =
        keep(
            new Dispatch(
                ledger,
                due,
                onAir,
                (link, message, answer) ->
                    receipts.delivered(
                        link.settings().carrier(), link.settings().name(), message, answer),
                accounts::policy,
                router,
                id -> accounts.account(id).map(Account::name).orElse(""),
                config.data().resolve("wire"),
                metrics,
                clock,
                random));
    hub.dispatch(dispatch);
    router.ask(dispatch::isThere);
    Channels channels =
        keep(
            new Channels(
                ledger,
                due,
                new ChannelLedger(database, clock),
                new ChannelContacts(database, vault),
                parked,
                metrics,
                clock,
                random));
    hub.channels(channels);
    channels.become(ways.adapters());
    webhook.start();
    notations.start();
    receipts.start();
    dispatch.start();
    channels.start();
    ways.watch(() -> channels.become(ways.adapters()));
    watch(postgres, owner, ledger, dispatch);
    WireFollower wires = new WireFollower(dispatch, clock);
    LinkChanges links = new LinkChanges(accounts, dispatch);
    links.follow();
    wires.follow(accounts.wireOrders());
    accounts.watch(() -> {
      links.follow();
      notations.refresh();
      wires.follow(accounts.wireOrders());
    });
    PgMessageReader reader = new PgMessageReader(database, vault, clock);
    Gate gate = new Gate(accounts, config.http().limits(), metrics);
    Accept accept =
        new Accept(
            config,
            gate,
            accounts,
            router,
            webhook::isFull,
            accounts,
            ledger,
            reader,
            new IdSource(clock, random),
            clock,
            metrics);
    Classic classic = new Classic(config, gate, accept, accounts, clock);
    List<Route> served = new ArrayList<>(accept.routes());
    served.addAll(classic.routes());
    CallbackRoutes.Parts callbacks = callbacks(webhook, ledger, reader, database, secrets, gate);
    EndpointDesk desk = new EndpointDesk(callbacks);
    served.addAll(new CallbackRoutes(callbacks, desk).routes());
    served.addAll(channels.routes());
    served.addAll(
        new AdminRoutes(
                new AdminStore(database, vault),
                accounts::look,
                dispatch,
                gate,
                config.messages().contentDays())
            .routes());
    served.addAll(
        new UnmatchedRoutes(
                new UnmatchedReceipts(database),
                new ReceiptDecisions(database, vault, clock),
                new ReceiptTrace(database, vault),
                receipts::assigned,
                gate)
            .routes());
    LiveFeed feed = new LiveFeed(clock, metrics);
    hub.feed(feed);
    Dashboard dashboard =
        new Dashboard(
            new Dashboard.Parts(config, database, vault, accounts::look, metrics, clock),
            StepPages.of(
                database,
                vault,
                accounts::look,
                dispatch,
                router,
                receipts,
                desk,
                new MessagePages(
                    reader,
                    accept.lookup(),
                    new Retelling(ledger, new PgEndpointStore(database), clock),
                    new SavedViews(database),
                    new People(database, clock),
                    feed),
                keep(Sending.start(database, vault, accept, reader, clock)),
                keep(Reporting.start(config, database, vault, reader, metrics, clock)),
                clock));
    pages = dashboard.pages();
    served.addAll(dashboard.routes());
    HttpServer http = listen(served);
    keep(feed);
    port = http.port();
    routes = http.routes();
  }

  private HttpServer listen(List<Route> all) throws IOException {
    try {
      return keep(HttpServer.start(config.http(), all, health, metrics));
    } catch (UncheckedIOException wrong) {
      IOException why = wrong.getCause();
      throw why == null ? new IOException(wrong) : why;
    }
  }

  private CallbackRoutes.Parts callbacks(
      Webhook webhook,
      PgLedger ledger,
      PgMessageReader reader,
      Database database,
      CallbackSecrets secrets,
      Gate gate) {
    ReplayStore replays = new ReplayStore(database);
    return new CallbackRoutes.Parts(
        config.callbacks(),
        webhook,
        keep(new Replays(replays, ledger, webhook, clock)),
        ledger,
        reader,
        new PgTellingReader(database),
        new PgEndpointStore(database),
        replays,
        secrets,
        gate,
        clock);
  }

  private void watch(Postgres postgres, SoleOwner owner, PgLedger ledger, Dispatch dispatch) {
    health.add(
        "database",
        () ->
            ledger.failingFor().compareTo(Duration.ofSeconds(1)) > 0
                    || !postgres.database().answers()
                ? new Health.Check.Down("PostgreSQL does not answer: nothing can be accepted")
                : new Health.Check.Up());
    health.add(
        "ledger",
        () ->
            ledger.isWriting()
                ? new Health.Check.Up()
                : new Health.Check.Down("a writer of the ledger has ended: restart the process"));
    health.add(
        "owner",
        () ->
            owner.keeps()
                ? new Health.Check.Up()
                : new Health.Check.Down("another process may work on this database"));
    health.add(
        "links",
        () -> {
          List<Link> links = dispatch.links();
          boolean bound = links.stream().anyMatch(l -> l.standing() == Link.Standing.BOUND);
          return bound
              ? new Health.Check.Up()
              : new Health.Check.Down(
                  links.isEmpty()
                      ? "there is no link to a carrier: add one with ./waybill link set"
                      : "no link is bound: " + links.getFirst().lastProblem());
        });
    LinkMetrics.register(metrics, dispatch);
    Watch watch = keep(new Watch(postgres, owner, ledger, dispatch, clock));
    var _ = watch.lost().thenAccept(lost::complete);
    watch.start();
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  /**
   * Stops in reverse order of the start: no request any more, links, callbacks, ledger, database.
   */
  @Override
  public synchronized void close() {
    List<AutoCloseable> all = new ArrayList<>(parts);
    parts.clear();
    for (AutoCloseable part : all) {
      try {
        part.close();
      } catch (Exception e) { // each part says for itself; the others must still be stopped
        LOG.warn("{} did not stop cleanly: {}", part.getClass().getSimpleName(), e.getMessage());
      }
    }
  }
}
