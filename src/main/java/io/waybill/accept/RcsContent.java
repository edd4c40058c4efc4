package io.waybill.accept;

import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// RCS: a text, a file or a card, and suggestions (contract 1.2).
final class RcsContent {
  private static final List<String> CONTENTS = List.of("text", "content_info", "rich_card");
  private static final int URL_MAX = 2_048;

  private RcsContent() {}

  static Set<String> check(Fields rcs) {
    rcs.need("sender");
    exactlyOne(rcs, CONTENTS);
    rcs.string("text", 1, 3_072);
    file(rcs.object("content_info"));
    Fields card = rcs.object("rich_card");
    if (card != null) {
      exactlyOne(card, List.of("standalone_card", "carousel_card"));
      standalone(card.object("standalone_card"));
      carousel(card.object("carousel_card"));
    }
    RcsSuggestions.check(rcs, 11);
    return Set.of("text", "content_info", "rich_card", "suggestions");
  }

  static void exactlyOne(Fields fields, List<String> names) {
    List<String> given = names.stream().filter(n -> fields.node(n) != null).toList();
    if (given.size() != 1) {
      fields.note(
          new Fault(
              given.isEmpty() ? Code.MISSING : Code.INVALID,
              "Exactly one of " + String.join(", ", names) + " is needed.",
              fields.source()));
    }
  }

  private static void file(@Nullable Fields file) {
    if (file != null) {
      file.need("file_url", "force_refresh");
      file.string("file_url", 1, URL_MAX);
      file.bool("force_refresh");
      file.string("thumbnail_url", 1, URL_MAX);
    }
  }

  private static void standalone(@Nullable Fields card) {
    if (card != null) {
      card.need("card_orientation", "thumbnail_image_alignment", "card_content");
      card.word("card_orientation", List.of("VERTICAL", "HORIZONTAL"));
      card.word("thumbnail_image_alignment", List.of("LEFT", "RIGHT"));
      content(card.object("card_content"));
    }
  }

  private static void carousel(@Nullable Fields card) {
    if (card != null) {
      card.need("card_width", "card_contents");
      card.word("card_width", List.of("SMALL", "MEDIUM"));
      card.objects("card_contents", 2, 10).forEach(RcsContent::content);
    }
  }

  private static void content(@Nullable Fields content) {
    if (content == null) {
      return;
    }
    content.string("title", 1, 200);
    content.string("description", 1, 2_000);
    Fields media = content.object("media");
    if (media != null) {
      media.need("height", "content_info");
      media.word("height", List.of("SHORT", "MEDIUM", "TALL"));
      file(media.object("content_info"));
    }
    RcsSuggestions.check(content, 4);
  }
}
