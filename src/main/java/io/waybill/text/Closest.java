package io.waybill.text;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/// The closest GSM 03.38 form of a character: itself if GSM has it, else what our tables say, else
/// what is left of its Unicode decomposition (UAX #15, NFKD) without the accents that GSM lacks.
final class Closest {
  /// Only so much of one character is normalised: UAX #15 calls 30 marks enough for any language,
  /// and reordering more of them takes time that grows with their square.
  private static final int CLUSTER_UNITS_MAX = 32;

  private static final int SOLIDUS_OVERLAY = 0x338;

  private final boolean greekCapitals;
  private final boolean rightToLeft;

  private Closest(boolean greekCapitals, boolean rightToLeft) {
    this.greekCapitals = greekCapitals;
    this.rightToLeft = rightToLeft;
  }

  /// Two things depend on the rest of the text. Greek capitals that look like Latin ones become
  /// these unless lower-case Greek makes the text UCS-2 anyway; directional marks go unless there
  /// is something that runs from right to left.
  static Closest within(String text) {
    boolean lowerCaseGreek =
        text.codePoints()
            .anyMatch(cp ->
                cp >= 0x370
                    && Character.isLowerCase(cp)
                    && Character.UnicodeScript.of(cp) == Character.UnicodeScript.GREEK);
    boolean rightToLeft =
        text.codePoints()
            .mapToObj(Character::getDirectionality)
            .anyMatch(way ->
                way == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                    || way == Character.DIRECTIONALITY_RIGHT_TO_LEFT);
    return new Closest(!lowerCaseGreek, rightToLeft);
  }

  /// The closest form of a whole text.
  String ofAll(String text) {
    StringBuilder result = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      int end = Marks.clusterEnd(text, from);
      result.append(of(text, from, end));
      from = end;
    }
    return result.toString();
  }

  /// The closest form of one character with its marks; the same again when there is none.
  String of(String text, int from, int end) {
    String cluster = text.substring(from, end);
    if (Gsm0338.fits(cluster)) {
      return cluster;
    }
    String composed = composed(cluster.substring(0, Math.min(cluster.length(), CLUSTER_UNITS_MAX)));
    int base = composed.codePointAt(0);
    String form = ofOne(base);
    if (form == null) {
      return cluster;
    }
    return from > 0 ? separator(text.codePointBefore(from), base) + form : form;
  }

  private @Nullable String ofOne(int codePoint) {
    if (Gsm0338.width(codePoint) > 0) {
      return Character.toString(codePoint);
    }
    String listed = ClosestTable.of(codePoint, greekCapitals);
    if (listed != null) {
      return listed;
    }
    if (Marks.attaches(codePoint)) {
      return "";
    }
    if (isEastAsian(codePoint)) {
      return null;
    }
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR -> " ";
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "\n";
      case Character.CONTROL -> "";
      case Character.FORMAT -> isDirectional(codePoint) && !rightToLeft ? "" : null;
      case Character.SURROGATE -> null;
      default -> ofDecomposed(codePoint);
    };
  }

  private @Nullable String ofDecomposed(int codePoint) {
    String whole = Character.toString(codePoint);
    String pieces = Normalizer.normalize(whole, Normalizer.Form.NFKD);
    if (pieces.equals(whole)) {
      return null;
    }
    StringBuilder result = new StringBuilder(pieces.length());
    int from = 0;
    while (from < pieces.length()) {
      int end = Marks.clusterEnd(pieces, from);
      String piece = ofPiece(pieces.substring(from, end));
      if (piece == null) {
        return null;
      }
      result.append(piece);
      from = end;
    }
    return result.toString();
  }

  /// A decomposed letter: with its first mark if GSM has that (ǟ becomes ä), else without any. A
  /// mark that stands on a space is a character of its own, and a stroke through a sign negates it.
  private @Nullable String ofPiece(String piece) {
    int base = piece.codePointAt(0);
    int baseEnd = Character.charCount(base);
    if (baseEnd == piece.length()) {
      return ofOne(base);
    }
    if (base == ' ' || piece.indexOf(SOLIDUS_OVERLAY) >= 0) {
      return null;
    }
    int markEnd = baseEnd + Character.charCount(piece.codePointAt(baseEnd));
    String marked = composed(piece.substring(0, markEnd));
    return Gsm0338.fits(marked) ? marked : ofOne(base);
  }

  /// Digits that grow together change an amount: 10² must not become 102, nor 1½ become 11/2.
  private static String separator(int before, int codePoint) {
    if (!Character.isDigit(before) || Character.getType(codePoint) != Character.OTHER_NUMBER) {
      return "";
    }
    return ClosestTable.isSuperscript(codePoint) ? "^" : " ";
  }

  private static String composed(String cluster) {
    return Normalizer.normalize(cluster, Normalizer.Form.NFC);
  }

  private static boolean isDirectional(int codePoint) {
    return codePoint == 0x061C
        || Marks.isWithin(codePoint, 0x200E, 0x200F)
        || Marks.isWithin(codePoint, 0x202A, 0x202E)
        || Marks.isWithin(codePoint, 0x2066, 0x2069);
  }

  /// Chinese, Japanese, Korean and Yi blocks with their own punctuation, spaces and wide forms.
  private static boolean isEastAsian(int codePoint) {
    return Marks.isWithin(codePoint, 0x2E80, 0xA4CF)
        || Marks.isWithin(codePoint, 0xAC00, 0xD7FF)
        || Marks.isWithin(codePoint, 0xF900, 0xFAFF)
        || Marks.isWithin(codePoint, 0xFE30, 0xFE4F)
        || Marks.isWithin(codePoint, 0xFF00, 0xFFEF);
  }
}
