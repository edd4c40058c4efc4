package io.waybill.text;

/// Which characters belong to the one before them: accents, joiners, selectors, tags.
final class Marks {
  private Marks() {}

  /// Whether the character has no life of its own but completes the one before it.
  static boolean attaches(int codePoint) {
    return isMark(codePoint)
        || isWithin(codePoint, 0x200C, 0x200D) // joiners, as in emoji of several people
        || isWithin(codePoint, 0xE0020, 0xE007F); // tags, as in emoji of regional flags
  }

  static boolean isWithin(int codePoint, int first, int last) {
    return first <= codePoint && codePoint <= last;
  }

  /// Whether the character is a combining mark (Unicode general category M).
  static boolean isMark(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  /// Where the character that begins here ends, with all that attaches to it.
  static int clusterEnd(String text, int from) {
    int end = from + Character.charCount(text.codePointAt(from));
    while (end < text.length()) {
      int next = text.codePointAt(end);
      if (next < 0x300 || !attaches(next)) {
        break;
      }
      end += Character.charCount(next);
    }
    return end;
  }
}
