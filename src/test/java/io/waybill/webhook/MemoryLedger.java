package io.waybill.webhook;

import io.waybill.message.Acceptance;
import io.waybill.message.Decision;
import io.waybill.message.Effect;
import io.waybill.message.Entry;
import io.waybill.message.Event;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import io.waybill.message.Receipt;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger;
import io.waybill.store.Steps.Telling;
import io.waybill.store.TellingReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A ledger in memory, with the real lifecycle: what the webhook step needs of one. */
final class MemoryLedger implements Ledger, TellingReader {
  private final Map<UUID, Message> messages = new HashMap<>();
  private final Map<UUID, Envelope> envelopes = new HashMap<>();
  private final Map<UUID, List<Entry>> timelines = new HashMap<>();
  private final Map<UUID, Row> rows = new LinkedHashMap<>();
  final Set<String> endpointsAsked = new HashSet<>();
  final AtomicInteger busyAnswers = new AtomicInteger();
  final MemoryEndpoints store = new MemoryEndpoints();
  private @Nullable Webhook webhook;

  private record Row(Entry.Report report, int attempt, Instant due) {}

  synchronized void tellTo(@Nullable Webhook step) {
    webhook = step;
  }

  /** A message that was accepted and claimed; nothing to report yet. */
  synchronized UUID accepted(Envelope envelope, Instant at) {
    UUID id = envelope.id();
    Instant end = at.plus(Duration.ofDays(2));
    Acceptance acceptance =
        new Acceptance(id, at, 1, null, end, end, true, "link", Acceptance.Place.ALONE, Map.of());
    envelopes.put(id, envelope);
    timelines.put(id, new ArrayList<>());
    store(id, Lifecycle.accept(acceptance));
    return id;
  }

  /** The carrier took it: report 1, ACK. */
  void sent(UUID id, Instant at) {
    record(id, new Event.Taken(at, 1, 1, "c1")).join();
  }

  /** It is on the handset: report 2, DELIVRD. */
  void delivered(UUID id, Instant at) {
    Receipt receipt = new Receipt(Receipt.Word.DELIVRD, "000", "c1", "");
    record(id, new Event.ReceiptCame(at, 1, receipt)).join();
  }

  @Override
  public CompletableFuture<Outcome> accept(List<NewMessage> messages, @Nullable Once once) {
    throw new UnsupportedOperationException("use accepted");
  }

  @Override
  public synchronized CompletableFuture<Outcome> record(UUID id, Event event) {
    if (event instanceof Event.Told && busyAnswers.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      return CompletableFuture.completedFuture(new Outcome.Busy("a test"));
    }
    Message message = messages.get(id);
    if (message == null) {
      return CompletableFuture.completedFuture(new Outcome.NotFound());
    }
    Decision decision = Lifecycle.decide(message, event);
    store(id, decision);
    boolean changed = decision.next().version() != message.version();
    return CompletableFuture.completedFuture(new Outcome.Recorded(decision.next(), changed));
  }

  private void store(UUID id, Decision decision) {
    Message next = decision.next();
    messages.put(id, next);
    timelineOf(id).addAll(decision.entries());
    for (Effect effect : decision.effects()) {
      switch (effect) {
        case Effect.Tell(var report) -> tell(envelopeOf(id), report);
        case Effect.TellAgain(var report, int attempt, var at) ->
            rows.put(id, new Row(next.waiting().getFirst(), attempt, at));
        case Effect.HurryTelling(var at) ->
            rows.computeIfPresent(id, (i, row) -> new Row(row.report(), row.attempt(), at));
        case Effect.ToldAfterAll() -> rows.remove(id);
        case Effect.Submit _,
            Effect.OnAir _,
            Effect.MoveTo _,
            Effect.NextTurn _,
            Effect.ChainOver _,
            Effect.Count _ -> {}
      }
    }
  }

  private void tell(Envelope envelope, Entry.Report report) {
    if (webhook != null && webhook.room(envelope)) {
      webhook.tell(new Telling(envelope, 1, report, 1, false));
    } else {
      rows.put(envelope.id(), new Row(report, 1, report.at()));
    }
  }

  @Override
  public synchronized List<String> endpointsDue(Instant now, String after, int limit) {
    return rows.entrySet().stream()
        .filter(row -> !row.getValue().due().isAfter(now))
        .map(row -> endpointOf(row.getKey()))
        .distinct()
        .sorted()
        .filter(endpoint -> endpoint.compareTo(after) > 0)
        .filter(endpoint -> store.mayBeCalled(endpoint, now))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized List<Telling> due(String endpoint, Instant now, Set<UUID> except, int limit) {
    endpointsAsked.add(endpoint);
    return rows.entrySet().stream()
        .filter(row -> !row.getValue().due().isAfter(now) && !except.contains(row.getKey()))
        .filter(row -> endpointOf(row.getKey()).equals(endpoint))
        .sorted(Comparator.comparing(row -> row.getValue().due()))
        .limit(limit)
        .map(row ->
            new Telling(
                envelopeOf(row.getKey()),
                1,
                row.getValue().report(),
                row.getValue().attempt(),
                true))
        .toList();
  }

  @Override
  public synchronized void hold(List<Telling> tellings) {
    for (Telling t : tellings) {
      rows.putIfAbsent(t.envelope().id(), new Row(t.report(), t.attempt(), t.report().at()));
    }
  }

  @Override
  public synchronized int hurry(String endpoint, Instant now, int limit) {
    int hurried = 0;
    for (var row : rows.entrySet()) {
      if (row.getValue().due().isAfter(now) && endpointOf(row.getKey()).equals(endpoint)) {
        row.setValue(
            new Row(
                row.getValue().report(), row.getValue().attempt(), row.getValue().report().at()));
        hurried++;
      }
    }
    return hurried;
  }

  @Override
  public synchronized int waitingAt(String endpoint, int limit) {
    return backlogs(1).getOrDefault(endpoint, 0);
  }

  @Override
  public synchronized Map<String, Integer> backlogs(int atLeast) {
    Map<String, Integer> counts = new HashMap<>();
    rows.keySet().forEach(id -> counts.merge(endpointOf(id), 1, Integer::sum));
    counts.values().removeIf(count -> count < atLeast);
    return counts;
  }

  @Override
  public synchronized long waiting() {
    return rows.size();
  }

  /** The callback lines of a message's timeline. */
  synchronized List<Map<String, Object>> callbacks(UUID id) {
    return timelineOf(id).stream()
        .filter(entry -> entry.what().equals("callback"))
        .map(Entry::details)
        .toList();
  }

  /** How many messages have nothing more to be told. */
  synchronized long told() {
    return messages.values().stream().filter(m -> m.reports() > 0 && m.waiting().isEmpty()).count();
  }

  private List<Entry> timelineOf(UUID id) {
    return timelines.computeIfAbsent(id, i -> new ArrayList<>());
  }

  private Envelope envelopeOf(UUID id) {
    Envelope envelope = envelopes.get(id);
    if (envelope == null) {
      throw new IllegalStateException("no message " + id);
    }
    return envelope;
  }

  private String endpointOf(UUID id) {
    Envelope envelope = envelopeOf(id);
    return TellingReader.endpoint(envelope.accountId(), String.valueOf(envelope.dlrUrl()));
  }
}
