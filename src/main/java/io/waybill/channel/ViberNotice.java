package io.waybill.channel;

import io.waybill.http.Json;
import io.waybill.message.Receipt.Word;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Reads a callback of Viber Business Messages: `message_token`, `message_status` and whose it is.
/// What it does not know it leaves out. Pure.
final class ViberNotice {
  private static final int DELIVERED = 0;
  private static final int SEEN = 1;
  private static final int EXPIRED = 2;

  private ViberNotice() {}

  static Hearing read(String body, long serviceId) {
    if (!(Json.read(body) instanceof Json.Parsed.Tree(var root, _)) || !root.isObject()) {
      return new Hearing.Refused(400, "The body must be a JSON object.");
    }
    JsonNode service = root.path("service_id");
    if (!service.isMissingNode() && service.asLong(-1) != serviceId) {
      return new Hearing.Refused(400, "service_id is another service's.");
    }
    List<Said> said = new ArrayList<>();
    String token = root.path("message_token").asString("");
    JsonNode status = root.path("message_status");
    if (!token.isEmpty() && token.length() <= 40 && status.isInt()) {
      int number = status.intValue();
      if (number == DELIVERED || number == SEEN || number == EXPIRED) {
        said.add(
            new Said.Status(
                new Said.About(token, null), word(number), 0, "message_status=" + number));
      }
    }
    String text = root.path("message").path("text").asString("");
    if (!text.isEmpty()) {
      String from = root.path("phone_number").asString("");
      said.add(new Said.Inbound(from, Long.toString(serviceId), text));
    }
    return new Hearing.Heard(said);
  }

  private static @Nullable Word word(int status) {
    return status == DELIVERED ? Word.DELIVRD : status == EXPIRED ? Word.EXPIRED : null;
  }
}
