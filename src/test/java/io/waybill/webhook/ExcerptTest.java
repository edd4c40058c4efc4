package io.waybill.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
  @Test
  void whatDoesNotShowBecomesAnEscape() {
    assertThat(shown("plain words")).isEqualTo("plain words");
    assertThat(shown("\0\33[31m")).isEqualTo("\\u0000\\u001b[31m");
    assertThat(shown("a" + (char) 0x202e + "b")).isEqualTo("a\\u202eb");
    assertThat(shown("Söök ž €")).isEqualTo("Söök ž €");
    assertThat(shown("a\r\nb")).isEqualTo("a\\u000d\\u000ab");
  }

  private static String shown(String answer) {
    return Excerpt.of(answer.getBytes(UTF_8));
  }

  @Test
  void onlyTheBeginningIsKeptAndHalfACharacterDoesNoHarm() {
    String long300 = "ä".repeat(300);
    assertThat(Excerpt.of(long300.getBytes(UTF_8))).isEqualTo("ä".repeat(128));
    assertThat(Excerpt.of(("a" + long300).getBytes(UTF_8))).endsWith("ä\ufffd");
    assertThat(Excerpt.of(new byte[] {(byte) 0xff, 'x'})).isEqualTo("\ufffdx");
  }
}
