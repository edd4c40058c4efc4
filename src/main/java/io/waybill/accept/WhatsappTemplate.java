package io.waybill.accept;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A WhatsApp template with its parameters (contract 1.2).
final class WhatsappTemplate {
  private static final int ITEMS_MAX = 100;
  private static final int TEXT_MAX = 4_096;

  private WhatsappTemplate() {}

  static void check(Fields template) {
    template.need("name", "language", "components");
    template.string("name", 1, 512);
    Fields language = template.object("language");
    if (language != null) {
      language.need("code");
      language.string("code", 1, 20);
      language.string("policy", 1, 40);
    }
    for (Fields component : template.objects("components", 0, ITEMS_MAX)) {
      component(component);
    }
  }

  private static void component(Fields component) {
    component.need("type");
    component.string("type", 1, 40);
    component.string("sub_type", 1, 40);
    JsonNode index = component.node("index");
    if (index != null && !index.isString()) {
      component.whole("index", 0, ITEMS_MAX);
    }
    for (Fields parameter : component.objects("parameters", 0, ITEMS_MAX)) {
      parameter(parameter);
    }
  }

  private static void parameter(Fields parameter) {
    parameter.need("type");
    parameter.string("type", 1, 40);
    parameter.string("text", 0, TEXT_MAX);
    parameter.string("coupon_code", 1, 200);
    parameter.string("payload", 1, TEXT_MAX);
    Fields currency = parameter.object("currency");
    if (currency != null) {
      currency.need("fallback_value", "code", "amount_1000");
      currency.string("fallback_value", 1, 200);
      currency.string("code", 3, 3);
      currency.whole("amount_1000", Long.MIN_VALUE, Long.MAX_VALUE);
    }
    Fields time = parameter.object("date_time");
    if (time != null) {
      time.need("fallback_value");
      time.string("fallback_value", 1, 200);
    }
    for (String type : List.of("image", "document", "video")) {
      media(parameter.object(type));
    }
  }

  private static void media(@Nullable Fields media) {
    if (media != null) {
      media.string("id", 1, 200);
      media.url("link");
      media.string("caption", 0, TEXT_MAX);
      media.string("filename", 1, 240);
    }
  }
}
