package io.waybill.text;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitterTest {
  @ParameterizedTest
  @CsvSource({
    "a,0,1", "a,1,1", "a,160,1", "a,161,2", "a,306,2", "a,307,3", "a,459,3", "a,460,4", "€,80,1",
    "€,81,2", "€,152,2", "€,153,3", "€,228,3", "€,229,4"
  })
  void aGsmTextFills160SeptetsOr153PerPart(String letter, int times, int parts) {
    String text = letter.repeat(times);
    int units = times * (letter.equals("€") ? 2 : 1);
    assertThat(Splitter.count(text)).isEqualTo(new Count(Alphabet.GSM7, units, parts));
    assertThat(Splitter.split(text, 1).parts()).hasSize(parts);
  }

  @ParameterizedTest
  @CsvSource({
    "ж,1,1", "ж,70,1", "ж,71,2", "ж,134,2", "ж,135,3", "ж,201,3", "ж,202,4", "😀,35,1", "😀,36,2",
    "😀,66,2", "😀,67,3"
  })
  void anyOtherTextFills70UnitsOr67PerPart(String letter, int times, int parts) {
    String text = letter.repeat(times);
    assertThat(Splitter.count(text)).isEqualTo(new Count(Alphabet.UCS2, text.length(), parts));
    assertThat(Splitter.split(text, 1).parts()).hasSize(parts);
  }

  @Test
  void aShortTextHasNoHeader() {
    Encoded encoded = Splitter.split("Hi €", 7);
    assertThat(encoded.alphabet()).isEqualTo(Alphabet.GSM7);
    assertThat(encoded.units()).isEqualTo(5);
    assertThat(encoded.parts()).containsExactly(new Part(new byte[0], octets("4869201b65")));
    assertThat(encoded.parts().getFirst().hasUdh()).isFalse();
  }

  @Test
  void ucs2HasTheHighOctetFirst() {
    assertThat(Splitter.split("Ж😀", 7))
        .isEqualTo(
            new Encoded(Alphabet.UCS2, 3, List.of(new Part(new byte[0], octets("0416d83dde00")))));
  }

  @Test
  void everyPartOfALongTextTellsReferenceTotalAndIndex() {
    Encoded encoded = Splitter.split("a".repeat(400), 0x1FE);
    assertThat(encoded.units()).isEqualTo(400);
    assertThat(encoded.parts())
        .extracting(part -> HexFormat.of().formatHex(part.udh()))
        .containsExactly("050003fe0301", "050003fe0302", "050003fe0303");
    assertThat(encoded.parts())
        .extracting(part -> part.body().length)
        .containsExactly(153, 153, 94);
    assertThat(encoded.parts()).allMatch(Part::hasUdh);
  }

  @Test
  void anEscapePairIsNeverSplit() {
    Encoded encoded = Splitter.split("a".repeat(152) + "€" + "b".repeat(10), 0);
    assertThat(encoded.parts()).extracting(part -> part.body().length).containsExactly(152, 12);
    assertThat(encoded.parts().get(1).body()).startsWith(0x1B, 0x65, 'b');
  }

  @Test
  void anEscapePairThatEndsAPartStaysInIt() {
    Encoded encoded = Splitter.split("a".repeat(151) + "€" + "b".repeat(10), 0);
    assertThat(encoded.parts()).extracting(part -> part.body().length).containsExactly(153, 10);
    assertThat(encoded.parts().get(0).body()).endsWith('a', 0x1B, 0x65);
  }

  @Test
  void protectedEscapePairsMayCostOnePartMore() {
    String text = ("a".repeat(152) + "€").repeat(2);
    assertThat(Splitter.count(text)).isEqualTo(new Count(Alphabet.GSM7, 308, 3));
    assertThat(Splitter.count("a€".repeat(102))).isEqualTo(new Count(Alphabet.GSM7, 306, 2));
    assertThat(Splitter.count("€" + "a".repeat(150) + "€".repeat(77)).parts()).isEqualTo(3);
  }

  @Test
  void aSurrogatePairIsNeverSplit() {
    Encoded encoded = Splitter.split("ж".repeat(66) + "😀" + "ж".repeat(10), 0);
    assertThat(encoded.parts()).extracting(part -> part.body().length).containsExactly(132, 24);
    assertThat(new String(encoded.parts().get(1).body(), UTF_16BE)).startsWith("😀ж");
  }

  @Test
  void aLoneSurrogateIsAUnitLikeAnyOther() {
    assertThat(Splitter.count("\uDE00".repeat(71))).isEqualTo(new Count(Alphabet.UCS2, 71, 2));
    Encoded encoded = Splitter.split("\uD83D".repeat(67) + "ж" + "\uDE00".repeat(4), 0);
    assertThat(encoded.parts()).extracting(part -> part.body().length).containsExactly(134, 10);
    assertThat(encoded.parts().get(1).body()).startsWith(0x04, 0x36, 0xDE, 0x00);
  }

  @Test
  void moreThan255PartsAreRefusedButCounted() {
    assertThat(Splitter.split("a".repeat(255 * 153), 0).parts()).hasSize(255);
    String tooLong = "a".repeat(255 * 153 + 1);
    assertThat(Splitter.count(tooLong).parts()).isEqualTo(256);
    assertThatThrownBy(() -> Splitter.split(tooLong, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256");
  }

  @ParameterizedTest
  @CsvSource({
    "0,160,70",
    "1,158,69",
    "6,153,67",
    "7,152,66",
    "8,150,66",
    "12,146,64",
    "139,1,0",
    "140,0,0"
  })
  void aTextBesideTheCustomersHeaderMustFitOnePart(int udhOctets, int septets, int units) {
    byte[] udh = new byte[udhOctets];
    Encoded gsm = Splitter.single(udh, "a".repeat(septets)).orElseThrow();
    assertThat(gsm.parts()).containsExactly(new Part(udh, octets("61".repeat(septets))));
    assertThat(gsm.units()).isEqualTo(septets);
    assertThat(Splitter.single(udh, "a".repeat(septets + 1))).isEmpty();
    if (units > 0) {
      Encoded ucs2 = Splitter.single(udh, "ж".repeat(units)).orElseThrow();
      assertThat(ucs2.alphabet()).isEqualTo(Alphabet.UCS2);
      assertThat(ucs2.units()).isEqualTo(units);
    }
    assertThat(Splitter.single(udh, "ж".repeat(units + 1))).isEmpty();
  }

  @Test
  void aHeaderLongerThanAShortMessageNeverFits() {
    assertThat(Splitter.single(new byte[141], "")).isEmpty();
    assertThat(Splitter.single(new byte[1000], "ж")).isEmpty();
  }

  @Test
  void thePartsOfALongTextGiveTheTextAgain() {
    String gsm = "Tere, maailm! {1} ~ 5€\n".repeat(40);
    assertThat(
            Splitter.split(gsm, 3).parts().stream()
                .map(part -> Gsm0338.decode(part.body()))
                .collect(Collectors.joining()))
        .isEqualTo(gsm);
    String ucs2 = "Привет 😀 мир ".repeat(40);
    assertThat(
            Splitter.split(ucs2, 3).parts().stream()
                .map(part -> new String(part.body(), UTF_16BE))
                .collect(Collectors.joining()))
        .isEqualTo(ucs2);
  }

  @Test
  void aPartKeepsItsOwnOctetsAndShowsNoneOfThem() {
    byte[] udh = octets("0500031e0201");
    byte[] body = octets("6869");
    Part part = new Part(udh, body);
    udh[3] = 0;
    body[0] = 0;
    part.body()[1] = 0;
    part.udh()[1] = 9;
    assertThat(part.octets()).isEqualTo(octets("0500031e02016869"));
    assertThat(part).isEqualTo(new Part(octets("0500031e0201"), octets("6869")));
    assertThat(part).hasSameHashCodeAs(new Part(octets("0500031e0201"), octets("6869")));
    assertThat(part).isNotEqualTo(new Part(octets("0500031e0202"), octets("6869")));
    assertThat(part).isNotEqualTo(new Part(octets("0500031e0201"), octets("6868")));
    assertThat(part).hasToString("Part[udh 6 octets, body 2 octets]");
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
