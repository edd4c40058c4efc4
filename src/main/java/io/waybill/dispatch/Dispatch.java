package io.waybill.dispatch;

import io.waybill.carrier.Link;
import io.waybill.carrier.LinkListener;
import io.waybill.carrier.LinkSettings;
import io.waybill.carrier.Outgoing;
import io.waybill.carrier.Ticket;
import io.waybill.message.Event;
import io.waybill.message.Event.OnUncertain;
import io.waybill.ops.Metrics;
import io.waybill.smpp.ShortMessage;
import io.waybill.store.DueReader;
import io.waybill.store.Ledger;
import io.waybill.store.OnAir;
import io.waybill.store.Steps.Submission;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntConsumer;
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
  private final Rerouting rerouting;
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
   */
  public Dispatch(
      Ledger ledger,
      DueReader due,
      OnAir onAir,
      Inbox inbox,
      Function<String, OnUncertain> policy,
      Ways ways,
      Metrics metrics,
      InstantSource clock,
      RandomGenerator random) {
    this.ledger = ledger;
    this.due = due;
    this.inbox = inbox;
    this.clock = clock;
    this.random = random;
    this.answers =
        new Answers(ledger, onAir, seats, policy, new SubmitMetrics(metrics), clock, random);
    this.poller = new Poller(ledger, due, seats, clock);
    this.presence = new Presence(seats, clock);
    this.rerouting = new Rerouting(ledger, due, seats, presence, ways, clock);
  }

  /** Begins to look for what is due. */
  public void start() {
    poller.start();
    rerouting.start();
  }

  /** Adds a link and begins to connect it. */
  public void add(LinkSettings settings) {
    Link link = new Link(settings, new Listener(), clock, random);
    seats.add(link);
    poller.carrier(settings.carrier());
    link.start();
  }

  /** Removes a link: open answers are waited for, the rest goes back to the ledger. */
  public void remove(String name) {
    seats
        .link(name)
        .ifPresent(link -> {
          link.close();
          seats.remove(link);
        });
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
      for (int part : s.submit().parts()) {
        ledger.record(
            s.envelope().id(),
            new Event.Returned(
                clock.instant(),
                part,
                s.submit().attempt(),
                "its text could not be read",
                clock.instant().plus(Duration.ofSeconds(1))),
            _ -> seats.giveBack(s.submit().link(), 1));
      }
    }
  }

  private void write(Submission s, String text) {
    var e = s.envelope();
    Instant now = clock.instant();
    List<ShortMessage> pdus;
    try {
      pdus =
          Outgoing.of(
              e.sender(),
              e.recipient(),
              new Outgoing.Content(text, e.udh(), e.extras().messageClass(), e.extras().binary()),
              e.concatReference(),
              Duration.between(now, s.validUntil()),
              e.priority() == 0);
    } catch (IllegalArgumentException impossible) {
      later.execute(() -> fail(s, "it cannot be written as SMS: " + impossible.getMessage()));
      return;
    }
    Optional<Link> link = seats.link(s.submit().link());
    for (int part : s.submit().parts()) {
      Ticket ticket =
          new Ticket(
              e.id(),
              part,
              s.submit().attempt(),
              s.validUntil(),
              e.recipient(),
              pdus.get(part - 1));
      if (link.isEmpty() || !link.get().submit(ticket)) {
        later.execute(
            () -> answers.returnedUnwritten(s.submit().link(), ticket, "the link was lost"));
      }
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
    rerouting.close();
    poller.close();
    for (Link link : seats.links()) {
      link.close();
    }
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
      inbox.delivered(link, message, answer);
    }
  }
}
