package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostFormTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0177.0.0.1",
        "127.000.000.001",
        "0x7f.0.0.1",
        "2130706433",
        "0x7f000001",
        "017700000001",
        "127.1",
        "127.0.1",
        "1.2.3.4.5",
        "256.0.0.1",
        "127.0.0.1.",
        "example.0x7f",
        "a.1",
        "0x"
      })
  void aNumberThatProgramsReadDifferentlyIsRefused(String host) {
    assertThat(HostForm.fault(host)).get().asString().contains("without leading zeros");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "8.8.8.8",
        "example.com",
        "1e100.net",
        "0.example",
        "[::1]",
        "a1",
        "x0x"
      })
  void whatMeansTheSameToEverybodyIsTaken(String host) {
    assertThat(HostForm.fault(host)).isEmpty();
  }
}
