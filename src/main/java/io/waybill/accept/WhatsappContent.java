package io.waybill.accept;

import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// WhatsApp's contents (contract 1.2): those of clients from 2.0 on, by id or link, and those of
/// older ones, which carry the file itself in base64.
final class WhatsappContent {
  /// A file within a request, octets: WhatsApp takes pictures of 5 MB.
  static final int FILE_MAX = 5 << 20;

  private static final List<String> TYPES =
      List.of("text", "image", "video", "audio", "document", "sticker", "template");

  /// What old clients send with the file in it.
  private static final List<String> WITH_FILE = List.of("image", "audio", "document");

  private static final int TEXT_MAX = 4_096;

  private WhatsappContent() {}

  static Set<String> check(Fields whatsapp) {
    List<String> given = TYPES.stream().filter(t -> whatsapp.node(t) != null).toList();
    if (given.isEmpty()) {
      whatsapp.missing(
          "The message for whatsapp has no content: give exactly one of "
              + String.join(", ", TYPES)
              + ".");
    } else if (given.size() > 1) {
      whatsapp.note(
          new Fault(
              Code.INVALID,
              "Give exactly one content, not " + String.join(", ", given) + ".",
              whatsapp.source()));
    }
    text(whatsapp.object("text"));
    media(whatsapp, "image", true);
    media(whatsapp, "video", true);
    media(whatsapp, "audio", false);
    Fields document = media(whatsapp, "document", true);
    if (document != null) {
      document.string("file_name", 1, 240);
    }
    Fields sticker = media(whatsapp, "sticker", false);
    if (sticker != null) {
      sticker.bool("animated");
    }
    Fields template = whatsapp.object("template");
    if (template != null) {
      WhatsappTemplate.check(template);
    }
    return Set.copyOf(TYPES);
  }

  /// Whether there is a file in it.
  static boolean hasFile(Fields whatsapp) {
    return WITH_FILE.stream()
        .anyMatch(type -> {
          JsonNode media = whatsapp.node(type);
          return media != null && media.hasNonNull("content");
        });
  }

  private static void text(@Nullable Fields text) {
    if (text != null) {
      text.need("body");
      text.string("body", 1, TEXT_MAX);
      text.bool("preview_url");
    }
  }

  private static @Nullable Fields media(Fields whatsapp, String type, boolean hasCaption) {
    Fields media = whatsapp.object(type);
    if (media == null) {
      return null;
    }
    List<String> ways =
        WITH_FILE.contains(type) ? List.of("id", "link", "content") : List.of("id", "link");
    long given = ways.stream().filter(w -> media.node(w) != null).count();
    if (given != 1) {
      String either = type + " needs exactly one of " + String.join(", ", ways) + ".";
      media.note(new Fault(given == 0 ? Code.MISSING : Code.INVALID, either, media.source()));
    }
    media.string("id", 1, 200);
    media.url("link");
    media.string("mime_type", 1, 200);
    if (hasCaption) {
      media.string("caption", 0, TEXT_MAX);
    }
    if (WITH_FILE.contains(type) && media.node("content") != null) {
      file(media);
    }
    return media;
  }

  private static void file(Fields media) {
    String base64 = media.string("content", 1, ChannelContent.LENGTH_WITH_FILE_MAX);
    if (base64 == null) {
      return;
    }
    int octets;
    try {
      octets = Base64.getMimeDecoder().decode(base64).length;
    } catch (IllegalArgumentException notOne) {
      octets = 0;
    }
    if (octets == 0) {
      media.wrong("content", "must be a file in base64");
    } else if (octets > FILE_MAX) {
      media.wrong("content", "must not be a file of more than " + FILE_MAX + " octets");
    }
  }
}
