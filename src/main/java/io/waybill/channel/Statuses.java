package io.waybill.channel;

import static java.nio.charset.StandardCharsets.UTF_16BE;

import io.waybill.message.Event;
import io.waybill.message.Receipt;
import io.waybill.message.Receipt.Word;
import io.waybill.store.AdapterRow;
import io.waybill.store.ChannelContacts;
import io.waybill.store.ChannelLedger;
import io.waybill.store.Ledger;
import io.waybill.store.ParkedReceipts;
import io.waybill.store.ParkedReceipts.Inbound;
import io.waybill.store.ParkedReceipts.Parked;
import io.waybill.store.Unmatched;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What providers report becomes events of the right messages; it is all stored when this returns.
final class Statuses {
  private static final int PART = 1;
  private static final int TEXT_MAX = 10_000;
  private static final int ADDRESS_MAX = 100;

  /// UCS-2, as the octets of short messages say it (GSM 03.38 §4).
  private static final int DATA_CODING = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Ledger ledger;
  private final ChannelLedger messages;
  private final ParkedReceipts parked;
  private final ChannelContacts contacts;
  private final Recent recent;
  private final Measures measures;
  private final InstantSource clock;

  Statuses(
      Ledger ledger,
      ChannelLedger messages,
      ParkedReceipts parked,
      ChannelContacts contacts,
      Recent recent,
      Measures measures,
      InstantSource clock) {
    this.ledger = ledger;
    this.messages = messages;
    this.parked = parked;
    this.contacts = contacts;
    this.recent = recent;
    this.measures = measures;
    this.clock = clock;
  }

  /// Stores all of it.
  ///
  /// @throws Away if it cannot be stored now: the provider is to come again
  void store(AdapterRow adapter, List<Said> said) {
    try {
      List<Said.Status> statuses = new ArrayList<>();
      for (Said one : said) {
        switch (one) {
          case Said.Status status -> statuses.add(status);
          case Said.Inbound inbound -> keep(adapter, inbound);
          case Said.Contact(var number, var chat) -> {
            contacts.learn(adapter.name(), number, chat, clock.instant());
            measures.heard(adapter.name(), "contact");
          }
          case Said.Left(var chat) -> {
            contacts.leave(adapter.name(), chat);
            measures.heard(adapter.name(), "left");
          }
        }
      }
      record(adapter, statuses);
    } catch (SQLException e) {
      throw new Away("what " + adapter.name() + " reports cannot be stored", e);
    }
  }

  private void record(AdapterRow adapter, List<Said.Status> statuses) throws SQLException {
    Map<Said.About, UUID> known = find(adapter.route(), statuses);
    Map<Said.Status, CompletableFuture<Ledger.Outcome>> recorded = new LinkedHashMap<>();
    List<Said.Status> strangers = new ArrayList<>();
    Instant now = clock.instant();
    for (Said.Status status : statuses) {
      UUID message = known.get(status.about());
      if (message == null) {
        strangers.add(status);
      } else {
        recorded.put(status, ledger.record(message, event(status, now)));
      }
    }
    for (var e : recorded.entrySet()) {
      switch (outcome(e.getValue())) {
        case Ledger.Outcome.Recorded _ -> measures.heard(adapter.name(), "matched");
        case Ledger.Outcome.NotFound _ -> strangers.add(e.getKey());
        case Ledger.Outcome.Quarantined _ -> measures.heard(adapter.name(), "quarantined");
        case Ledger.Outcome.Busy(var why) -> throw away(why);
      }
    }
    park(adapter, strangers, now);
  }

  private static Away away(String why) {
    return new Away("the ledger is busy: " + why, new IllegalStateException(why));
  }

  private static Event event(Said.Status status, Instant now) {
    Word word = status.word();
    return word == null
        ? new Event.Seen(now)
        : new Event.ReceiptCame(now, PART, receipt(status, word));
  }

  private static Receipt receipt(Said.Status status, Word word) {
    return status.err() == 0
        ? new Receipt(word, null, status.about().providerId(), status.raw())
        : Receipt.ofProvider(word, status.err(), status.about().providerId(), status.raw());
  }

  private static Ledger.Outcome outcome(CompletableFuture<Ledger.Outcome> recorded) {
    try {
      return recorded.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Away("the ledger does not answer in time", e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("the ledger failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Away("the program is being stopped", e);
    }
  }

  /// Which messages are spoken of: by our own id if it is one of this route, else by the
  /// provider's.
  private Map<Said.About, UUID> find(String route, List<Said.Status> statuses) throws SQLException {
    Set<UUID> claimed = new HashSet<>();
    Set<String> foreign = new HashSet<>();
    Map<Said.About, UUID> known = new HashMap<>();
    for (Said.Status status : statuses) {
      Said.About about = status.about();
      if (about.ownId() != null) {
        claimed.add(about.ownId());
      }
      var fresh = recent.find(route, about.providerId());
      if (fresh.isPresent()) {
        known.put(about, fresh.get());
      } else if (!about.providerId().isEmpty()) {
        foreign.add(about.providerId());
      }
    }
    Set<UUID> own = messages.own(route, claimed);
    Map<String, UUID> byId = messages.byProviderId(route, foreign);
    for (Said.Status status : statuses) {
      Said.About about = status.about();
      UUID byProvider = byId.get(about.providerId());
      if (about.ownId() != null && own.contains(about.ownId())) {
        known.put(about, about.ownId());
      } else if (byProvider != null) {
        known.putIfAbsent(about, byProvider);
      }
    }
    return known;
  }

  /// Somebody who has seen it has got it: that much is kept for a message that is not known yet.
  private void park(AdapterRow adapter, List<Said.Status> strangers, Instant now)
      throws SQLException {
    List<Parked> rows = new ArrayList<>();
    for (Said.Status status : strangers) {
      if (status.about().providerId().isEmpty()) {
        measures.heard(adapter.name(), "unknown");
        continue;
      }
      Word word = status.word() == null ? Word.DELIVRD : status.word();
      rows.add(
          new Parked(
              adapter.route(),
              adapter.name(),
              "",
              receipt(status, word),
              Unmatched.NO_MATCH,
              "nothing was sent under this id",
              now));
      measures.heard(adapter.name(), "parked");
    }
    if (!rows.isEmpty()) {
      parked.park(rows);
    }
  }

  private void keep(AdapterRow adapter, Said.Inbound inbound) throws SQLException {
    parked.keepInbound(
        List.of(
            new Inbound(
                adapter.route(),
                adapter.name(),
                bounded(inbound.source(), ADDRESS_MAX),
                bounded(inbound.destination(), ADDRESS_MAX),
                0,
                DATA_CODING,
                clock.instant(),
                bounded(inbound.text(), TEXT_MAX).getBytes(UTF_16BE))));
    measures.heard(adapter.name(), "inbound");
  }

  private static String bounded(String text, int max) {
    return text.length() <= max ? text : text.substring(0, max);
  }
}
