package io.waybill.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What kind of file some octets are, as far as WhatsApp takes it, by their first octets. Pure.
///
/// @param name as `image/jpeg`
/// @param suffix of a file name, without the dot
record MediaType(String name, String suffix) {

  /// @param type image, audio or document: what is assumed where the octets do not tell
  static MediaType of(String type, byte[] octets) {
    String head =
        new String(Arrays.copyOf(octets, Math.min(octets.length, 16)), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00FF\u00D8\u00FF")) {
      return new MediaType("image/jpeg", "jpg");
    }
    if (head.startsWith("\u0089PNG")) {
      return new MediaType("image/png", "png");
    }
    if (head.startsWith("RIFF") && head.startsWith("WEBP", 8)) {
      return new MediaType("image/webp", "webp");
    }
    if (head.startsWith("OggS")) {
      return new MediaType("audio/ogg", "ogg");
    }
    if (head.startsWith("#!AMR")) {
      return new MediaType("audio/amr", "amr");
    }
    if (head.startsWith("%PDF")) {
      return new MediaType("application/pdf", "pdf");
    }
    if (head.startsWith("ftyp", 4)) {
      boolean audio = type.equals("audio");
      return new MediaType(audio ? "audio/mp4" : "video/mp4", audio ? "m4a" : "mp4");
    }
    return switch (type) {
      case "image" -> new MediaType("image/jpeg", "jpg");
      case "audio" -> new MediaType("audio/mpeg", "mp3");
      case "video" -> new MediaType("video/mp4", "mp4");
      default -> new MediaType("text/plain", "txt");
    };
  }
}
