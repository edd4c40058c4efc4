package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.ErrorDictionary.Whose;
import io.waybill.smpp.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every number of the contract (1.4) and of SMPP 3.4 §5.1.3 has a meaning that helps. */
class ErrorDictionaryTest {
  private static final Set<Integer> CONTRACT = Set.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 999);

  @ParameterizedTest
  @CsvSource({
    "0, NOBODY",
    "1, NUMBER",
    "2, NUMBER",
    "3, NUMBER",
    "4, CREDIT",
    "5, NUMBER",
    "6, SENDER",
    "7, SENDER",
    "8, NUMBER",
    "9, US",
    "10, NOBODY",
    "999, OPERATOR"
  })
  void everyNumberOfTheContractHasACauseARemedyAndAnOwner(int err, Whose whose) {
    Meaning meaning = ErrorDictionary.ofErr(err);
    assertThat(meaning.err()).isEqualTo(err);
    assertThat(meaning.cause()).isNotBlank();
    assertThat(meaning.remedy()).endsWith(".");
    assertThat(meaning.whose()).isEqualTo(whose);
  }

  @Test
  void onlyExpiryAndTheTemporaryErrorMayPassByTryingAgain() {
    assertThat(CONTRACT.stream().filter(err -> !ErrorDictionary.ofErr(err).permanent()))
        .containsExactlyInAnyOrder(2, 999);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 11, 998, 1_000})
  void aNumberThatTheContractDoesNotHaveMeansTheTemporaryError(int err) {
    assertThat(ErrorDictionary.ofErr(err)).isEqualTo(ErrorDictionary.ofErr(999));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        Status.ESME_RINVBNDSTS,
        Status.ESME_RBINDFAIL,
        Status.ESME_RSYSERR,
        Status.ESME_RMSGQFUL,
        Status.ESME_RTHROTTLED,
        Status.ESME_RX_T_APPN,
        Status.ESME_RUNKNOWNERR
      })
  void whatPassesIsTriedAgain(int commandStatus) {
    Meaning meaning = ErrorDictionary.ofCommandStatus(commandStatus);
    assertThat(meaning.permanent()).isFalse();
    assertThat(meaning.err()).isEqualTo(999);
    assertThat(meaning.whose()).isEqualTo(Whose.OPERATOR);
  }

  @ParameterizedTest
  @CsvSource({
    "0x0A, 7, SENDER",
    "0x48, 7, SENDER",
    "0x49, 7, SENDER",
    "0x0B, 3, NUMBER",
    "0x33, 3, NUMBER",
    "0x50, 3, NUMBER",
    "0x51, 3, NUMBER",
    "0x45, 1, NUMBER",
    "0x01, 1, NUMBER",
    "0x65, 1, NUMBER",
    "0x66, 1, NUMBER",
    "0x62, 1, NUMBER"
  })
  void whatStaysIsRefused(String commandStatus, int err, Whose whose) {
    Meaning meaning = ErrorDictionary.ofCommandStatus(Integer.decode(commandStatus));
    assertThat(meaning.permanent()).isTrue();
    assertThat(meaning.err()).isEqualTo(err);
    assertThat(meaning.whose()).isEqualTo(whose);
  }

  @Test
  void everyCommandStatusHasAMeaningInTheContractsNumbers() {
    for (int commandStatus = 1; commandStatus <= 0x4FF; commandStatus++) {
      Meaning meaning = ErrorDictionary.ofCommandStatus(commandStatus);
      assertThat(CONTRACT).contains(meaning.err());
      assertThat(meaning.cause()).isNotBlank();
      assertThat(meaning.remedy()).isNotBlank();
    }
    assertThat(ErrorDictionary.ofCommandStatus(0x4FF).cause()).contains("0x4FF");
  }

  @Test
  void everyStatesUsualErrIsInTheContract() {
    assertThat(State.values()).allMatch(state -> CONTRACT.contains(state.usualErr()));
  }
}
