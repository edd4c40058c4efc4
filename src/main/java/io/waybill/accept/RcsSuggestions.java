package io.waybill.accept;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What an RCS message offers to tap: replies and actions (contract 1.2).
final class RcsSuggestions {
  private static final int URL_MAX = 2_048;
  private static final List<String> ACTIONS =
      List.of(
          "dial_action",
          "view_location_action",
          "create_calendar_event_action",
          "open_url_action",
          "share_location_action");

  private RcsSuggestions() {}

  static void check(Fields holder, int max) {
    for (Fields suggestion : holder.objects("suggestions", 0, max)) {
      RcsContent.exactlyOne(suggestion, List.of("reply", "action"));
      label(suggestion.object("reply"));
      Fields action = suggestion.object("action");
      label(action);
      if (action != null) {
        action(action);
      }
    }
  }

  private static void label(@Nullable Fields suggestion) {
    if (suggestion != null) {
      suggestion.need("text", "postback_data");
      suggestion.string("text", 1, 25);
      suggestion.string("postback_data", 1, 2_048);
    }
  }

  private static void action(Fields action) {
    action.string("fallback_url", 1, URL_MAX);
    RcsContent.exactlyOne(action, ACTIONS);
    Fields dial = action.object("dial_action");
    if (dial != null) {
      dial.need("phone_number");
      dial.string("phone_number", 1, 40);
    }
    Fields place = action.object("view_location_action");
    if (place != null) {
      place(place);
    }
    Fields event = action.object("create_calendar_event_action");
    if (event != null) {
      event.need("start_time", "end_time", "title", "description");
      event.string("start_time", 1, 40);
      event.string("end_time", 1, 40);
      event.string("title", 1, 100);
      event.string("description", 1, 500);
    }
    Fields open = action.object("open_url_action");
    if (open != null) {
      open.need("url", "application");
      open.string("url", 1, URL_MAX);
      open.word("application", List.of("BROWSER", "WEBVIEW"));
      open.word("webview_view_mode", List.of("FULL", "HALF", "TALL"));
      open.string("description", 1, 2_048);
    }
    action.object("share_location_action");
  }

  private static void place(Fields place) {
    place.string("label", 1, 200);
    place.string("query", 1, 200);
    Fields point = place.object("lat_long");
    if (point != null) {
      point.need("latitude", "longitude");
      degrees(point, "latitude", 90);
      degrees(point, "longitude", 180);
    }
  }

  private static void degrees(Fields point, String name, int max) {
    JsonNode value = point.node(name);
    if (value != null && !(value.isNumber() && Math.abs(value.doubleValue()) <= max)) {
      point.wrong(name, "must be a number from -" + max + " to " + max);
    }
  }
}
