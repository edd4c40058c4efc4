package io.waybill.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gsm0338Test {
  /// Columns of the table in 3GPP TS 23.038 section 6.2.1: hex code, hex code point.
  @ParameterizedTest
  @CsvSource({
    "00,40", "01,A3", "02,24", "03,A5", "04,E8", "05,E9", "06,F9", "07,EC", "08,F2", "09,C7",
    "0A,0A", "0B,D8", "0C,F8", "0D,0D", "0E,C5", "0F,E5", "10,394", "11,5F", "12,3A6", "13,393",
    "14,39B", "15,3A9", "16,3A0", "17,3A8", "18,3A3", "19,398", "1A,39E", "1C,C6", "1D,E6", "1E,DF",
    "1F,C9", "20,20", "24,A4", "30,30", "3F,3F", "40,A1", "41,41", "5A,5A", "5B,C4", "5C,D6",
    "5D,D1", "5E,DC", "5F,A7", "60,BF", "61,61", "7A,7A", "7B,E4", "7C,F6", "7D,F1", "7E,FC",
    "7F,E0"
  })
  void basicCharactersHaveTheCodesOfTheStandard(String code, String codePoint) {
    String text = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(hex(Gsm0338.encode(text))).isEqualTo(code);
    assertThat(Gsm0338.decode(octets(code))).isEqualTo(text);
    assertThat(Gsm0338.isBasic(text.codePointAt(0))).isTrue();
    assertThat(Gsm0338.isExtension(text.codePointAt(0))).isFalse();
  }

  /// The table in 3GPP TS 23.038 section 6.2.1.1.
  @ParameterizedTest
  @CsvSource({
    "1B0A,0C",
    "1B14,5E",
    "1B28,7B",
    "1B29,7D",
    "1B2F,5C",
    "1B3C,5B",
    "1B3D,7E",
    "1B3E,5D",
    "1B40,7C",
    "1B65,20AC"
  })
  void extensionCharactersTakeAnEscapeAndASecondSeptet(String codes, String codePoint) {
    String text = Character.toString(Integer.parseInt(codePoint, 16));
    assertThat(hex(Gsm0338.encode(text))).isEqualTo(codes);
    assertThat(Gsm0338.decode(octets(codes))).isEqualTo(text);
    assertThat(Gsm0338.septets(text)).isEqualTo(2);
    assertThat(Gsm0338.isBasic(text.codePointAt(0))).isFalse();
    assertThat(Gsm0338.isExtension(text.codePointAt(0))).isTrue();
  }

  @Test
  void thereAre128BasicAndTenExtensionCharacters() {
    int basic = 0;
    int extension = 0;
    for (int cp = -1; cp <= Character.MAX_CODE_POINT + 1; cp++) {
      basic += Gsm0338.isBasic(cp) ? 1 : 0;
      extension += Gsm0338.isExtension(cp) ? 1 : 0;
    }
    assertThat(basic).isEqualTo(128);
    assertThat(extension).isEqualTo(10);
  }

  @Test
  void everyCharacterThatFitsComesBackFromItsSeptets() {
    StringBuilder all = new StringBuilder();
    for (int cp = 0; cp < 0xFFFF; cp++) {
      if ((Gsm0338.isBasic(cp) || Gsm0338.isExtension(cp)) && cp != 0x1B) {
        all.appendCodePoint(cp);
      }
    }
    assertThat(Gsm0338.septets(all.toString())).isEqualTo(127 + 20);
    assertThat(Gsm0338.decode(Gsm0338.encode(all.toString()))).isEqualTo(all.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ç", "õ", "`", "\t", "°", "š", "ё", "字", "😀", "\uD83D", "\uDE00", "\uFFFF"})
  void aCharacterOutsideBothTablesDoesNotFit(String text) {
    assertThat(Gsm0338.fits("abc" + text)).isFalse();
    assertThat(Gsm0338.septets("abc" + text)).isEqualTo(-1);
    assertThatThrownBy(() -> Gsm0338.encode(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyTextFitsIntoNothing() {
    assertThat(Gsm0338.fits("")).isTrue();
    assertThat(Gsm0338.septets("")).isZero();
    assertThat(Gsm0338.encode("")).isEmpty();
    assertThat(Gsm0338.decode(new byte[0])).isEmpty();
  }

  @Test
  void anEscapeInTheTextCountsAsOneAndCannotTurnTheNextLetterIntoAnother() {
    assertThat(Gsm0338.septets("\u001Be")).isEqualTo(2);
    assertThat(hex(Gsm0338.encode("\u001Be"))).isEqualTo("2065");
  }

  @ParameterizedTest
  @CsvSource({
    "1B41, A", // not in the extension table: the basic character
    "1B1B41, ' A'", // kept for another table: a space
    "411B, 'A '", // nothing after it
    "41FF42, A\uFFFDB", // not septets
    "1B80, \uFFFD",
    "1B0D, '\r'"
  })
  void whatNoTableKnowsIsReadLeniently(String codes, String text) {
    assertThat(Gsm0338.decode(octets(codes))).isEqualTo(text);
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().withUpperCase().formatHex(octets);
  }

  private static byte[] octets(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
