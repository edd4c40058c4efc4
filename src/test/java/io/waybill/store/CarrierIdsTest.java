package io.waybill.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.routing.Notation;
import java.math.BigInteger;
import java.util.Random;
import org.jspecify.annotations.Nullable;
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

  @ParameterizedTest
  @CsvSource({
    "7, 7, ",
    "10, 10, EXACT",
    "ABC-7, abc-7, EXACT",
    "00012, 12, EXACT",
    "4a817c801, 20000000001, RESP_HEX_RECEIPT_DEC",
    "20000000001, 04A817C801, RESP_DEC_RECEIPT_HEX",
    "1, 2, ",
    "'', '', "
  })
  void aMatchSpeaksForTheNotationThatAloneExplainsIt(
      String answered, String received, @Nullable Notation notation) {
    assertThat(CarrierIds.spokenFor(answered, received)).isEqualTo(notation);
  }

  @Test
  void everyNotationNamesTheFormsThatItLeavesOpen() {
    assertThat(CarrierIds.forms("00A1", Notation.EXACT)).containsExactly("a1");
    assertThat(CarrierIds.forms("0100\0", Notation.DEC)).containsExactly("100");
    assertThat(CarrierIds.forms("0100", Notation.HEX)).containsExactly("100");
    assertThat(CarrierIds.forms("100", Notation.RESP_HEX_RECEIPT_DEC)).containsExactly("64");
    assertThat(CarrierIds.forms("64", Notation.RESP_DEC_RECEIPT_HEX)).containsExactly("100");
    assertThat(CarrierIds.forms("x-64", Notation.RESP_DEC_RECEIPT_HEX)).containsExactly("x-64");
    assertThat(CarrierIds.forms("100", Notation.AUTO)).containsExactly("100", "64", "256");
    for (Notation notation : Notation.values()) {
      assertThat(CarrierIds.forms("00F0", notation))
          .startsWith(CarrierIds.likeliest("00F0", notation));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "20000000001, 20000000417, true",
    "20000000001, 4A817C802, true",
    "abcd-0017, ABCD-0099, true",
    "0000abcdef, abcdef, true",
    "msg-99123, 99123, true",
    "20000000001, 30000000001, false",
    "7, 9, false",
    "abc, '', false",
    "f00d1234, 99887766, false"
  })
  void idsThatAPersonWouldCompareResembleEachOther(String one, String other, boolean alike) {
    assertThat(CarrierIds.resemble(one, other)).isEqualTo(alike);
    assertThat(CarrierIds.resemble(other, one)).isEqualTo(alike);
  }
}
