package io.waybill.channel;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the contract's fields (1.2) to a message object of the Cloud API. Pure.
final class WhatsappBody {
  /// The contents there are; a message has exactly one.
  static final List<String> TYPES =
      List.of("text", "image", "video", "audio", "document", "sticker", "template");

  /// What each media object of the Cloud API has, by the contract's names.
  private static final Map<String, Map<String, String>> MEDIA =
      Map.of(
          "image", Map.of("caption", "caption"),
          "video", Map.of("caption", "caption"),
          "audio", Map.of(),
          "sticker", Map.of(),
          "document", Map.of("caption", "caption", "file_name", "filename"));

  private WhatsappBody() {}

  static String type(JsonNode content) {
    return TYPES.stream().filter(content::has).findFirst().orElse("text");
  }

  /// @param uploaded the id of its media if they were uploaded for it; else empty
  static ObjectNode of(Outbound message, String type, String uploaded) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("messaging_product", "whatsapp");
    body.put("recipient_type", "individual");
    body.put("to", message.digits());
    body.put("type", type);
    body.put("biz_opaque_callback_data", message.id().toString());
    JsonNode given = message.content().path(type);
    body.set(
        type,
        switch (type) {
          case "text" -> text(given);
          case "template" -> template(given);
          default -> media(type, given, uploaded);
        });
    return body;
  }

  private static ObjectNode text(JsonNode given) {
    ObjectNode text = JsonNodeFactory.instance.objectNode();
    text.put("body", given.path("body").asString(""));
    text.put("preview_url", given.path("preview_url").asBoolean(true));
    return text;
  }

  private static ObjectNode media(String type, JsonNode given, String uploaded) {
    ObjectNode media = JsonNodeFactory.instance.objectNode();
    if (!uploaded.isEmpty()) {
      media.put("id", uploaded);
    } else {
      copy(given, media, "id", "id");
      copy(given, media, "link", "link");
    }
    MEDIA.getOrDefault(type, Map.of()).forEach((ours, theirs) -> copy(given, media, ours, theirs));
    return media;
  }

  private static void copy(JsonNode from, ObjectNode to, String ours, String theirs) {
    if (from.path(ours).isString()) {
      to.put(theirs, from.path(ours).stringValue());
    }
  }

  private static ObjectNode template(JsonNode given) {
    ObjectNode template = JsonNodeFactory.instance.objectNode();
    template.put("name", given.path("name").asString(""));
    ObjectNode language = template.putObject("language");
    copy(given.path("language"), language, "code", "code");
    copy(given.path("language"), language, "policy", "policy");
    if (given.path("components").isArray()) {
      ArrayNode components = template.putArray("components");
      given.path("components").forEach(c -> components.add(component(c)));
    }
    return template;
  }

  /// The Cloud API writes `index` as a string; the rest has the contract's own names.
  private static ObjectNode component(JsonNode given) {
    ObjectNode component = ((ObjectNode) given).deepCopy();
    if (given.path("index").isNumber()) {
      component.put("index", given.path("index").asString());
    }
    return component;
  }
}
