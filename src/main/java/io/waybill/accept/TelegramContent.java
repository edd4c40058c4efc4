package io.waybill.accept;

import io.waybill.http.Fault;
import io.waybill.http.Fault.Code;
import java.util.List;
import java.util.Set;

/// Telegram's fields, as clients up to the contract's last edition with that channel send them
/// (contract 1.2).
final class TelegramContent {
  private static final List<String> FILES = List.of("image_url", "document_url", "audio_url");
  private static final int TEXT_MAX = 4_096;

  private TelegramContent() {}

  static Set<String> check(Fields telegram) {
    long files = FILES.stream().filter(f -> telegram.node(f) != null).count();
    if (files > 1) {
      telegram.note(
          new Fault(
              Code.INVALID,
              "Give at most one of image_url, document_url and audio_url.",
              telegram.source()));
    }
    if (files == 0 && telegram.node("text") == null) {
      telegram.missing(
          "The message for telegram has no content: give text, image_url, document_url or"
              + " audio_url.");
    }
    telegram.string("text", 1, TEXT_MAX);
    FILES.forEach(telegram::url);
    return Set.of("text", "image_url", "document_url", "audio_url");
  }
}
