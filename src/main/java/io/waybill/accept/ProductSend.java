package io.waybill.accept;

import io.waybill.account.ApiKey;
import io.waybill.http.Answer;
import io.waybill.http.Call;
import io.waybill.http.Json;
import io.waybill.message.Ids;
import io.waybill.store.Ledger.NewMessage;
import io.waybill.store.Ledger.Once;
import io.waybill.store.ReportFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/messages`, the product's own way to send: an omnimessage with `reference`,
/// `campaign` and `tags`; for one SMS its fields may stand at the top, without a list.
final class ProductSend {
  static final String PATTERN = "/api/v1/messages";

  /// What belongs to the message and not to the omnimessage.
  private static final List<String> SMS_FIELDS =
      List.of("text", "sender", "autoconvert", "udh", "validity", "ttl");

  private final Intake intake;

  ProductSend(Intake intake) {
    this.intake = intake;
  }

  Answer handle(Call call, ApiKey key) {
    return intake.carryOut(
        call, key, PATTERN, call.body(), (json, once) -> accept(json, key, once));
  }

  private CompletableFuture<Answer> accept(Json.Parsed.Tree json, ApiKey key, @Nullable Once once) {
    return switch (intake.prepare(spelledOut(json), key, ReportFormat.PRODUCT)) {
      case Intake.Prepared.Bad(var faults) -> intake.invalid(faults);
      case Intake.Prepared.Good(var chain) -> intake.store(chain, created(chain), once);
    };
  }

  /// The short form as a list with one SMS.
  private static Json.Parsed.Tree spelledOut(Json.Parsed.Tree json) {
    if (!(json.root() instanceof ObjectNode root)
        || root.has("messages")
        || SMS_FIELDS.stream().noneMatch(root::has)) {
      return json;
    }
    ObjectNode whole = root.deepCopy();
    ObjectNode sms = JsonNodeFactory.instance.objectNode();
    sms.put("channel", "sms");
    for (String field : SMS_FIELDS) {
      if (whole.has(field)) {
        sms.set(field, whole.remove(field));
      }
    }
    whole.putArray("messages").add(sms);
    return new Json.Parsed.Tree(whole, json.flaws());
  }

  private static ObjectNode created(List<NewMessage> chain) {
    var first = chain.getFirst().envelope();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("omnimessage_id", Ids.omniOf(first.id()).toString());
    body.put("to", first.recipient());
    body.put("country", first.country());
    body.put("reference", first.reference());
    body.put("accepted_at", Times.write(first.acceptedAt()));
    ArrayNode messages = body.putArray("messages");
    for (NewMessage message : chain) {
      messages
          .addObject()
          .put("id", message.envelope().id().toString())
          .put("channel", message.envelope().channel())
          .put("sender", message.envelope().sender())
          .put("parts_count", message.acceptance().parts());
    }
    return body;
  }
}
