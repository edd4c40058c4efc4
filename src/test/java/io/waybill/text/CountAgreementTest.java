package io.waybill.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Counts against a second counter that shares no code with ours: straight from contract 3.10, it
/// lays the text out as one line of cells, notes which cells begin a character, and cuts.
class CountAgreementTest {
  private static final long SEED = 20_260_101L;
  private static final int TEXTS = 1_000_000;
  private static final int LENGTH_MAX = 700;
  private static final int SPLIT_EVERY = 16;

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 \n\r\u001B";
  private static final String SIGNS = "@£$¥_!\"#¤%&'()*+,-./:;<=>?¡§¿";
  private static final String NATIONAL = "èéùìòÇØøÅåÆæßÉÄÖÑÜäöñüàΔΦΓΛΩΠΨΣΘΞ";
  private static final String TWO_CELLS = "\f^{}\\[~]|€";
  private static final String ONE_CELL = LETTERS + SIGNS + NATIONAL;

  /// Characters in no GSM table; halves of pairs among them stand alone or meet by chance.
  private static final String OUTSIDE = "çõ`\tšžłđ„“–…ёЖλ字ا\uD83D\uDE00\uD83D\uDE00\uFFFF\u0000";

  private static final byte[] CELLS = new byte[0x10000];

  static {
    for (int i = 0; i < ONE_CELL.length(); i++) {
      CELLS[ONE_CELL.charAt(i)] = 1;
    }
    for (int i = 0; i < TWO_CELLS.length(); i++) {
      CELLS[TWO_CELLS.charAt(i)] = 2;
    }
  }

  private final boolean[] begins = new boolean[2 * LENGTH_MAX];
  private final char[] letters = new char[LENGTH_MAX];

  @Test
  void theSecondCounterKnowsTheWholeAlphabet() {
    assertThat(ONE_CELL).hasSize(128);
    assertThat(TWO_CELLS).hasSize(10);
  }

  @Test
  void aMillionRandomTextsAreCountedAlikeByTwoCounters() {
    for (int i = 0; i < TEXTS; i++) {
      String text = randomText(new SplittableRandom(SEED + i));
      Count ours = Splitter.count(text);
      Count theirs = secondCount(text);
      if (!ours.equals(theirs)) {
        fail("seed %d: counted %s, second counter %s", SEED + i, ours, theirs);
      }
      if (i % SPLIT_EVERY == 0) {
        compareWithSplit(SEED + i, text, ours);
      }
    }
  }

  private static void compareWithSplit(long seed, String text, Count count) {
    Encoded encoded = Splitter.split(text, (int) seed);
    boolean gsm = encoded.alphabet() == Alphabet.GSM7;
    StringBuilder joined = new StringBuilder();
    for (Part part : encoded.parts()) {
      byte[] body = part.body();
      String words = gsm ? Gsm0338.decode(body) : ByteBuffer.wrap(body).asCharBuffer().toString();
      boolean tooLong = encoded.parts().size() > 1 && body.length > (gsm ? 153 : 134);
      boolean tornPair =
          !joined.isEmpty()
              && !words.isEmpty()
              && Character.isSurrogatePair(joined.charAt(joined.length() - 1), words.charAt(0));
      joined.append(words);
      if (tooLong || tornPair || (gsm && body.length > 0 && body[body.length - 1] == 0x1B)) {
        fail("seed %d: a part of %d octets, or with half a pair", seed, body.length);
      }
    }
    Count built = new Count(encoded.alphabet(), encoded.units(), encoded.parts().size());
    boolean sameText = joined.toString().equals(gsm ? text.replace('\u001B', ' ') : text);
    if (!built.equals(count) || !sameText) {
      fail("seed %d: counted %s, built %s, same text: %s", seed, count, built, sameText);
    }
  }

  private Count secondCount(String text) {
    boolean gsm = isGsm(text);
    int cells = gsm ? layOutSeptets(text) : layOutUnits(text);
    if (cells <= (gsm ? 160 : 70)) {
      return new Count(gsm ? Alphabet.GSM7 : Alphabet.UCS2, cells, 1);
    }
    int parts = 1;
    for (int cut = gsm ? 153 : 67; cut < cells; cut += gsm ? 153 : 67) {
      if (!begins[cut]) {
        cut--;
      }
      parts++;
    }
    return new Count(gsm ? Alphabet.GSM7 : Alphabet.UCS2, cells, parts);
  }

  private static boolean isGsm(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (CELLS[text.charAt(i)] == 0) {
        return false;
      }
    }
    return true;
  }

  private int layOutSeptets(String text) {
    int cells = 0;
    for (int i = 0; i < text.length(); i++) {
      begins[cells++] = true;
      if (CELLS[text.charAt(i)] == 2) {
        begins[cells++] = false;
      }
    }
    return cells;
  }

  private int layOutUnits(String text) {
    int cells = 0;
    while (cells < text.length()) {
      boolean astral = text.codePointAt(cells) > 0xFFFF;
      begins[cells++] = true;
      if (astral) {
        begins[cells++] = false;
      }
    }
    return cells;
  }

  /// A third of the texts only basic letters, a third with extension characters in any density, a
  /// third with characters outside, a quarter of them emoji; sixteen random bits per character. All
  /// lengths come up, shorter ones more often.
  private String randomText(SplittableRandom random) {
    int length = random.nextInt(random.nextInt(LENGTH_MAX + 1) + 1);
    int kind = random.nextInt(3);
    int density = random.nextInt(0x100);
    long bits = 0;
    int at = 0;
    for (int draw = 0; at < length; draw++) {
      bits = draw % 4 == 0 ? random.nextLong() : bits >>> 16;
      int pick = (int) (bits >>> 8 & 0xFF);
      if (kind == 0 || (bits & 0xFF) >= density) {
        letters[at++] = ONE_CELL.charAt(pick & 0x7F);
      } else if (kind == 1) {
        letters[at++] = TWO_CELLS.charAt(pick % TWO_CELLS.length());
      } else if (pick >= 0xC0 && at + 1 < length) {
        letters[at++] = '\uD83D';
        letters[at++] = (char) (0xDC00 + pick);
      } else {
        letters[at++] = OUTSIDE.charAt(pick % OUTSIDE.length());
      }
    }
    return new String(letters, 0, length);
  }
}
