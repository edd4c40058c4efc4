package io.waybill.channel;

import io.waybill.http.Json;
import io.waybill.message.Receipt.Word;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Reads a notice of the Cloud API: `entry[].changes[].value` with `statuses[]` and `messages[]`.
/// What it does not know it leaves out: Meta adds kinds of notices without asking. Pure.
final class WhatsappNotice {
  private static final int ITEMS_MAX = 5_000;
  private static final int ID_MAX = 300;

  private WhatsappNotice() {}

  static Hearing read(String body) {
    if (!(Json.read(body) instanceof Json.Parsed.Tree(var root, _))) {
      return new Hearing.Refused(400, "The body must be JSON.");
    }
    List<Said> said = new ArrayList<>();
    for (JsonNode entry : root.path("entry")) {
      for (JsonNode change : entry.path("changes")) {
        JsonNode value = change.path("value");
        value.path("statuses").forEach(s -> status(s, said));
        String ours = value.path("metadata").path("display_phone_number").asString("");
        value.path("messages").forEach(m -> inbound(m, ours, said));
      }
    }
    return said.size() > ITEMS_MAX
        ? new Hearing.Refused(400, "At most " + ITEMS_MAX + " items at once.")
        : new Hearing.Heard(said);
  }

  private static void status(JsonNode status, List<Said> said) {
    String id = status.path("id").asString("");
    if (id.isEmpty() || id.length() > ID_MAX) {
      return;
    }
    Said.About about =
        new Said.About(
            id,
            GenericNotice.uuid(status.path("biz_opaque_callback_data").asString("")).orElse(null));
    JsonNode error = status.path("errors").path(0);
    String word = status.path("status").asString("");
    String raw = "status=" + word + (error.isObject() ? " " + WhatsappErrors.words(error) : "");
    switch (word) {
      case "sent" -> said.add(new Said.Status(about, Word.ACCEPTD, 0, raw));
      case "delivered" -> said.add(new Said.Status(about, Word.DELIVRD, 0, raw));
      case "read" -> said.add(new Said.Status(about, null, 0, raw));
      case "failed" ->
          said.add(
              new Said.Status(
                  about, Word.UNDELIV, WhatsappErrors.err(error.path("code").asInt(-1)), raw));
      default -> {
        // played, deleted, warning and what may come: they say nothing about delivery
      }
    }
  }

  private static void inbound(JsonNode message, String ours, List<Said> said) {
    String from = message.path("from").asString("");
    if (!from.isEmpty()) {
      String text = message.path("text").path("body").asString("");
      String words = text.isEmpty() ? "[" + message.path("type").asString("?") + "]" : text;
      said.add(new Said.Inbound(from, ours, words));
    }
  }
}
