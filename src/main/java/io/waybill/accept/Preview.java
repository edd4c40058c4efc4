package io.waybill.accept;

import io.waybill.account.Account;
import io.waybill.account.ApiKey;
import io.waybill.account.KeyRing;
import io.waybill.http.Answer;
import io.waybill.http.Body;
import io.waybill.http.Call;
import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import io.waybill.http.Json;
import io.waybill.http.Style;
import io.waybill.ops.Config;
import io.waybill.price.PriceInfo;
import io.waybill.price.Prices;
import io.waybill.text.Autoconvert;
import io.waybill.text.Change;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `POST /api/v1/preview`: what a text would become on the air, before it is sent. Sends nothing.
final class Preview {
  private final Config.Messages limits;
  private final KeyRing ring;
  private final Prices prices;

  Preview(Config.Messages limits, KeyRing ring, Prices prices) {
    this.limits = limits;
    this.ring = ring;
    this.prices = prices;
  }

  Answer handle(Call call, ApiKey key) {
    return switch (call.body()) {
      case Body.Refused(var status, var detail) -> Style.PROBLEM.refuse(status, detail);
      case Body.Text(var text) -> answer(text, key);
    };
  }

  private Answer answer(String body, ApiKey key) {
    return switch (Json.read(body)) {
      case Json.Parsed.Malformed(var detail) -> Style.PROBLEM.refuse(400, detail);
      case Json.Parsed.Tree tree -> answer(tree, key);
    };
  }

  private Answer answer(Json.Parsed.Tree tree, ApiKey key) {
    if (!tree.root().isObject()) {
      return Style.PROBLEM.refuse(400, "The body must be a JSON object.");
    }
    List<Fault> faults = Fields.noFaults();
    Fields fields = new Fields(tree.root(), "payload", faults);
    tree.flaws()
        .forEach(f ->
            fields.note(new Fault(Code.INVALID, "A string " + f.problem() + ".", "payload[text]")));
    String text = fields.text("text");
    if (fields.node("text") == null) {
      fields.missing("text", "is missing");
    }
    Autoconvert mode = mode(fields, key);
    String to = fields.text("to");
    Numbers.Phone phone = to == null ? null : Numbers.read(to).orElse(null);
    if (to != null && phone == null) {
      fields.wrong("to", SendReader.NO_NUMBER);
    }
    if (!faults.isEmpty() || text == null) {
      return Style.PROBLEM.refuse(400, faults);
    }
    Account account =
        ring.account(key.accountId())
            .orElseThrow(() -> new IllegalStateException("a key without account: " + key));
    return Answer.json(200, shown(text, mode, account, phone));
  }

  private static Autoconvert mode(Fields fields, ApiKey key) {
    JsonNode node = fields.node("autoconvert");
    Autoconvert usual = Autoconvert.of(key.autoconvert()).orElse(Autoconvert.ON);
    if (node == null) {
      return usual;
    }
    boolean known = node.isString() || node.isBoolean();
    return (known ? Autoconvert.of(node.asString()) : java.util.Optional.<Autoconvert>empty())
        .orElseGet(() -> {
          fields.wrong("autoconvert", "must be on, full or off");
          return usual;
        });
  }

  private @Nullable BigDecimal price(Numbers.@Nullable Phone to) {
    return to == null ? null : prices.list().partPrice(to.country(), to.network()).orElse(null);
  }

  private ObjectNode shown(
      String text, Autoconvert mode, Account account, Numbers.@Nullable Phone to) {
    TextLook look = TextLook.at(text, mode, account.replacements());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("text", look.text());
    body.put("encoding", look.count().alphabet().name().toLowerCase(Locale.ROOT));
    body.put("parts_count", look.count().parts());
    body.put("parts_max", limits.partsMax());
    body.put("units", look.count().units());
    body.put("units_per_part", look.perPart());
    MessageJson.priceInfo(body, PriceInfo.of(price(to), look.count().parts()));
    ArrayNode costly = body.putArray("outside_gsm");
    look.costly().forEach(costly::add);
    ArrayNode changes = body.putArray("replacements");
    for (Change change : look.changes()) {
      changes
          .addObject()
          .put("position", change.position())
          .put("from", change.from())
          .put("to", change.to());
    }
    return body;
  }
}
