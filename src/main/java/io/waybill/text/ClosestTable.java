package io.waybill.text;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Closest GSM 03.38 forms that no Unicode decomposition gives.
final class ClosestTable {
  private static final Map<Integer, String> LISTED = new HashMap<>();
  private static final Map<Integer, String> GREEK_CAPITALS = new HashMap<>();
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  static {
    quotesAndDashes();
    signs();
    currencies();
    letters();
    removed();
    eachOf(GREEK_CAPITALS, "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX");
  }

  private ClosestTable() {}

  /// The listed form, empty if the character is to go, or null if it is not listed.
  static @Nullable String of(int codePoint, boolean greekCapitals) {
    String listed = LISTED.get(codePoint);
    return listed == null && greekCapitals ? GREEK_CAPITALS.get(codePoint) : listed;
  }

  static boolean isSuperscript(int codePoint) {
    return SUPERSCRIPTS.indexOf(codePoint) >= 0;
  }

  private static void quotesAndDashes() {
    all("“”„‟«»″‶˝¨❝❞", "\"");
    all("‘’‚‛‹›′‵`´ʹʻʼʽˈˊˋ❛❜", "'");
    all("\u2010\u2011\u2012–—―⁃−¯ˉ‾➖", "-");
    all("…", "...");
    all("‥", "..");
    all("·∙⋅․", ".");
    all("•‣◦▪▫●○■□◆◇★☆∗", "*");
    all("‗", "_");
    all("¸", ",");
    all("¦‖∣", "|");
    all("⁄∕", "/");
    all("∖", "\\");
    all("ˆ", "^");
    all("˜∼≈", "~");
    all("⟨", "<");
    all("⟩", ">");
  }

  private static void signs() {
    all("™", "TM");
    all("℠", "SM");
    all("©", "(C)");
    all("®", "(R)");
    all("℗", "(P)");
    all("°", "deg");
    all("µ", "u");
    all("×✕✖", "x");
    all("÷", "/");
    all("±", "+/-");
    all("≤", "<=");
    all("≥", ">=");
    all("≠", "!=");
    all("→⇒➔➜", "->");
    all("←⇐", "<-");
    all("↔⇔", "<->");
    all("†", "+");
    all("\t", " ");
    all("\u000B\u0085", "\n"); // vertical tab, next line
  }

  /// GSM has only € £ $ ¥ and ¤, so the others become their ISO 4217 codes.
  private static void currencies() {
    all("¢", "c");
    all("₤", "£");
    all("₹", "INR");
    all("₺", "TRY");
    all("₽", "RUB");
    all("₴", "UAH");
    all("₪", "ILS");
    all("₩", "KRW");
    all("₫", "VND");
    all("₱", "PHP");
    all("₦", "NGN");
    all("₡", "CRC");
    all("₵", "GHS");
    all("₸", "KZT");
    all("₾", "GEL");
    all("₼", "AZN");
    all("฿", "THB");
  }

  /// Latin letters whose stroke, hook or joint is part of the letter, so that Unicode does not
  /// decompose them.
  private static void letters() {
    eachOf(LISTED, "łŁđĐðÐħĦŧŦıĸŋŊəƏ", "lLdDdDhHtTiknNeE");
    eachOf(LISTED, "ƀɓƁƈƇɖƉɗƊǝƎɛƐƒƑɠƓɣƔɨƗƙƘƚȽ", "bbBcCdDdDeEeEfFgGgGiIkKlL");
    eachOf(LISTED, "ɲƝƞȠɔƆɵƟƥƤɍɌʈƮƭƬʉɄʋƲƴƳƶƵʒƷȷɉɈ", "nNnNoOoOpPrRtTtTuUvVyYzZzZjjJ");
    eachOf(LISTED, "ǥǤɫɬɩƖɪʏȿɀȼȻɇɆɏɎⱥȺⱦȾƃƂƌƋ", "gGlliIiyszcCeEyYaAtTbBdD");
    all("œ", "oe");
    all("Œ", "OE");
    all("þ", "th");
    all("Þ", "Th");
    all("ẞ", "SS");
    all("ƕ", "hv");
    all("ȣ", "ou");
    all("Ȣ", "OU");
  }

  /// Invisible: soft hyphen, zero width space and no-break space, word joiner and its kin.
  private static void removed() {
    all("\u00AD\u180E\u200B\u2060\u2061\u2062\u2063\u2064\uFEFF", "");
  }

  private static void all(String characters, String form) {
    characters.codePoints().forEach(codePoint -> put(LISTED, codePoint, form));
  }

  private static void eachOf(Map<Integer, String> table, String characters, String forms) {
    if (characters.length() != forms.length()) {
      throw new IllegalStateException("not one form for each of " + characters);
    }
    for (int i = 0; i < forms.length(); i++) {
      put(table, characters.charAt(i), forms.substring(i, i + 1));
    }
  }

  private static void put(Map<Integer, String> table, int codePoint, String form) {
    if (table.put(codePoint, form) != null) {
      throw new IllegalStateException("listed twice: U+" + Integer.toHexString(codePoint));
    }
  }
}
