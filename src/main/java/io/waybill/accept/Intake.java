package io.waybill.accept;

import io.prometheus.metrics.core.metrics.Counter;
import io.waybill.accept.SendRequest.Read;
import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.account.Passwords;
import io.waybill.http.Answer;
import io.waybill.http.Body;
import io.waybill.http.Call;
import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Json;
import io.waybill.http.Style;
import io.waybill.message.Ids;
import io.waybill.store.IdSource;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Once;
import io.waybill.store.Ledger.Outcome;
import io.waybill.store.ReportFormat;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What all routes that send have in common: reading a request, idempotency, handing in to the
/// ledger, and answering only after the commit (design.md, section 5, promise 1).
public final class Intake {
  private static final String FULL =
      "Too many reports wait for the endpoint of this callback URL: see /api/v1/endpoints.";

  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

  private final KeyRing ring;
  private final Ledger ledger;
  private final IdSource ids;
  private final InstantSource clock;
  private final SendReader requests;
  private final NewMessages messages;
  private final Flights flights;
  private final Backlog backlog;
  private final Counter outcomes;
  private final Style style;

  Intake(
      KeyRing ring,
      Ledger ledger,
      Flights flights,
      IdSource ids,
      InstantSource clock,
      SendReader requests,
      NewMessages messages,
      Backlog backlog,
      Counter outcomes,
      Style style) {
    this.ring = ring;
    this.ledger = ledger;
    this.flights = flights;
    this.ids = ids;
    this.clock = clock;
    this.requests = requests;
    this.messages = messages;
    this.backlog = backlog;
    this.outcomes = outcomes;
    this.style = style;
  }

  /// The same with refusals in another style.
  Intake in(Style other) {
    return new Intake(
        ring, ledger, flights, ids, clock, requests, messages, backlog, outcomes, other);
  }

  /// A request that was read: the messages of one chain, or what is wrong with it.
  sealed interface Prepared {
    record Good(List<NewMessage> chain) implements Prepared {
      public Good {
        chain = List.copyOf(chain);
      }
    }

    record Bad(List<Fault> faults) implements Prepared {
      public Bad {
        faults = List.copyOf(faults);
      }
    }
  }

  /// What is done with a body that is JSON.
  @FunctionalInterface
  interface Work {
    /// Answers when it is done.
    ///
    /// @param once null without idempotency key; its answer is to be filled in
    CompletableFuture<Answer> on(Json.Parsed.Tree json, @Nullable Once once);
  }

  /// Reads the body, and carries the work out once for each `Idempotency-Key`.
  ///
  /// @param pattern of the route: the same key on another one is a conflict
  Answer carryOut(Call call, ApiKey key, String pattern, Body body, Work work) {
    return switch (body) {
      case Body.Refused(var status, var detail) -> style.refuse(status, detail);
      case Body.Text(var text) -> carryOut(call, key, pattern, text, work);
    };
  }

  private Answer carryOut(Call call, ApiKey key, String pattern, String body, Work work) {
    Optional<String> given = call.header("Idempotency-Key");
    if (given.isEmpty()) {
      return Waiting.on(style, parsed(body, json -> work.on(json, null)));
    }
    if (!IDEMPOTENCY_KEY.matcher(given.get()).matches()) {
      return style.refuse(400, "Idempotency-Key must be 1 to 255 ASCII characters.");
    }
    var label = new Flights.Label(key.username(), given.get());
    // The key belongs to the API key: the same body means something else on another route.
    String hash = HexFormat.of().formatHex(Passwords.sha256("POST " + pattern + "\n" + body));
    Once once = new Once(label.scope(), label.key(), hash, 201, "");
    return flights.once(style, label, hash, () -> parsed(body, json -> work.on(json, once)));
  }

  private CompletableFuture<Answer> parsed(
      String body, Function<Json.Parsed.Tree, CompletableFuture<Answer>> work) {
    return switch (Json.read(body)) {
      case Json.Parsed.Malformed(var detail) -> invalid(List.of(new Fault(Code.INVALID, detail)));
      case Json.Parsed.Tree tree -> work.apply(tree);
    };
  }

  /// One omnimessage of the contract.
  Prepared prepare(Json.Parsed.Tree json, ApiKey key) {
    return prepare(json, key, ReportFormat.CONTRACT);
  }

  /// One omnimessage of that API.
  Prepared prepare(Json.Parsed.Tree json, ApiKey key, ReportFormat format) {
    return switch (requests.read(json, key, account(key), clock.instant(), format)) {
      case Read.Bad(var faults) -> new Prepared.Bad(faults);
      case Read.Good(var request) -> new Prepared.Good(chain(request, key));
    };
  }

  /// The messages of a request.
  public List<NewMessage> chain(SendRequest request, ApiKey key) {
    return messages.of(request, key, account(key), ids.next(), clock.instant());
  }

  /// The account of a key that was just let in.
  public Account account(ApiKey key) {
    return ring.account(key.accountId())
        .orElseThrow(() -> new IllegalStateException("a key without account: " + key));
  }

  /// Stores one chain, then answers 201 with this body; 429 if its endpoint is full.
  CompletableFuture<Answer> store(List<NewMessage> chain, ObjectNode created, @Nullable Once once) {
    return refusalIfFull(chain)
        .map(CompletableFuture::completedFuture)
        .orElseGet(() -> storeAll(chain, created, once));
  }

  /// 429, counted, if no more reports may wait for the endpoint of this chain.
  Optional<Answer> refusalIfFull(List<NewMessage> chain) {
    if (!isFull(chain)) {
      return Optional.empty();
    }
    outcomes.labelValues("endpoint_full").inc(chain.size());
    return Optional.of(full());
  }

  /// Stores all messages in one commit, whatever waits for their endpoints, then answers 201 with
  /// this body.
  CompletableFuture<Answer> storeAll(
      List<NewMessage> all, ObjectNode created, @Nullable Once once) {
    String answer = Json.write(created);
    Once kept =
        once == null ? null : new Once(once.scope(), once.key(), once.bodyHash(), 201, answer);
    return ledger.accept(all, kept).thenApply(outcome -> told(outcome, answer, all.size()));
  }

  private boolean isFull(List<NewMessage> messages) {
    return messages.stream()
        .map(NewMessage::envelope)
        .anyMatch(e -> e.dlrUrl() != null && backlog.isFull(e.accountId(), e.dlrUrl()));
  }

  /// 429: the customer's own endpoint does not take its reports (design.md, sections 4 and 10).
  private Answer full() {
    return style
        .refuse(429, List.of(new Fault(Code.INTERNAL, FULL)))
        .with("Retry-After", Integer.toString(Backlog.RETRY_AFTER_SECONDS));
  }

  /// Stores one chain, and says what became of it: busy, too, if its endpoint is full.
  public CompletableFuture<Outcome> store(List<NewMessage> chain) {
    return store(chain, 1);
  }

  /// Stores messages that are a chain of one each, all or none, and says what became of them.
  CompletableFuture<Outcome> storeMany(List<NewMessage> messages) {
    return store(messages, messages.size());
  }

  private CompletableFuture<Outcome> store(List<NewMessage> messages, int counted) {
    if (isFull(messages)) {
      outcomes.labelValues("endpoint_full").inc(counted);
      return CompletableFuture.completedFuture(new Outcome.Busy(FULL));
    }
    return ledger
        .accept(messages, null)
        .thenApply(outcome -> {
          count(outcome, counted);
          return outcome;
        });
  }

  private Answer told(Outcome outcome, String answer, int messages) {
    count(outcome, messages);
    return switch (outcome) {
      case Outcome.Recorded recorded -> new Answer(201, Answer.JSON, answer);
      case Outcome.Busy(var why) ->
          Waiting.busy(style, "Too busy to accept it now; send it again in a moment.");
      case Outcome.Quarantined(var problem) ->
          style.refuse(400, List.of(new Fault(Code.INVALID, "This message cannot be stored.")));
      case Outcome.NotFound() -> throw new IllegalStateException("a new message was not found");
    };
  }

  private void count(Outcome outcome, int messages) {
    String label =
        switch (outcome) {
          case Outcome.Recorded _ -> "accepted";
          case Outcome.Busy _ -> "busy";
          case Outcome.Quarantined _ -> "quarantined";
          case Outcome.NotFound() -> "lost";
        };
    outcomes.labelValues(label).inc(messages);
  }

  /// Counts a request that cannot be carried out.
  public void countInvalid() {
    outcomes.labelValues("invalid").inc();
  }

  /// 400, counted.
  CompletableFuture<Answer> invalid(List<Fault> faults) {
    countInvalid();
    return CompletableFuture.completedFuture(style.refuse(400, faults));
  }

  /// OmniMessageCreateSuccessResponse (contract 1.3).
  static ObjectNode created(List<NewMessage> chain) {
    var first = chain.getFirst().envelope();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("omnimessage_id", Ids.omniOf(first.id()).toString());
    body.put("to", first.recipient());
    ArrayNode messages = body.putArray("messages");
    for (NewMessage message : chain) {
      messages
          .addObject()
          .put("message_id", message.envelope().id().toString())
          .put("channel", message.envelope().channel())
          .put("sender", message.envelope().sender());
    }
    return body;
  }
}
