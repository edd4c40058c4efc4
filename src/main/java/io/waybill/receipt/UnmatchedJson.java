package io.waybill.receipt;

import io.waybill.store.ReceiptTrace.Possible;
import io.waybill.store.ReceiptTrace.Trace;
import io.waybill.store.UnmatchedReceipts.Decided;
import io.waybill.store.UnmatchedReceipts.One;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Unmatched receipts as the API shows them to operators of the platform. */
final class UnmatchedJson {
  private UnmatchedJson() {}

  static ObjectNode line(One one) {
    var p = one.parked();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", one.number());
    json.put("received_at", p.receivedAt().toString());
    json.put("carrier", p.carrier());
    json.put("link", p.link());
    json.put("carrier_id", p.receipt().carrierId());
    json.put("source", p.source());
    json.put("stat", p.receipt().word().name());
    json.put("carrier_err", p.receipt().err());
    json.put("raw", p.receipt().raw());
    json.put("reason", p.reason().word());
    json.put("why", p.why());
    json.put("tries", one.tries());
    json.put("next_try_at", text(one.nextTryAt()));
    json.put("standing", one.standing());
    Decided d = one.decided();
    if (d == null) {
      json.putNull("decided");
    } else {
      ObjectNode decided = json.putObject("decided");
      decided.put("by", d.by());
      decided.put("via", d.via());
      decided.put("at", d.at().toString());
      decided.put("why", d.why());
      decided.put("message_id", d.message() == null ? null : d.message().toString());
      decided.put("part", d.message() == null ? null : (Integer) d.part());
    }
    return json;
  }

  static ObjectNode whole(One one, Trace trace) {
    ObjectNode json = line(one);
    ObjectNode looked = json.putObject("looked_for");
    looked.put("id_notation", trace.notation().word());
    looked.put("learned", trace.learned() == null ? null : trace.learned().word());
    ArrayNode forms = looked.putArray("forms");
    trace.forms().forEach(forms::add);
    looked.put("number", trace.number());
    parts(json.putArray("same_id"), trace.underThisId());
    parts(json.putArray("near"), trace.near());
    ArrayNode words = json.putArray("explanation");
    Explanation.of(one, trace).forEach(words::add);
    return json;
  }

  private static void parts(ArrayNode list, List<Possible> parts) {
    for (Possible p : parts) {
      list.addObject()
          .put("message_id", p.message().toString())
          .put("part", p.part())
          .put("carrier_id", p.carrierId())
          .put("submitted_at", text(p.submittedAt()))
          .put("state", p.state())
          .put("final", p.isFinal())
          .put("recipient", p.recipient())
          .put("same_number", p.sameNumber())
          .put("similar_id", p.resembles());
    }
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }
}
