package io.waybill.accept;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.accept.Numbers.Phone;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void countryAndNetworkAreAssumedFromTheRange() {
    assertThat(Numbers.read("+41798765432")).hasValue(new Phone("+41798765432", "CH", "Swisscom"));
  }

  @Test
  void aRangeThatNobodyKnowsYetIsTaken() {
    assertThat(Numbers.read("+37259999999").map(Phone::country)).hasValue("EE");
  }

  @Test
  void whereCountriesShareACodeTheMainOneIsAssumed() {
    assertThat(Numbers.read("+12005550123").map(Phone::country)).hasValue("US");
  }

  @Test
  void numbersOfNoCountryHaveNone() {
    assertThat(Numbers.read("+80012345678")).hasValue(new Phone("+80012345678", null, null));
  }

  @Test
  void aLocalNumberCannotBeDialledFromAbroad() {
    assertThat(Numbers.read("+12530000")).isEmpty();
  }
}
