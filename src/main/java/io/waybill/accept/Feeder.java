package io.waybill.accept;

import io.waybill.message.State;
import io.waybill.ops.Unavailable;
import io.waybill.store.Campaign;
import io.waybill.store.Campaign.Line;
import io.waybill.store.CampaignCounts;
import io.waybill.store.CampaignFeed;
import io.waybill.store.CampaignFeed.Busy;
import io.waybill.store.CampaignFeed.Handed;
import io.waybill.store.Campaigns;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the messages of campaigns accepted, batch by batch, one campaign of each account at a time,
/// and cancels what has not left of those that are to end. The ids of a batch are stored before it
/// is handed in, so nobody gets a message twice and nobody is forgotten, whenever this ends.
public final class Feeder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feeder.class);
  private static final int BATCH = 200;
  private static final int AT_ONCE = 20;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration STOPPING = Duration.ofSeconds(10);

  /// How often it is looked how campaigns stand that nobody looks at.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  private static final Duration LOOK_TIME = Duration.ofMillis(200);
  private static final Duration PURGE_EVERY = Duration.ofHours(1);

  private final CampaignFeed feed;
  private final Campaigns campaigns;
  private final CampaignCounts counts;
  private final ByHand byHand;
  private final Lookup lookup;
  private final InstantSource clock;
  private final Semaphore work = new Semaphore(0);
  private final Set<UUID> settled = new HashSet<>();
  private final Thread thread;
  private Instant purged = Instant.EPOCH;
  private volatile boolean closed;

  /// Starts it; what a former process left is gone on with.
  public Feeder(
      CampaignFeed feed,
      Campaigns campaigns,
      CampaignCounts counts,
      ByHand byHand,
      Lookup lookup,
      InstantSource clock) {
    this.feed = feed;
    this.campaigns = campaigns;
    this.counts = counts;
    this.byHand = byHand;
    this.lookup = lookup;
    this.clock = clock;
    thread = Thread.ofVirtual().name("campaigns").start(this::run);
  }

  /// There is something new to do. Returns at once.
  public void look() {
    work.release();
  }

  private void run() {
    boolean inTrouble = false;
    try {
      boolean more = true;
      while (!closed) {
        if (!more) {
          var _ = work.tryAcquire(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
        var _ = work.drainPermits();
        try {
          more = round();
          inTrouble = false;
        } catch (SQLException | Unavailable away) {
          if (!inTrouble) {
            LOG.warn("campaigns wait for the database: {}", away.getMessage());
          }
          inTrouble = true;
          more = false;
        } catch (RuntimeException failed) {
          if (!inTrouble) {
            LOG.error("campaigns cannot go on, trying again", failed);
          }
          inTrouble = true;
          more = false;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// One batch of each; returns whether there is more to do at once.
  private boolean round() throws SQLException, InterruptedException {
    boolean more = false;
    for (Busy busy : feed.busy(AT_ONCE)) {
      Optional<Campaign> campaign = campaigns.find(busy.accountId(), busy.id());
      if (campaign.isPresent() && !closed) {
        boolean isScheduled = isScheduled(campaign.get());
        if (!settled.contains(busy.id())) {
          feed.settle(busy.id(), isScheduled);
          settled.add(busy.id());
        }
        more |= busy.isCancelling() ? cancel(busy) : batch(campaign.get(), isScheduled);
      }
    }
    for (UUID id : feed.unlooked(clock.instant().minus(LOOK_EVERY), AT_ONCE)) {
      counts.look(id, false, LOOK_TIME, clock.instant());
    }
    if (purged.plus(PURGE_EVERY).isBefore(clock.instant())) {
      purged = clock.instant();
      feed.purge(purged);
    }
    return more;
  }

  private boolean isScheduled(Campaign campaign) {
    Instant time = campaign.content().timeToSend();
    return time != null && time.isAfter(clock.instant());
  }

  /// Has some lines accepted; false if there is nothing to do at this moment.
  private boolean batch(Campaign campaign, boolean isScheduled)
      throws SQLException, InterruptedException {
    if (!byHand.isOpen(campaign.accountId())) {
      return false;
    }
    List<Line> lines = feed.waiting(campaign.id(), BATCH);
    if (lines.isEmpty()) {
      feed.fed(campaign.id());
      settled.remove(campaign.id());
      counts.look(campaign.id(), false, LOOK_TIME, clock.instant());
      return true;
    }
    List<NewMessage> messages = new ArrayList<>();
    List<Handed> handed = new ArrayList<>();
    for (Line line : lines) {
      switch (read(campaign, line)) {
        case ByHand.Read.Bad(var why) -> feed.refuse(campaign.id(), line.n(), why);
        case ByHand.Read.Good good -> {
          messages.add(good.message());
          handed.add(
              new Handed(line.n(), good.message().envelope().id(), good.parts(), good.partPrice()));
        }
      }
    }
    return messages.isEmpty()
        || !feed.hand(campaign.id(), handed)
        || store(campaign, messages, handed, isScheduled);
  }

  private ByHand.Read read(Campaign campaign, Line line) {
    Campaign.Content content = campaign.content();
    String text = line.ownText() != null ? line.ownText() : campaign.text();
    String number = line.number();
    if (text == null || number == null) {
      return new ByHand.Read.Bad("Its text was not kept so long.");
    }
    ByHand.Wish wish =
        new ByHand.Wish(
            campaign.accountId(),
            text,
            content.sender(),
            content.autoconvert(),
            content.priority(),
            content.timeToSend(),
            content.name());
    return byHand.read(wish, number);
  }

  /// Hands messages in whose ids are stored; false if there is no room for them now.
  private boolean store(
      Campaign campaign, List<NewMessage> messages, List<Handed> handed, boolean isScheduled)
      throws SQLException, InterruptedException {
    List<Integer> lines = handed.stream().map(Handed::n).toList();
    Outcome outcome;
    try {
      // However long it takes: while it is open nothing else may be done with these lines.
      outcome = byHand.store(messages).get();
    } catch (ExecutionException failed) {
      LOG.warn("a batch of a campaign failed; it is looked which of it is stored", failed);
      feed.settle(campaign.id(), isScheduled);
      return false;
    }
    return switch (outcome) {
      case Outcome.Recorded _ -> {
        feed.accepted(campaign.id(), lines, isScheduled);
        yield true;
      }
      case Outcome.Quarantined(var problem) when messages.size() == 1 -> {
        feed.refuse(campaign.id(), lines.getFirst(), "It cannot be stored: " + problem);
        yield true;
      }
      case Outcome.Quarantined _ -> {
        int half = messages.size() / 2;
        boolean first =
            store(campaign, messages.subList(0, half), handed.subList(0, half), isScheduled);
        boolean second =
            store(
                campaign,
                messages.subList(half, messages.size()),
                handed.subList(half, handed.size()),
                isScheduled);
        yield first && second;
      }
      case Outcome.Busy _, Outcome.NotFound() -> {
        feed.putBack(campaign.id(), lines);
        yield false;
      }
    };
  }

  /// Cancels everything that is still here; false if the ledger has no room for it now.
  private boolean cancel(Busy busy) throws SQLException, InterruptedException {
    feed.stop(busy.id());
    counts.look(busy.id(), false, Duration.ofSeconds(5), clock.instant());
    int from = 0;
    while (!closed) {
      List<Handed> some = feed.here(busy.id(), from, BATCH);
      if (some.isEmpty()) {
        feed.cancelled(busy.id());
        settled.remove(busy.id());
        counts.look(busy.id(), false, LOOK_TIME, clock.instant());
        return true;
      }
      for (Handed line : some) {
        Lookup.Cancelled end;
        try {
          end = lookup.cancel(line.message().toString(), busy.accountId()).get();
        } catch (ExecutionException failed) {
          return false;
        }
        if (end == Lookup.Cancelled.BUSY) {
          return false;
        }
        if (end == Lookup.Cancelled.DONE) {
          feed.stands(busy.id(), line.n(), State.CANCELLED);
        }
      }
      from = some.getLast().n() + 1;
    }
    return false;
  }

  /// Stops after the batch that is being accepted.
  @Override
  public void close() {
    closed = true;
    work.release();
    try {
      if (!thread.join(STOPPING)) {
        thread.interrupt();
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
