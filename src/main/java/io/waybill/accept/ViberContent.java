package io.waybill.accept;

import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Viber's fields and which of them go together (contract 1.2).
final class ViberContent {
  private static final Set<String> FIELDS =
      Set.of("text", "image_url", "button_url", "button_text", "video", "template", "carousel");

  private static final List<Set<String>> COMBINATIONS =
      List.of(
          Set.of("image_url"),
          Set.of("text"),
          Set.of("text", "button_text", "button_url"),
          Set.of("text", "image_url", "button_text", "button_url"),
          Set.of("video"),
          Set.of("video", "text"),
          Set.of("video", "text", "button_text"),
          Set.of("video", "text", "button_text", "button_url"),
          Set.of("carousel", "text"),
          Set.of("template"));

  private static final int TEXT_MAX = 1_000;
  private static final long FILE_SIZE_MAX = 200L << 20;
  private static final int DURATION_MAX = 600;
  private static final int PARAMS_MAX = 100;

  private ViberContent() {}

  static Set<String> check(Fields viber) {
    Set<String> given = new TreeSet<>();
    FIELDS.stream().filter(f -> viber.node(f) != null).forEach(given::add);
    if (given.isEmpty()) {
      viber.missing(
          "The message for viber has no content: give text, image_url, video, carousel or"
              + " template.");
      return FIELDS;
    }
    if (!COMBINATIONS.contains(given)) {
      viber.note(
          new Fault(
              Code.INVALID,
              "These fields do not go together: "
                  + String.join(", ", given)
                  + ". Viber takes image_url; text; text with button_text and button_url; these"
                  + " with image_url; video; video with text, or with text and button_text, or with"
                  + " text, button_text and button_url; carousel with text; template.",
              viber.source()));
    }
    viber.string("text", 1, TEXT_MAX);
    viber.url("image_url");
    viber.url("button_url");
    viber.string("button_text", 1, 100);
    video(viber);
    carousel(viber);
    template(viber);
    return FIELDS;
  }

  private static void video(Fields viber) {
    Fields video = viber.object("video");
    if (video != null) {
      video.need("url", "thumbnail", "file_size", "duration");
      video.url("url");
      video.url("thumbnail");
      video.whole("file_size", 1, FILE_SIZE_MAX);
      video.whole("duration", 1, DURATION_MAX);
    }
  }

  private static void carousel(Fields viber) {
    Fields carousel = viber.object("carousel");
    if (carousel == null) {
      return;
    }
    carousel.need("items");
    for (Fields item : carousel.objects("items", 2, 5)) {
      item.need("title", "image_url", "primary_button");
      item.string("title", 2, 38);
      item.url("image_url");
      button(item.object("primary_button"));
      button(item.object("secondary_button"));
    }
  }

  private static void button(@org.jspecify.annotations.Nullable Fields button) {
    if (button != null) {
      button.need("label", "action_url");
      button.string("label", 1, 100);
      button.url("action_url");
    }
  }

  private static void template(Fields viber) {
    Fields template = viber.object("template");
    if (template == null) {
      return;
    }
    template.need("id", "lang");
    template.string("id", 1, 200);
    template.string("lang", 1, 20);
    Fields params = template.object("params");
    if (params != null) {
      Map<String, JsonNode> all = params.all();
      if (all.size() > PARAMS_MAX) {
        template.wrong("params", "must not have more than " + PARAMS_MAX + " entries");
      }
      all.keySet().stream().limit(PARAMS_MAX).forEach(name -> params.string(name, 0, 1_000));
    }
  }
}
