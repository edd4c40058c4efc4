package io.waybill.accept;

import io.waybill.http.Json;
import io.waybill.store.Envelope;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The content of a message on a channel other than SMS: what the contract (1.2) has for it, as
/// JSON, in the contract's own fields, each of them checked. What the contract does not know and
/// what is null is left out.
final class ChannelContent {
  /// Characters of JSON, for all but contents that are files.
  static final int LENGTH_MAX = 65_536;

  /// Characters of JSON with a file of an old client's in it.
  static final int LENGTH_WITH_FILE_MAX = 7 << 20;

  private ChannelContent() {}

  /// The channel that a message without one is for (contract, trap 13): the official clients leave
  /// it out never, so what is not plainly of another channel's shape is an SMS.
  static String guess(Fields message) {
    JsonNode text = message.node("text");
    if (text != null && text.isObject()) {
      return "whatsapp";
    }
    if (message.node("rich_card") != null || message.node("content_info") != null) {
      return "rcs";
    }
    boolean viber =
        Stream.of("image_url", "button_url", "carousel").anyMatch(f -> message.node(f) != null);
    return viber ? "viber" : Envelope.SMS;
  }

  /// Null if any of it is wrong; then there is a fault.
  static @Nullable String read(Fields message, String channel) {
    int before = message.faultCount();
    Set<String> fields =
        switch (channel) {
          case "viber" -> ViberContent.check(message);
          case "whatsapp" -> WhatsappContent.check(message);
          case "telegram" -> TelegramContent.check(message);
          default -> RcsContent.check(message);
        };
    if (message.faultCount() > before) {
      return null;
    }
    String json = Json.write(only(message, fields));
    boolean file = WhatsappContent.hasFile(message);
    int max = file && channel.equals("whatsapp") ? LENGTH_WITH_FILE_MAX : LENGTH_MAX;
    if (json.length() > max) {
      message.wrong(channel, "must not be longer than " + max + " characters of JSON");
      return null;
    }
    return json;
  }

  private static ObjectNode only(Fields message, Set<String> names) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    message
        .copy()
        .forEachEntry((name, value) -> {
          if (names.contains(name) && !value.isNull()) {
            content.set(name, withoutNulls(value));
          }
        });
    return content;
  }

  private static JsonNode withoutNulls(JsonNode node) {
    if (node.isObject()) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      node.forEachEntry((name, value) -> {
        if (!value.isNull()) {
          object.set(name, withoutNulls(value));
        }
      });
      return object;
    }
    if (node.isArray()) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> list.add(withoutNulls(item)));
      return list;
    }
    return node;
  }
}
