package io.waybill.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosestFormTest {
  /// The only pairs that the original service documents (contract 3.9).
  @Test
  void theDocumentedPairsAreKept() {
    Replacement full = Replacer.replace("„Citroën“", Autoconvert.FULL, Map.of());
    assertThat(full.text()).isEqualTo("\"Citroen\"");
    assertThat(full.changes())
        .containsExactly(
            new Change(0, "\u201E", "\""),
            new Change(6, "\u00EB", "e"),
            new Change(8, "\u201C", "\""));
  }

  @Test
  void everythingThatGsmHasStays() {
    StringBuilder all = new StringBuilder();
    for (int cp = 0; cp < 0xFFFF; cp++) {
      if (Gsm0338.width(cp) > 0) {
        all.appendCodePoint(cp);
      }
    }
    assertThat(Replacer.replace(all.toString(), Autoconvert.FULL, Map.of()).changes()).isEmpty();
    assertThat(full("äöüñéèàìòùÅåØøÆæßÇÉÑÖÄÜ")).isEqualTo("äöüñéèàìòùÅåØøÆæßÇÉÑÖÄÜ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0001',
      value = {
        "“a” „b‟ «c» ″|\"a\" \"b\" \"c\" \"",
        "‘a’ ‚b‛ ‹c› ′ ´ `|'a' 'b' 'c' ' ' '",
        "a‐b\u2011c‒d–e—f―g−h|a-b-c-d-e-f-g-h",
        "wait… ‥ a·b|wait... .. a.b",
        "a\u00A0b\u2003c\u2009d\u202Fe\u205Ff\tg|a b c d e f g",
        "• one ‣ two|* one * two",
        "ﬁne ﬂag oﬀ oﬃce waﬄe ĳs|fine flag off office waffle ijs",
        "co\u00ADop a\u200Bb \uFEFFc\u2060d a\u200Db \u200Ee|coop ab cd ab e",
        "A™ © 2026 B® №5 ℠|ATM (C) 2026 B(R) No5 SM",
        "20 °C ±1 2×3 ≤4 ≥5 ≠6 →7|20 degC +/-1 2x3 <=4 >=5 !=6 ->7",
        "₹5 ₺6 5¢|INR5 TRY6 5c",
        "½ 1½ m² 10² ③ H₂O|1/2 1 1/2 m2 10^2 3 H2O",
        "𝐅𝐚𝐧𝐜𝐲 𝟏𝟐|Fancy 12",
      })
  void europeanTypographyBecomesPlain(String text, String plain) {
    assertThat(full(text)).isEqualTo(plain);
    assertThat(Gsm0338.fits(full(text))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Zażółć gęślą jaźń ŁÓDŹ,Zazolc gesla jazn LODZ",
    "Příliš žluťoučký kůň ĎÁBEL,Prilis zlutoucky kun DABEL",
    "ŞIĞ ışık İzmir çöp ÇÖP,SIG isik Izmir cöp ÇÖP",
    "știință țară Ăâî ş ţ,stiinta tara Aai s t",
    "āčēģīķļņšūž ąęėįųū ŠŽ,acegiklnsuz aeeiuu SZ",
    "õ Õ tšau žürii,o O tsau zürii",
    "Þórður ðe þú Æði,Thordur de thu Ædi",
    "árvíztűrő ŐŰ,arvizturo OU",
    "œuvre Œ façade naïve,oeuvre OE facade naive",
    "đak Đ ŧ ħ Ħ ŋ ĸ ə Ə ẞ,dak D t h H n k e E SS",
    "Việt Nam ế ữ đồng,Viet Nam e u dong",
    "ɓ ɗ ƙ ɛ ɔ ƒ,b d k e o f",
    "ǟ ǻ ǿ ǽ ǘ ñ̄,ä å ø æ ü ñ",
    "Å Ω,Å Ω"
  })
  void lettersLoseOnlyTheAccentsThatGsmLacks(String text, String plain) {
    assertThat(full(text)).isEqualTo(plain);
  }

  @Test
  void aCombiningAccentJoinsItsLetterFirst() {
    assertThat(full("cafe\u0301 u\u0308 a\u030A n\u0303")).isEqualTo("café ü å ñ");
    assertThat(full("s\u030C x\u0302 a\u0331\u0308 o\u0328")).isEqualTo("s x ä o");
    assertThat(Replacer.replace("e\u0301", Autoconvert.FULL, Map.of()).changes())
        .containsExactly(new Change(0, "e\u0301", "é"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Привет ёй \u0438\u0306",
        "Καλημέρα σας μ",
        "中文，ＡＢＣ\u3000。が か\u3099 한국어 ㎏ \uF9D0",
        "שלום\u200F עולם",
        "سلام می\u200Cروم",
        "हिन्दी क़ ไทย",
        "😀 👍🏽 👩\u200D👧 ❤\uFE0F 🏴\uDB40\uDC67\uDB40\uDC7F",
        "\uD83D \uDE00\uD83D",
        "≮ √ ∞ ≯ ♥"
      })
  void whatHasNoCloseFormStays(String text) {
    Replacement full = Replacer.replace(text, Autoconvert.FULL, Map.of());
    assertThat(full.text()).isEqualTo(text);
    assertThat(full.changes()).isEmpty();
  }

  @Test
  void theRestOfSuchATextIsStillReplaced() {
    assertThat(full("„Привет“ – š")).isEqualTo("\"Привет\" - s");
  }

  @Test
  void greekCapitalsBecomeTheirLatinTwinsOnlyIfThatCanHelp() {
    assertThat(full("ΚΑΛΗΜΕΡΑ ΆΝΝΑ ΟΔΟΣ")).isEqualTo("KAΛHMEPA ANNA OΔOΣ");
    assertThat(full("Καλημέρα ΑΒ")).isEqualTo("Καλημέρα ΑΒ");
  }

  @Test
  void selectorsAndKeycapsGoWithTheirCharacter() {
    assertThat(full("™\uFE0F 1\uFE0F\u20E3 a\uFE0F")).isEqualTo("TM 1 a");
  }

  @Test
  void everyKindOfLineBreakBecomesALineFeed() {
    assertThat(full("a\u2028b\u2029c\u0085d\u000Be\r\nf")).isEqualTo("a\nb\nc\nd\ne\r\nf");
    assertThat(full("a\u0000b\u0007c")).isEqualTo("abc");
  }

  @Test
  void positionsCountInTheTextAsGiven() {
    assertThat(Replacer.replace("…😀…ł", Autoconvert.FULL, Map.of()).changes())
        .containsExactly(
            new Change(0, "…", "..."), new Change(3, "…", "..."), new Change(4, "ł", "l"));
  }

  @Test
  void anAvalancheOfAccentsIsClearedInLinearTime() {
    String avalanche = "e" + "\u0301\u0316\u0334".repeat(100_000);
    assertThat(full(avalanche)).hasSize(1);
    assertThat(full("ж" + "\u0301\u0316".repeat(100_000))).hasSize(200_001);
  }

  @Test
  void everyCodePointStaysOrFits() {
    for (int cp = 0; cp < 0x20000; cp++) {
      String text = "a " + Character.toString(cp);
      String once = full(text);
      assertThat(once.equals(text) || Gsm0338.fits(once)).as("U+%X: %s", cp, once).isTrue();
    }
  }

  @Test
  void changesAppliedToTheGivenTextGiveTheNewOne() {
    for (long seed = 1; seed <= 2_000; seed++) {
      String text = randomText(new SplittableRandom(seed));
      Replacement full = Replacer.replace(text, Autoconvert.FULL, Map.of("a", "\u2014", "bc", "x"));
      StringBuilder patched = new StringBuilder();
      int from = 0;
      for (Change change : full.changes()) {
        assertThat(text.startsWith(change.from(), change.position())).as("seed %d", seed).isTrue();
        patched.append(text, from, change.position()).append(change.to());
        from = change.position() + change.from().length();
      }
      patched.append(text, from, text.length());
      assertThat(patched.toString()).as("seed %d", seed).isEqualTo(full.text());
      assertThat(full(full.text())).as("seed %d, twice", seed).isEqualTo(full.text());
    }
  }

  private static String randomText(SplittableRandom random) {
    int[] bounds = {0x80, 0x250, 0x700, 0x2200, 0x10000, 0x20000};
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(60);
    for (int i = 0; i < length; i++) {
      int codePoint = random.nextInt(bounds[random.nextInt(bounds.length)]);
      text.appendCodePoint(random.nextInt(5) == 0 ? 0x300 + random.nextInt(0x70) : codePoint);
    }
    return text.toString();
  }

  private static String full(String text) {
    return Replacer.replace(text, Autoconvert.FULL, Map.of()).text();
  }
}
