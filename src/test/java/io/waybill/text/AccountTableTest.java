package io.waybill.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountTableTest {
  @Test
  void withoutATableOnChangesNothing() {
    String text = "„Tere“ ë – é e\u0301 😀 \uD83D";
    assertThat(Replacer.replace(text, Autoconvert.ON, Map.of()))
        .isEqualTo(new Replacement(text, List.of()));
  }

  @Test
  void offIgnoresTheTable() {
    Replacement off = Replacer.replace("ë „x“", Autoconvert.OFF, Map.of("ë", "e"));
    assertThat(off.text()).isEqualTo("ë „x“");
    assertThat(off.changes()).isEmpty();
  }

  @Test
  void aCharacterIsReplacedWhereverItStands() {
    Replacement on = Replacer.replace("Noël, ë!", Autoconvert.ON, Map.of("ë", "e", "!", "."));
    assertThat(on.text()).isEqualTo("Noel, e.");
    assertThat(on.changes())
        .containsExactly(new Change(2, "ë", "e"), new Change(6, "ë", "e"), new Change(7, "!", "."));
  }

  @Test
  void aWordIsReplacedOnlyAsAWhole() {
    Map<String, String> table = Map.of("cat", "dog");
    assertThat(on("cat, cats concat cat2 2cat (cat) écat cat", table))
        .isEqualTo("dog, cats concat cat2 2cat (dog) écat dog");
  }

  @Test
  void thereIsABoundaryBetweenAWordAndASignInTheKeyItself() {
    assertThat(on("a->b C++ C++11 -> x", Map.of("->", "to", "C++", "Cpp")))
        .isEqualTo("atob Cpp Cpp11 to x");
  }

  @Test
  void aPhraseMayHoldSpaces() {
    assertThat(on("see you later", Map.of("see you", "cu"))).isEqualTo("cu later");
  }

  @Test
  void theLongestMatchGoesFirstAndAShorterOneStepsIn() {
    Map<String, String> table = Map.of("a", "1", "ab", "2", "abc", "3");
    assertThat(on("abc ab a abcd abd", table)).isEqualTo("3 2 1 1bcd 1bd");
  }

  @Test
  void whatTheTablePutInIsNotReplacedAgain() {
    assertThat(on("ab", Map.of("a", "b", "b", "a"))).isEqualTo("ba");
  }

  @Test
  void anEmptyValueRemovesAndAnEmptyKeyMatchesNothing() {
    assertThat(on("a\u200Bb", Map.of("\u200B", "", "", "x"))).isEqualTo("ab");
  }

  @Test
  void keysAreExact() {
    assertThat(on("Cat CAT cat", Map.of("cat", "dog"))).isEqualTo("Cat CAT dog");
  }

  @Test
  void aLetterIsNotTornFromItsAccentNorOneHalfOfAPairFromTheOther() {
    assertThat(on("e\u0301e", Map.of("e", "i"))).isEqualTo("e\u0301i");
    assertThat(on("😀", Map.of("\uD83D", "x", "\uDE00", "y"))).isEqualTo("😀");
    assertThat(on("-😀", Map.of("-\uD83D", "x"))).isEqualTo("-😀");
  }

  @Test
  void aKeyMayBeALetterWithACombiningAccentOrAnEmoji() {
    assertThat(on("xo\u0303x", Map.of("o\u0303", "o"))).isEqualTo("xox");
    assertThat(on("I❤you I❤\uFE0Fyou 😀", Map.of("❤", "<3", "😀", ":)")))
        .isEqualTo("I<3you I<3you :)");
  }

  @Test
  void fullAppliesTheTableFirstAndThenTheClosestForms() {
    Replacement full = Replacer.replace("5 „õ“ ł", Autoconvert.FULL, Map.of("õ", "ö", "ł", "„w“"));
    assertThat(full.text()).isEqualTo("5 \"ö\" \"w\"");
    assertThat(full.changes())
        .containsExactly(
            new Change(2, "„", "\""),
            new Change(3, "õ", "ö"),
            new Change(4, "“", "\""),
            new Change(6, "ł", "\"w\""));
  }

  @Test
  void aRowThatChangesNothingIsNoChange() {
    assertThat(Replacer.replace("aba", Autoconvert.FULL, Map.of("a", "a")).changes()).isEmpty();
  }

  private static String on(String text, Map<String, String> table) {
    return Replacer.replace(text, Autoconvert.ON, table).text();
  }
}
