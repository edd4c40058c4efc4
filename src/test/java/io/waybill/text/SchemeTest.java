package io.waybill.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.text.Scheme.Header;
import io.waybill.text.Scheme.Letters;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text becomes for carriers that want it otherwise than usual. */
class SchemeTest {
  @ParameterizedTest
  @CsvSource({
    "a, 160, REF16, 1",
    "a, 161, REF16, 2",
    "a, 304, REF16, 2",
    "a, 305, REF16, 3",
    "a, 306, REF8, 2",
    "a, 306, APART, 2",
    "a, 307, APART, 3",
    "ж, 70, REF16, 1",
    "ж, 71, REF16, 2",
    "ж, 132, REF16, 2",
    "ж, 133, REF16, 3",
    "ж, 134, REF8, 2"
  })
  void theHeaderSaysHowMuchAPartHolds(String letter, int length, Header header, int parts) {
    Scheme scheme = Scheme.USUAL.with(header);
    String text = letter.repeat(length);
    assertThat(Splitter.count(text, scheme).parts()).isEqualTo(parts);
    assertThat(Splitter.split(text, 1, scheme).parts()).hasSize(parts);
  }

  @ParameterizedTest
  @CsvSource({
    "SEPTETS, äΔ€[, GSM7", "LATIN1, äöñ[, GSM7", "LATIN1, a€, UCS2", "LATIN1, aΔ, UCS2",
    "ASCII, '[]{}@$', GSM7", "ASCII, é, UCS2", "ASCII, `, UCS2", "LATIN1, ç, UCS2"
  })
  void whatTheLettersLackOrAPhoneDoesIsUcs2(Letters letters, String text, Alphabet alphabet) {
    assertThat(Splitter.count(text, new Scheme(letters, Header.REF8)).alphabet())
        .isEqualTo(alphabet);
  }

  @Test
  void packedPartsHoldWhatUnpackedOnesDo() {
    String text = "The quick brown fox {jumps} over €5. ".repeat(9);
    for (Header header : new Header[] {Header.REF8, Header.REF16}) {
      Encoded plain = Splitter.split(text, 7, new Scheme(Letters.SEPTETS, header));
      Encoded packed = Splitter.split(text, 7, new Scheme(Letters.PACKED, header));
      assertThat(packed.parts()).hasSameSizeAs(plain.parts());
      for (int i = 0; i < plain.parts().size(); i++) {
        Part part = packed.parts().get(i);
        assertThat(part.octets().length).isLessThanOrEqualTo(140);
        assertThat(unpacked(part)).startsWith(hex(plain.parts().get(i).body()));
      }
    }
  }

  /** Bit by bit, from the header's first one. */
  private static String unpacked(Part part) {
    byte[] octets = part.octets();
    int first = (part.udh().length * 8 + 6) / 7;
    StringBuilder all = new StringBuilder();
    for (int septet = first; septet < octets.length * 8 / 7; septet++) {
      int value = 0;
      for (int bit = 0; bit < 7; bit++) {
        int at = septet * 7 + bit;
        value |= ((octets[at / 8] >> (at % 8)) & 1) << bit;
      }
      all.append("%02x".formatted(value));
    }
    return all.toString();
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  @Test
  void anEscapeInATextIsASpaceInEveryAlphabet() {
    String hex =
        Arrays.stream(Letters.values())
            .filter(l -> l != Letters.PACKED)
            .map(l ->
                hex(
                    Splitter.whole("a\u001Bb", new Scheme(l, Header.REF8))
                        .parts()
                        .getFirst()
                        .body()))
            .distinct()
            .collect(Collectors.joining(" "));
    assertThat(hex).isEqualTo("612062");
  }
}
