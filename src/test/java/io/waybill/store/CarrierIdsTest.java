package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How one id may be written twice (design 9). */
class CarrierIdsTest {
  @ParameterizedTest
  @CsvSource({
    "abc, abc",
    "ABC, abc",
    "'  Abc ', abc",
    "000123, 123",
    "0, 0",
    "000, 0",
    "'', ''",
    "00AF, af",
    "id-7_x, id-7_x"
  })
  void theFormForgetsCaseBlanksAndLeadingZeros(String id, String form) {
    assertThat(CarrierIds.form(id)).isEqualTo(form);
  }

  @ParameterizedTest
  @CsvSource({
    "3735928559, deadbeef",
    "DEADBEEF, 3735928559",
    "0000DeadBeef, 3735928559",
    "10, 16",
    "10, a"
  })
  void anIdIsLookedUpInTheOtherNotationToo(String receiptId, String storedId) {
    assertThat(CarrierIds.forms(receiptId)).contains(CarrierIds.form(storedId));
  }

  @Test
  void theWrittenFormIsTheLikeliest() {
    assertThat(CarrierIds.forms("0123")).startsWith("123").containsExactly("123", "7b", "291");
    assertThat(CarrierIds.forms("xyz-1")).containsExactly("xyz-1");
    assertThat(CarrierIds.forms("af")).containsExactly("af", "175");
    assertThat(CarrierIds.forms("5")).containsExactly("5");
  }

  @Test
  void everyNumberIsFoundInEitherNotationWhateverItsZerosAndCase() {
    Random random = new Random(9);
    for (int i = 0; i < 2_000; i++) {
      BigInteger number = new BigInteger(1 + random.nextInt(90), random);
      String hex = "0".repeat(random.nextInt(5)) + number.toString(16);
      String written = random.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT);
      String decimal = "0".repeat(random.nextInt(5)) + number;
      assertThat(CarrierIds.forms(written)).contains(CarrierIds.form(decimal));
      assertThat(CarrierIds.forms(decimal)).contains(CarrierIds.form(written));
      assertThat(CarrierIds.forms(decimal)).hasSizeLessThanOrEqualTo(3);
    }
  }

  @Test
  void anIdOfTwentyFiveDigitsIsNoProblemAndALongOneIsOnlyItself() {
    assertThat(CarrierIds.forms("1234567890123456789012345")).hasSize(3);
    assertThat(CarrierIds.forms("9".repeat(500))).hasSize(1);
  }
}
