package io.waybill.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TotpTest {
  /** The secret of RFC 6238, appendix B, in base 32. */
  private static final String SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

  @Test
  void codesAreThoseOfTheStandard() {
    // RFC 6238, appendix B, cut to six digits.
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(59))).isEqualTo("287082");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(1_111_111_109))).isEqualTo("081804");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(1_234_567_890))).isEqualTo("005924");
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(20_000_000_000L))).isEqualTo("353130");
  }

  @Test
  void aClockMayBeOneStepOffButNoMore() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    for (int seconds : new int[] {-30, 0, 30}) {
      assertThat(Totp.accept(SECRET, Totp.code(SECRET, now.plusSeconds(seconds)), now, 0))
          .isPresent();
    }
    for (int seconds : new int[] {-90, 90}) {
      assertThat(Totp.accept(SECRET, Totp.code(SECRET, now.plusSeconds(seconds)), now, 0))
          .isEmpty();
    }
  }

  @Test
  void aCodeOpensOnceAndNoneOfBeforeOpensAfterIt() {
    Instant now = Instant.ofEpochSecond(1_234_567_890);
    long step = Totp.accept(SECRET, "005 924", now, 0).getAsLong();
    assertThat(Totp.accept(SECRET, "005924", now, step)).isEmpty();
    String before = Totp.code(SECRET, now.minusSeconds(30));
    assertThat(Totp.accept(SECRET, before, now, step)).isEmpty();
  }

  @Test
  void whatIsNoCodeIsRefused() {
    for (String shown : List.of("", "12345", "1234567", "abcdef", "١٢٣٤٥٦")) {
      assertThat(Totp.accept(SECRET, shown, Instant.ofEpochSecond(59), 0)).isEmpty();
    }
  }

  @Test
  void secretsHave160BitsAndReadBackAsTheyWereMade() {
    SecureRandom random = new SecureRandom();
    List<String> secrets =
        IntStream.range(0, 50).mapToObj(_ -> Totp.freshSecret(random)).distinct().toList();
    assertThat(secrets).hasSize(50).allMatch(secret -> secret.matches("[A-Z2-7]{32}"));
    assertThat(Totp.uri(SECRET, "ann@example.com"))
        .isEqualTo(
            "otpauth://totp/Waybill%3Aann%40example.com?secret=" + SECRET + "&issuer=Waybill");
  }

  @Test
  void recoveryCodesReadHoweverTheyAreTyped() {
    List<String> codes = RecoveryCodes.fresh(new SecureRandom());
    assertThat(codes).hasSize(10).doesNotHaveDuplicates().allMatch(RecoveryCodes::isOne);
    String code = codes.getFirst();
    String typed = " " + code.replace("-", " ").toUpperCase(java.util.Locale.ROOT);
    assertThat(RecoveryCodes.hash(typed)).isEqualTo(RecoveryCodes.hash(code));
    assertThat(RecoveryCodes.isOne("123456")).isFalse();
  }
}
