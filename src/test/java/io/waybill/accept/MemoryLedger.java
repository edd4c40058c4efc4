package io.waybill.accept;

import io.waybill.message.Acceptance;
import io.waybill.message.Decision;
import io.waybill.message.Entry;
import io.waybill.message.Event;
import io.waybill.message.Ids;
import io.waybill.message.Lifecycle;
import io.waybill.message.Message;
import io.waybill.store.Envelope;
import io.waybill.store.Ledger;
import io.waybill.store.MessageReader;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A ledger in memory with the real lifecycle. */
public final class MemoryLedger implements Ledger, MessageReader {
  private final Map<UUID, Row> rows = new HashMap<>();
  private final Map<String, Kept> kept = new HashMap<>();

  /** Answered instead of doing anything, if set. */
  public volatile @Nullable Outcome instead;

  /** Awaited before anything is done. */
  public volatile CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);

  /** Open once a message has been handed in. */
  final CountDownLatch asked = new CountDownLatch(1);

  /** Whether reading fails. */
  public volatile boolean broken;

  /** Readers find that the database does not answer. */
  public volatile boolean away;

  private final java.util.concurrent.atomic.AtomicInteger commits =
      new java.util.concurrent.atomic.AtomicInteger();

  private record Row(
      Envelope envelope, Acceptance acceptance, String text, Message message, List<Entry> entries) {
    Row with(Decision decision) {
      var all = new java.util.ArrayList<>(entries);
      all.addAll(decision.entries());
      return new Row(envelope, acceptance, text, decision.next(), all);
    }

    Instant changedAt() {
      return entries.getLast().at();
    }
  }

  @Override
  public CompletableFuture<Outcome> accept(List<NewMessage> messages, @Nullable Once once) {
    asked.countDown();
    commits.incrementAndGet();
    return gate.thenApplyAsync(open -> accepted(messages, once));
  }

  private synchronized Outcome accepted(List<NewMessage> messages, @Nullable Once once) {
    Outcome other = instead;
    if (other != null) {
      return other;
    }
    List<Outcome> outcomes = messages.stream().map(this::stored).toList();
    if (once != null) {
      kept.put(
          once.scope() + "\n" + once.key(),
          new Kept(once.bodyHash(), once.status(), once.answer()));
    }
    return outcomes.getFirst();
  }

  private Outcome stored(NewMessage message) {
    Decision decision = Lifecycle.accept(message.acceptance());
    UUID id = message.envelope().id();
    rows.put(
        id,
        new Row(
            message.envelope(),
            message.acceptance(),
            message.text(),
            decision.next(),
            decision.entries()));
    return new Outcome.Recorded(decision.next(), true);
  }

  @Override
  public CompletableFuture<Outcome> record(UUID id, Event event) {
    return gate.thenApplyAsync(open -> recorded(id, event));
  }

  private synchronized Outcome recorded(UUID id, Event event) {
    Outcome other = instead;
    if (other != null) {
      return other;
    }
    Row row = rows.get(id);
    if (row == null) {
      return new Outcome.NotFound();
    }
    Decision decision = Lifecycle.decide(row.message, event);
    boolean changed = !decision.next().equals(row.message);
    if (changed) {
      rows.put(id, row.with(decision));
    }
    return new Outcome.Recorded(decision.next(), changed);
  }

  @Override
  public synchronized List<Found> find(int accountId, UUID anyId) {
    failIfBroken();
    UUID omni = Ids.omniOf(anyId);
    List<Found> found =
        rows.values().stream()
            .filter(r -> r.envelope.accountId() == accountId)
            .filter(r -> Ids.omniOf(r.envelope.id()).equals(omni))
            .map(r -> found(r, timeline(r), r.text))
            .toList();
    return Ids.names(anyId, found.stream().map(f -> f.envelope().id()).toList())
        ? found
        : List.of();
  }

  @Override
  public synchronized List<Found> some(int accountId, List<UUID> ids) {
    failIfBroken();
    return rows.values().stream()
        .filter(r -> r.envelope.accountId() == accountId && ids.contains(r.envelope.id()))
        .sorted(Comparator.comparing((Row r) -> r.envelope.id()).reversed())
        .map(r -> found(r, null, null))
        .toList();
  }

  @Override
  public synchronized Page list(Query q) {
    failIfBroken();
    List<Found> found =
        rows.values().stream()
            .filter(r -> q.accountId() != null && r.envelope.accountId() == q.accountId())
            .filter(r -> !r.envelope.acceptedAt().isBefore(q.from()))
            .filter(r -> r.envelope.acceptedAt().isBefore(q.until()))
            .filter(r -> q.before() == null || r.envelope.id().compareTo(q.before()) < 0)
            .filter(r ->
                q.states() == null
                    ? r.message.state() != io.waybill.message.State.PLANNED
                    : q.states().contains(r.message.state()))
            .filter(r -> q.recipient() == null || q.recipient().equals(r.envelope.recipient()))
            .filter(r -> q.reference() == null || q.reference().equals(r.envelope.reference()))
            .sorted(Comparator.comparing((Row r) -> r.envelope.id()).reversed())
            .limit(q.limit())
            .map(r -> found(r, null, null))
            .toList();
    return new Page(found, found.size() == q.limit() ? found.getLast().envelope().id() : null);
  }

  @Override
  public synchronized Optional<Kept> kept(String scope, String key) {
    return Optional.ofNullable(kept.get(scope + "\n" + key));
  }

  private static final class Away extends io.waybill.ops.Unavailable {
    private static final long serialVersionUID = 1L;

    Away() {
      super("SELECT secret FROM somewhere", new IllegalStateException("secret"));
    }
  }

  private void failIfBroken() {
    if (away) {
      throw new Away();
    }
    if (broken) {
      throw new IllegalStateException("SELECT secret FROM somewhere");
    }
  }

  synchronized int size() {
    return rows.size();
  }

  /** All messages, oldest id first. */
  synchronized List<NewMessage> accepted() {
    return rows.values().stream()
        .sorted(java.util.Comparator.comparing(r -> r.envelope.id().toString()))
        .map(r -> new NewMessage(r.envelope, r.text, r.acceptance))
        .toList();
  }

  /** How often something was handed in. */
  int commits() {
    return commits.get();
  }

  synchronized Message message(UUID id) {
    return java.util.Objects.requireNonNull(rows.get(id)).message;
  }

  /** The only message there is. */
  synchronized NewMessage only() {
    if (rows.size() != 1) {
      throw new IllegalStateException(rows.size() + " messages");
    }
    Row row = rows.values().iterator().next();
    return new NewMessage(row.envelope, row.text, row.acceptance);
  }

  private static Found found(Row r, @Nullable String timeline, @Nullable String text) {
    return new Found(
        r.envelope, r.message, r.message.parts().size(), r.changedAt(), timeline, text);
  }

  private static String timeline(Row row) {
    var entries = tools.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
    for (Entry entry : row.entries) {
      var line =
          entries
              .addObject()
              .put("seq", entry.seq())
              .put("at", entry.at().toString())
              .put("event", entry.what())
              .put("state_after", entry.stateAfter().name().toLowerCase(java.util.Locale.ROOT))
              .put("rules", io.waybill.message.Lifecycle.VERSION);
      entry.details().forEach(line::putPOJO);
    }
    return io.waybill.http.Json.write(entries);
  }
}
