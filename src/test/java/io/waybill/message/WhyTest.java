package io.waybill.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.message.ErrorDictionary.Meaning;
import io.waybill.message.ErrorDictionary.Whose;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of an end is true of that end, not only of its err. */
class WhyTest {
  private static final Set<State> NOTHING_WRONG =
      EnumSet.of(
          State.PLANNED,
          State.SCHEDULED,
          State.QUEUED,
          State.SUBMITTING,
          State.SENT,
          State.ACCEPTED,
          State.DELIVERED,
          State.READ,
          State.UNUSED);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CANCELLED   | US      | 1   | It was cancelled before it was sent                  | NOBODY",
        "CANCELLED   | CARRIER | 1   | The operator deleted it before it was delivered      | OPERATOR",
        "EXPIRED     | US      | 2   | Its validity ended here before a delivery was known  | SENDER",
        "EXPIRED     | CARRIER | 2   | The time in which it was valid ended                 | NUMBER",
        "REJECTED    | CARRIER | 1   | The operator rejected it                             | OPERATOR",
        "REJECTED    | CARRIER | 7   | The sender is not allowed                            | SENDER",
        "REJECTED    | CARRIER | 4   | The operator could not charge for it                 | US",
        "REJECTED    | US      | 4   | The account could not be charged                     | CREDIT",
        "REJECTED    | US      | 8   | The number is on the blacklist                       | NUMBER",
        "REFUSED     | CARRIER | 1   | The operator refused it when it was handed over      | OPERATOR",
        "REFUSED     | CARRIER | 3   | The number does not exist                            | NUMBER",
        "UNDELIVERED | CARRIER | 1   | The operator could not deliver it to the handset     | NUMBER",
        "FAILED      | US      | 9   | There is no way to send it                           | US",
        "FAILED      | US      | 1   | It could not be sent from here                       | US",
        "UNKNOWN     | US      | 999 | No final receipt came in time                        | OPERATOR",
        "UNCLEAR     | CARRIER | 999 | The operator does not know yet what has become of it | OPERATOR"
      })
  void eachEndIsExplainedByWhatHappened(State state, By by, int err, String cause, Whose whose) {
    Meaning why = Why.of(state, by, err);
    if (why == null) {
      throw new AssertionError("nothing is said");
    }
    assertThat(why.cause()).isEqualTo(cause);
    assertThat(why.whose()).isEqualTo(whose);
    assertThat(why.err()).isEqualTo(err);
    assertThat(why.remedy()).endsWith(".");
  }

  @ParameterizedTest
  @EnumSource(By.class)
  void whatHasNotGoneWrongIsNotExplained(By by) {
    for (State state : State.values()) {
      if (NOTHING_WRONG.contains(state)) {
        assertThat(Why.of(state, by, state.usualErr())).as("%s", state).isNull();
      } else {
        assertThat(Why.of(state, by, state.usualErr())).as("%s", state).isNotNull();
      }
    }
  }

  @Test
  void onlyTheOperatorsOwnVerdictSpeaksOfTheHandset() {
    for (State state : State.values()) {
      for (By by : By.values()) {
        Meaning why = Why.of(state, by, 1);
        if (why != null && why.cause().contains("handset")) {
          assertThat(state).isEqualTo(State.UNDELIVERED);
        }
      }
    }
  }
}
