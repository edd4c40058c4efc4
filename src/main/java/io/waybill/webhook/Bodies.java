package io.waybill.webhook;

import io.waybill.http.Answer;
import io.waybill.http.Body;
import io.waybill.http.Call;
import io.waybill.http.Json;
import io.waybill.http.Style;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads bodies that are one JSON object, or nothing: that counts as an empty one. */
final class Bodies {
  private Bodies() {}

  static Answer read(Call call, Function<JsonNode, Answer> work) {
    return switch (call.body()) {
      case Body.Refused(int status, String detail) -> Style.PROBLEM.refuse(status, detail);
      case Body.Text(String text) when text.isBlank() ->
          work.apply(JsonNodeFactory.instance.objectNode());
      case Body.Text(String text) ->
          switch (Json.read(text)) {
            case Json.Parsed.Malformed(String detail) -> Style.PROBLEM.refuse(400, detail);
            case Json.Parsed.Tree(JsonNode root, var _) ->
                root.isObject()
                    ? work.apply(root)
                    : Style.PROBLEM.refuse(400, "The body must be a JSON object.");
          };
    };
  }
}
