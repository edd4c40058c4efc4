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
import io.waybill.ops.Config;
import io.waybill.store.IdSource;
import io.waybill.store.Ledger;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Once;
import io.waybill.store.Ledger.Outcome;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/omnimessage`: answered 201 only after the message is committed (design.md, section 5,
/// promise 1).
final class Send {
  static final String PATTERN = "/v1/omnimessage";

  private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

  private final KeyRing ring;
  private final Ledger ledger;
  private final IdSource ids;
  private final InstantSource clock;
  private final SendReader requests;
  private final NewMessages messages;
  private final Flights flights;
  private final Counter outcomes;

  Send(
      Config.Messages limits,
      KeyRing ring,
      Ledger ledger,
      Flights flights,
      IdSource ids,
      InstantSource clock,
      Counter outcomes) {
    this.ring = ring;
    this.ledger = ledger;
    this.flights = flights;
    this.ids = ids;
    this.clock = clock;
    this.outcomes = outcomes;
    requests = new SendReader(limits);
    messages = new NewMessages(limits.unknownAfter());
  }

  Answer handle(Call call, ApiKey key) {
    return switch (call.body()) {
      case Body.Refused(var status, var detail) -> Style.CONTRACT.refuse(status, detail);
      case Body.Text(var text) -> answer(text, call.header("Idempotency-Key"), key);
    };
  }

  private Answer answer(String body, Optional<String> idempotencyKey, ApiKey key) {
    if (idempotencyKey.isEmpty()) {
      return Waiting.on(accept(body, key, null));
    }
    String given = idempotencyKey.get();
    if (!IDEMPOTENCY_KEY.matcher(given).matches()) {
      return Style.CONTRACT.refuse(400, "Idempotency-Key must be 1 to 255 ASCII characters.");
    }
    var label = new Flights.Label(key.username() + " POST " + PATTERN, given);
    String hash = HexFormat.of().formatHex(Passwords.sha256(body));
    return flights.once(
        label, hash, () -> accept(body, key, new Once(label.scope(), label.key(), hash, 201, "")));
  }

  private CompletableFuture<Answer> accept(String body, ApiKey key, @Nullable Once once) {
    return switch (Json.read(body)) {
      case Json.Parsed.Malformed(var detail) -> invalid(List.of(new Fault(Code.INVALID, detail)));
      case Json.Parsed.Tree tree -> {
        Account account =
            ring.account(key.accountId())
                .orElseThrow(() -> new IllegalStateException("a key without account: " + key));
        yield switch (requests.read(tree, key, account, clock.instant())) {
          case Read.Bad(var faults) -> invalid(faults);
          case Read.Good(var request) -> record(request, key, account, once);
        };
      }
    };
  }

  private CompletableFuture<Answer> record(
      SendRequest request, ApiKey key, Account account, @Nullable Once once) {
    NewMessage message = messages.of(request, key, account, ids.next(), clock.instant());
    String answer = Json.write(created(message));
    Once kept =
        once == null ? null : new Once(once.scope(), once.key(), once.bodyHash(), 201, answer);
    return ledger.accept(message, kept).thenApply(outcome -> told(outcome, answer));
  }

  private Answer told(Outcome outcome, String answer) {
    return switch (outcome) {
      case Outcome.Recorded recorded -> {
        outcomes.labelValues("accepted").inc();
        yield new Answer(201, Answer.JSON, answer);
      }
      case Outcome.Busy(var why) -> {
        outcomes.labelValues("busy").inc();
        yield Waiting.busy("Too busy to accept it now; send it again in a moment.");
      }
      case Outcome.Quarantined(var problem) -> {
        outcomes.labelValues("quarantined").inc();
        yield Style.CONTRACT.refuse(
            400, List.of(new Fault(Code.INVALID, "This message cannot be stored.")));
      }
      case Outcome.NotFound() -> throw new IllegalStateException("a new message was not found");
    };
  }

  private CompletableFuture<Answer> invalid(List<Fault> faults) {
    outcomes.labelValues("invalid").inc();
    return CompletableFuture.completedFuture(Style.CONTRACT.refuse(400, faults));
  }

  /// OmniMessageCreateSuccessResponse (contract 1.3).
  private static ObjectNode created(NewMessage message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("omnimessage_id", io.waybill.message.Ids.omniOf(message.envelope().id()).toString());
    body.put("to", message.envelope().recipient());
    body.putArray("messages")
        .addObject()
        .put("message_id", message.envelope().id().toString())
        .put("channel", "sms")
        .put("sender", message.envelope().sender());
    return body;
  }
}
