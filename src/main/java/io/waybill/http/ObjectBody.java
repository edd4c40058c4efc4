package io.waybill.http;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Bodies that are one JSON object, or nothing: that counts as an empty one.
public final class ObjectBody {
  private ObjectBody() {}

  /// Does the work with it; answers 400, 413 and so on itself, as `application/problem+json`.
  public static Answer read(Call call, Function<JsonNode, Answer> work) {
    return switch (call.body()) {
      case Body.Refused(int status, String detail) -> Style.PROBLEM.refuse(status, detail);
      case Body.Text(String text) when text.isBlank() ->
          work.apply(JsonNodeFactory.instance.objectNode());
      case Body.Text(String text) ->
          switch (Json.read(text)) {
            case Json.Parsed.Malformed(String detail) -> Style.PROBLEM.refuse(400, detail);
            case Json.Parsed.Tree(JsonNode root, var flaws) -> {
              if (!root.isObject()) {
                yield Style.PROBLEM.refuse(400, "The body must be a JSON object.");
              }
              yield flaws.isEmpty()
                  ? work.apply(root)
                  : Style.PROBLEM.refuse(400, "The body " + flaws.getFirst().problem() + ".");
            }
          };
    };
  }
}
