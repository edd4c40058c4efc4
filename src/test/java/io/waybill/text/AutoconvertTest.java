package io.waybill.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoconvertTest {
  @ParameterizedTest
  @CsvSource({
    "on,ON",
    "full,FULL",
    "off,OFF",
    "true,ON",
    "false,OFF",
    "ON,ON",
    "Full,FULL",
    "OFF,OFF",
    "True,ON",
    "FALSE,OFF"
  })
  void theWordsOfAllClientsAreUnderstood(String word, Autoconvert mode) {
    assertThat(Autoconvert.of(word)).contains(mode);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " on", "yes", "none", "0"})
  void anyOtherWordIsNone(String word) {
    assertThat(Autoconvert.of(word)).isEmpty();
  }

  @Test
  void everyModeIsReadFromItsOwnName() {
    for (Autoconvert mode : Autoconvert.values()) {
      assertThat(Autoconvert.of(mode.name())).contains(mode);
    }
  }
}
