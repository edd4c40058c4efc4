package io.waybill.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PersonPasswordTest {
  private static final String EMAIL = "ann.smith@example.com";

  @Test
  void aHashSaysHowItWasMadeAndOpensOnlyToItsPassword() {
    SecureRandom random = new SecureRandom();
    String hash = PersonPassword.hash("copper lantern walrus", random);
    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSizeLessThan(300);
    assertThat(PersonPassword.hash("copper lantern walrus", random)).isNotEqualTo(hash);
    assertThat(PersonPassword.isSame(hash, "copper lantern walrus")).isTrue();
    assertThat(PersonPassword.isSame(hash, "copper lantern walrus ")).isFalse();
    assertThat(PersonPassword.isSame(null, "copper lantern walrus")).isFalse();
    assertThat(PersonPassword.isSame("", "")).isFalse();
    assertThat(PersonPassword.isSame("$2y$10$something", "copper")).isFalse();
  }

  @Test
  void aHashOfAnotherImplementationIsRead() {
    // The reference implementation's test vector: password "password", salt "somesalt".
    assertThat(
            PersonPassword.isSame(
                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "password"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "copper lantern walrus",
        "vR7#kq2!mZx9",
        "Три медведя в лесу",
        "correct-gibbon-spoke-41"
      })
  void goodOnesAreTaken(String password) {
    assertThat(PasswordRule.fault(password, EMAIL)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "elevenchars",
        "aaaaaaaaaaaaaaa",
        "abababababab",
        "123456789012",
        "password1234",
        "P4$$w0rd2026!",
        "qwertyuiop12",
        "asdfghjkl1234",
        "Welcome123456",
        "ann.smith@example.com",
        "annsmith2026",
        "letmein letmein",
        "abcdefghijklmn",
        "Admin!2345678",
        "tab\tin the middle"
      })
  void whatIsGuessedFirstIsRefusedWithWhatToChange(String password) {
    assertThat(PasswordRule.fault(password, EMAIL)).isPresent();
    assertThat(PasswordRule.fault(password, EMAIL).get()).matches("[A-Z].*[.]");
  }

  @Test
  void anOverlongOneIsRefused() {
    assertThat(PasswordRule.fault("a b c d e f ".repeat(20), EMAIL)).isPresent();
  }
}
