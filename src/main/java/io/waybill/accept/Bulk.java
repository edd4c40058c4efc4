package io.waybill.accept;

import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Json;
import io.waybill.http.LongBodies;
import io.waybill.http.Style;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Once;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /v1/omnimessages`: up to 1,000 omnimessages, a result for each in the same order, those
/// that are right stored in one commit (contract 1.3). 201 even if none is right: each result says
/// for itself.
final class Bulk {
  static final String PATTERN = "/v1/omnimessages";
  static final int ITEMS_MAX = 1_000;

  /// A call may be as many times as long as one that sends a single omnimessage.
  static final int BODY_TIMES = 16;

  /// So many long calls are worked on at any time; each may fill some tens of megabytes.
  static final int LONG_AT_ONCE = 4;

  private final LongBodies bodies = LongBodies.times(LONG_AT_ONCE, BODY_TIMES);
  private final Intake intake;

  Bulk(Intake intake) {
    this.intake = intake;
  }

  Answer handle(Call call, ApiKey key) {
    return bodies.read(
        call,
        Style.CONTRACT,
        body -> intake.carryOut(call, key, PATTERN, body, (json, once) -> accept(json, key, once)));
  }

  private CompletableFuture<Answer> accept(Json.Parsed.Tree json, ApiKey key, @Nullable Once once) {
    JsonNode items = json.root().path("messages");
    if (!items.isArray() || items.isEmpty() || items.size() > ITEMS_MAX) {
      Code code = items.isMissingNode() ? Code.MISSING : Code.INVALID;
      return intake.invalid(
          List.of(
              new Fault(
                  code,
                  "messages must be a list of 1 to " + ITEMS_MAX + " omnimessages.",
                  "payload[messages]")));
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode results = body.putArray("messages");
    List<NewMessage> all = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      switch (intake.prepare(item(json, i), key)) {
        case Intake.Prepared.Good(var chain) -> {
          Optional<Answer> full = intake.refusalIfFull(chain);
          results.add(
              full.<JsonNode>map(refusal -> Json.trusted(refusal.body()))
                  .orElseGet(() -> Intake.created(chain)));
          if (full.isEmpty()) {
            all.addAll(chain);
          }
        }
        case Intake.Prepared.Bad(var faults) ->
            results.add(Json.trusted(Style.CONTRACT.refuse(400, faults).body()));
      }
    }
    return all.isEmpty()
        ? CompletableFuture.completedFuture(Answer.json(201, body))
        : intake.storeAll(all, body, once);
  }

  /// One omnimessage with the flaws that are its own.
  private static Json.Parsed.Tree item(Json.Parsed.Tree json, int place) {
    List<String> inside = List.of("messages", Integer.toString(place));
    List<Json.Flaw> flaws =
        json.flaws().stream()
            .filter(f -> f.path().size() >= 2 && f.path().subList(0, 2).equals(inside))
            .map(f -> new Json.Flaw(f.path().subList(2, f.path().size()), f.problem()))
            .toList();
    return new Json.Parsed.Tree(json.root().path("messages").path(place), flaws);
  }
}
