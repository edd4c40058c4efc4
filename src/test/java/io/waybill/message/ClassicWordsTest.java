package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of design 4's column for the classic API. */
class ClassicWordsTest {
  @ParameterizedTest
  @CsvSource({
    "SENT, SENT, ACCEPTD, 8",
    "ACCEPTED, SENT, ACCEPTD, 4",
    "UNCLEAR, SENT, UNKNOWN, 8",
    "DELIVERED, DELIVERED, DELIVRD, 1",
    "READ, DELIVERED, DELIVRD, 1",
    "UNDELIVERED, FAILED, UNDELIV, 2",
    "FAILED, FAILED, FAILED, 2",
    "REJECTED, FAILED, REJECTD, 16",
    "REFUSED, FAILED, NACK, 16",
    "EXPIRED, FAILED, EXPIRED, 2",
    "CANCELLED, FAILED, DELETED, 2",
    "UNKNOWN, FAILED, UNKNOWN, 2"
  })
  void eachStateHasItsWords(State state, ClassicWords.Word status, String stat, int mask) {
    assertThat(ClassicWords.of(state)).isEqualTo(new ClassicWords(status, stat, mask));
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"PLANNED", "SCHEDULED", "QUEUED", "SUBMITTING", "UNUSED"})
  void beforeTheOperatorHasItThereIsNoWord(State state) {
    assertThat(ClassicWords.of(state)).isNull();
  }

  @ParameterizedTest
  @EnumSource(State.class)
  void thereAreWordsWhereverTheContractHasAStatus(State state) {
    assertThat(ClassicWords.of(state) == null).isEqualTo(state.status() == null);
  }

  @ParameterizedTest
  @CsvSource({"0, 000", "1, 001", "8, 008", "9, 999", "10, 000", "999, 999"})
  void anErrHasThreeDigits(int err, String written) {
    assertThat(ClassicWords.err(err)).isEqualTo(written);
  }

  @Test
  void aReportKnowsTheStateBehindIt() {
    for (State state : State.values()) {
      Status status = state.status();
      if (status != null) {
        var report = new Entry.Report(1, status, 0, Samples.NOW, state.isFinal());
        assertThat(report.state()).isEqualTo(state);
      }
    }
  }
}
