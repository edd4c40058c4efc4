package io.waybill.dispatch;

import io.waybill.carrier.Addresses;
import io.waybill.carrier.Link;
import io.waybill.carrier.LinkListener;
import io.waybill.carrier.LinkSettings;
import io.waybill.carrier.Ticket;
import io.waybill.carrier.WireLog;
import io.waybill.message.Event;
import io.waybill.message.Event.OnUncertain;
import io.waybill.ops.Metrics;
import io.waybill.smpp.ShortMessage;
import io.waybill.store.DueReader;
import io.waybill.store.Ledger;
import io.waybill.store.OnAir;
import io.waybill.store.Steps.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The second step: due messages to carrier links, and the links' answers into the ledger. */
public final class Dispatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
  private static final int CANNOT_SEND_ERR = 999;

  private final Ledger ledger;
  private final DueReader due;
  private final Inbox inbox;
  private final Seats seats = new Seats();
  private final Answers answers;
  private final Poller poller;
  private final Presence presence;
  private final Detours detours;
  private final IntFunction<String> accountName;
  private final Path wireLogs;
  private final SubmitMetrics submits;
  private final Map<String, CompletableFuture<Void>> closing = new ConcurrentHashMap<>();
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ExecutorService later = Executors.newVirtualThreadPerTaskExecutor();

  /** Where what carriers send on their own goes. */
  public interface Inbox {
    /** See {@link LinkListener#delivered}. */
    void delivered(Link link, ShortMessage message, IntConsumer answer);
  }

  /**
   * A dispatch without links.
   *
   * @param policy what a carrier wants done with uncertain parts
   * @param ways where else messages may go while a carrier is away
   * @param accountName of an account's id
   * @param wireLogs where wire logs are written
   */
  public Dispatch(
      Ledger ledger,
      DueReader due,
      OnAir onAir,
      Inbox inbox,
      Function<String, OnUncertain> policy,
      Ways ways,
      IntFunction<String> accountName,
      Path wireLogs,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.due = due;
    this.inbox = inbox;
    this.accountName = accountName;
    this.wireLogs = wireLogs;
    this.submits = new SubmitMetrics(metrics);
    this.clock = clock;
    this.random = random;
    this.answers = new Answers(ledger, onAir, seats, policy, submits, clock, random);
    this.poller = new Poller(ledger, due, seats, clock);
    this.presence = new Presence(seats, clock);
    this.detours = new Detours(ledger, due, seats, presence, ways, clock);
  }

  /** Begins to look for what is due. */
  public void start() {
    poller.start();
    answers.reroutes(detours);
    detours.start();
  }

  /**
   * Makes a link be so. One that is there goes on with other bounds, another standing or another
   * dialect without a new connection where that is possible; else it is closed and made anew. Does
   * not wait for either.
   */
  public void apply(LinkSettings settings) {
    Optional<Link> known = seats.link(settings.name());
    if (known.isPresent() && known.get().canBecome(settings)) {
      known.get().apply(settings);
      poller.queued(settings.carrier());
      return;
    }
    remove(settings.name());
    Link link = new Link(settings, new Listener(), clock, random);
    seats.add(link);
    poller.carrier(settings.carrier());
    CompletableFuture<Void> before = closing.get(settings.name());
    if (before == null) {
      link.start();
    } else { // many carriers allow one bind at a time
      later.execute(() -> {
        before.exceptionally(_ -> null).join();
        link.start();
      });
    }
  }

  /**
   * Removes a link: open answers are waited for, the rest goes back to the ledger. It takes nothing
   * new when this returns; what is under way ends by and by.
   */
  public void remove(String name) {
    seats
        .link(name)
        .ifPresent(link -> {
          seats.remove(link);
          closing.put(name, CompletableFuture.runAsync(link::close, later));
        });
  }

  /**
   * Writes down what goes over a link, for a while; ends the log before, if there is one.
   *
   * @param time at most {@link WireLog#LONGEST}
   * @param texts whether texts are written, too
   * @return empty if there is no such link
   * @throws IOException if the file cannot be made
   */
  public Optional<WireLog> wireLog(String name, Duration time, boolean texts) throws IOException {
    Optional<Link> link = seats.link(name);
    if (link.isEmpty()) {
      return Optional.empty();
    }
    WireLog log = WireLog.open(wireLogs, name, time, texts, clock);
    link.get().wireLog(log);
    return Optional.of(log);
  }

  /** Ends a link's wire log, if there is one. */
  public void endWireLog(String name) {
    seats.link(name).ifPresent(link -> link.wireLog(null));
  }

  /** The links there are. */
  public List<Link> links() {
    return seats.links();
  }

  /** Whether a carrier takes messages now, or did so less than ten seconds ago. */
  public boolean isThere(String carrier) {
    return presence.isThere(carrier);
  }

  /** Parts claimed for a link and not yet answered. */
  public int claimed(String link) {
    return seats.claimed(link);
  }

  /** See {@link io.waybill.store.Steps#seat}. */
  public Optional<String> seat(String carrier, int parts) {
    return seats.takeUnlessBacklog(carrier, parts);
  }

  /** See {@link io.waybill.store.Steps#unseat}. */
  public void unseat(String link, int parts) {
    seats.giveBack(link, parts);
  }

  /** See {@link io.waybill.store.Steps#queued}. */
  public void queued(String carrier) {
    poller.queued(carrier);
  }

  /** See {@link io.waybill.store.Steps#submit}. */
  public void submit(Submission s) {
    String text = s.text() != null ? s.text() : poller.text(s.envelope().id());
    if (text == null) {
      later.execute(() -> fetchThenWrite(s));
    } else {
      write(s, text);
    }
  }

  private void fetchThenWrite(Submission s) {
    try {
      List<DueReader.Due> found = due.one(s.envelope().id());
      String text = found.isEmpty() ? null : found.getFirst().text();
      if (text == null) {
        fail(s, "its text is not kept any more, or the key file has changed");
      } else {
        write(s, text);
      }
    } catch (SQLException e) {
      LOG.warn("the text of {} could not be read: {}", s.envelope().id(), e.getMessage());
      goBack(s, "its text could not be read");
    }
  }

  private void write(Submission s, String text) {
    Optional<Link> link = seats.link(s.submit().link());
    if (link.isEmpty()) {
      later.execute(() -> goBack(s, "the link was lost"));
      return;
    }
    List<Ticket> tickets;
    try {
      tickets =
          Tickets.of(
              s,
              text,
              link.get().settings().to().dialect(),
              accountName.apply(s.envelope().accountId()),
              clock.instant());
    } catch (IllegalArgumentException impossible) {
      later.execute(() -> fail(s, "it cannot be written as SMS: " + impossible.getMessage()));
      return;
    }
    for (Ticket ticket : tickets) {
      if (!link.get().submit(ticket)) {
        later.execute(() ->
            answers.returnedUnwritten(s.submit().link(), ticket, "the link takes no messages now"));
      }
    }
  }

  private void goBack(Submission s, String why) {
    Instant again = clock.instant().plus(Duration.ofSeconds(1));
    for (int part : s.submit().parts()) {
      ledger.record(
          s.envelope().id(),
          new Event.Returned(clock.instant(), part, s.submit().attempt(), why, again),
          _ -> seats.giveBack(s.submit().link(), 1));
    }
  }

  private void fail(Submission s, String why) {
    ledger.record(
        s.envelope().id(),
        new Event.CannotSend(clock.instant(), CANNOT_SEND_ERR, why),
        _ -> seats.giveBack(s.submit().link(), s.submit().parts().size()));
  }

  /** Stops looking for work, then closes the links in order. */
  @Override
  public void close() {
    detours.close();
    poller.close();
    for (Link link : seats.links()) {
      link.close();
    }
    CompletableFuture.allOf(closing.values().toArray(CompletableFuture[]::new))
        .exceptionally(_ -> null)
        .join();
    later.close();
  }

  private final class Listener implements LinkListener {
    @Override
    public void bound(Link link) {
      poller.queued(link.settings().carrier());
    }

    @Override
    public void lost(Link link, String why) {
      // The link says so itself, and has returned what it held.
    }

    @Override
    public void answered(Link link, Ticket ticket, int status, String carrierId) {
      answers.answered(link, ticket, status, carrierId);
    }

    @Override
    public void answeredLate(Link link, Ticket ticket, int status, String carrierId) {
      answers.answeredLate(link, ticket, status, carrierId);
    }

    @Override
    public void uncertain(Link link, Ticket ticket, String why) {
      answers.uncertain(link, ticket, why);
    }

    @Override
    public void returned(Link link, Ticket ticket, String why) {
      answers.returned(link, ticket, why);
    }

    @Override
    public void delivered(Link link, ShortMessage message, IntConsumer answer) {
      inbox.delivered(link, Addresses.restore(link.settings().to().dialect(), message), answer);
    }

    @Override
    public void odd(Link link, Odd what) {
      submits.odd(link.settings().name(), what);
    }
  }
}
