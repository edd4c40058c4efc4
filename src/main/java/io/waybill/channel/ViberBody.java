package io.waybill.channel;

import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// From the contract's fields (1.2) to a `send_message` of Viber Business Messages. Pure.
final class ViberBody {
  private static final int TTL_MIN = 30;
  private static final int TTL_MAX = 1_209_600;

  private static final int TEXT_TRANSACTION = 206;
  private static final int TEXT_PROMOTION = 225;
  private static final int TEMPLATE = 1702;
  private static final int IMAGE = 107;
  private static final int IMAGE_TEXT_BUTTON = 108;
  private static final int TEXT_BUTTON = 109;
  private static final int VIDEO = 230;
  private static final int VIDEO_TEXT = 231;
  private static final int VIDEO_TEXT_BUTTON = 232;
  private static final int VIDEO_TEXT_ACTION = 233;
  private static final int CAROUSEL = 901;

  private ViberBody() {}

  /// Whether plain texts go as transactions or as promotions; all that has pictures or buttons is
  /// promotion at Viber.
  enum Purpose {
    TRANSACTION,
    PROMOTION
  }

  static ObjectNode of(Outbound message, long serviceId, Purpose purpose) {
    JsonNode c = message.content();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("service_id", serviceId);
    body.put("dest", message.digits());
    body.put("seq", sequence(message));
    body.put("ttl", Math.min(TTL_MAX, Math.max(TTL_MIN, message.secondsLeft())));
    int type = type(c, purpose);
    body.put("type", type);
    boolean transaction = type == TEXT_TRANSACTION || type == TEMPLATE;
    body.put("label", transaction ? "transaction" : "promotion");
    if (type == TEMPLATE) {
      template(c.path("template"), body);
      return body;
    }
    ObjectNode inner = body.putObject("message");
    put(inner, "#txt", c.path("text"));
    put(inner, "#img", c.path("image_url"));
    put(inner, "#caption", c.path("button_text"));
    put(inner, "#action", c.path("button_url"));
    if (c.has("video")) {
      video(c.path("video"), type, body, inner);
    }
    if (c.has("carousel")) {
      body.set("carousel", carousel(c.path("carousel")));
    }
    // The types from 200 on and carousels let people reply, and want something to tell which
    // message was replied to.
    if (type >= 200) {
      inner.put("#tracking_data", message.id().toString());
    }
    return body;
  }

  static int type(JsonNode c, Purpose purpose) {
    boolean text = c.has("text");
    if (c.has("template")) {
      return TEMPLATE;
    }
    if (c.has("carousel")) {
      return CAROUSEL;
    }
    if (c.has("video")) {
      return !text
          ? VIDEO
          : c.has("button_url")
              ? VIDEO_TEXT_ACTION
              : c.has("button_text") ? VIDEO_TEXT_BUTTON : VIDEO_TEXT;
    }
    if (c.has("image_url")) {
      return text ? IMAGE_TEXT_BUTTON : IMAGE;
    }
    if (c.has("button_url")) {
      return TEXT_BUTTON;
    }
    return purpose == Purpose.TRANSACTION ? TEXT_TRANSACTION : TEXT_PROMOTION;
  }

  /// A number of the request, given back in the answer: the end of our id.
  private static long sequence(Outbound message) {
    return HexFormat.fromHexDigitsToLong(message.id().toString().substring(24)) & 0x7FFF_FFFFL;
  }

  private static void put(ObjectNode to, String name, JsonNode value) {
    if (value.isString()) {
      to.put(name, value.stringValue());
    }
  }

  /// With a button of its own the video moves from `#action` to `#media`.
  private static void video(JsonNode video, int type, ObjectNode body, ObjectNode inner) {
    body.put("file_size", video.path("file_size").asLong(0));
    body.put("duration", video.path("duration").asLong(0));
    put(inner, "#thumbnail", video.path("thumbnail"));
    put(inner, type == VIDEO_TEXT_ACTION ? "#media" : "#action", video.path("url"));
  }

  private static void template(JsonNode template, ObjectNode body) {
    body.put("templateId", template.path("id").asString(""));
    body.put("templateLang", template.path("lang").asString(""));
    JsonNode params = template.path("params");
    body.set("templateParams", params.isObject() ? params : JsonNodeFactory.instance.objectNode());
  }

  private static ObjectNode carousel(JsonNode given) {
    ObjectNode carousel = JsonNodeFactory.instance.objectNode();
    var items = carousel.putArray("items");
    for (JsonNode item : given.path("items")) {
      ObjectNode one = items.addObject();
      put(one, "title", item.path("title"));
      put(one, "imageUrl", item.path("image_url"));
      button(item.path("primary_button"), one, "primaryButton");
      button(item.path("secondary_button"), one, "secondaryButton");
    }
    return carousel;
  }

  private static void button(JsonNode given, ObjectNode item, String name) {
    if (given.isObject()) {
      ObjectNode button = item.putObject(name);
      put(button, "label", given.path("label"));
      put(button, "actionUrl", given.path("action_url"));
    }
  }
}
