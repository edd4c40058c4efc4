package io.waybill.accept;

import io.waybill.http.Json;
import io.waybill.store.Envelope;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The content of a message on a channel other than SMS: what the contract (1.2) has for it, as
/// JSON, in the contract's own fields.
final class ChannelContent {
  static final int LENGTH_MAX = 65_536;

  private static final Set<String> COMMON =
      Set.of("channel", "sender", "validity", "ttl", "dlr_url");

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
    ObjectNode content = message.copy();
    content.remove(COMMON);
    if (content.isEmpty()) {
      message.missing("The message for " + channel + " has no content.");
      return null;
    }
    String json = Json.write(content);
    if (json.length() > LENGTH_MAX) {
      message.wrong(channel, "must not be longer than " + LENGTH_MAX + " characters of JSON");
      return null;
    }
    return json;
  }
}
