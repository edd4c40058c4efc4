package io.waybill.webhook;

import java.nio.charset.StandardCharsets;

/** The beginning of what a stranger answered, made safe to show and to store. Pure. */
final class Excerpt {
  /** Octets of an answer that are kept. */
  static final int OCTETS_MAX = 256;

  private Excerpt() {}

  /**
   * The first octets as text; what is not UTF-8 becomes U+FFFD, and characters that do not show
   * (control characters, those that turn the direction of a line, halves of pairs) become escapes.
   */
  static String of(byte[] answer) {
    int length = Math.min(answer.length, OCTETS_MAX);
    String text = new String(answer, 0, length, StandardCharsets.UTF_8);
    StringBuilder safe = new StringBuilder(length);
    text.codePoints()
        .forEach(c -> {
          if (isSafe(c)) {
            safe.appendCodePoint(c);
          } else {
            safe.append("\\u%04x".formatted(c));
          }
        });
    return safe.toString();
  }

  private static boolean isSafe(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
