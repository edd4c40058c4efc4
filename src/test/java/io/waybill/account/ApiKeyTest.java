package io.waybill.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waybill.account.ApiKey.Rotation;
import io.waybill.ops.AddressRange;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
  private static final Instant NOON = Instant.parse("2027-01-15T12:00:00Z");
  private static final String OLD = "the old password";
  private static final String NEW = "the new password";

  private static ApiKey key(String password, Rights rights, @Nullable Rotation rotation) {
    return new ApiKey("shop", 1, password, true, null, null, "on", false, rights, rotation);
  }

  @Test
  void onlyItsPasswordOpensIt() {
    ApiKey key = key(NEW, Rights.ALL, null);
    assertThat(key.opens(NEW, NOON)).isTrue();
    assertThat(key.opens(OLD, NOON)).isFalse();
    assertThat(key.opens("", NOON)).isFalse();
  }

  @Test
  void thePreviousPasswordOpensItUntilItsTimeIsOver() {
    Instant until = NOON.plusSeconds(60);
    for (ApiKey key :
        List.of(
            key(OLD, Rights.ALL, new Rotation(NEW, until, false)),
            key(NEW, Rights.ALL, new Rotation(OLD, until, true)))) {
      assertThat(key.opens(OLD, until.minusMillis(1))).isTrue();
      assertThat(key.opens(OLD, until)).isFalse();
      assertThat(key.opens(NEW, until)).isTrue();
      assertThat(key.opens("neither of the two", NOON)).isFalse();
    }
  }

  @Test
  void onlyTheFirstUseOfTheNewPasswordCounts() {
    Instant until = NOON.plusSeconds(60);
    ApiKey before = key(OLD, Rights.ALL, new Rotation(NEW, until, false));
    assertThat(before.isFirstUseOfNew(NEW)).isTrue();
    assertThat(before.isFirstUseOfNew(OLD)).isFalse();
    ApiKey after = key(NEW, Rights.ALL, new Rotation(OLD, until, true));
    assertThat(after.isFirstUseOfNew(NEW)).isFalse();
    assertThat(after.isFirstUseOfNew(OLD)).isFalse();
  }

  @Test
  void nothingOpensAnExpiredKey() {
    ApiKey key = key(NEW, new Rights(Scope.USUAL, List.of(), NOON, null), null);
    assertThat(key.opens(NEW, NOON.minusMillis(1))).isTrue();
    assertThat(key.opens(NEW, NOON)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "'', 203.0.113.9, true",
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "192.0.2.0/24, 2001:db8::1, false",
    "192.0.2.0/24;2001:db8::/32, 2001:db8::1, true",
    "0.0.0.0/0, 2001:db8::1, true",
    "192.0.2.1;0.0.0.0/0, 203.0.113.9, true",
    "192.0.2.1, ::ffff:192.0.2.1, true",
  })
  void callersMayComeFromTheListedAddresses(String list, String caller, boolean allowed) {
    List<AddressRange> ranges =
        list.isEmpty()
            ? List.of()
            : List.of(list.split(";", -1)).stream().map(AddressRange::of).toList();
    Rights rights = new Rights(Scope.USUAL, ranges, null, null);
    assertThat(rights.allows(AddressRange.address(caller))).isEqualTo(allowed);
  }

  @Test
  void scopesAreReadFromWords() {
    assertThat(Scope.of(List.of("send", " Admin"))).isEqualTo(Set.of(Scope.SEND, Scope.ADMIN));
    assertThatThrownBy(() -> Scope.of(List.of("send", "write")))
        .hasMessage("'write' is not a scope: write some of send, read, admin");
    assertThatThrownBy(() -> Scope.of(List.of())).hasMessageContaining("at least one scope");
  }

  @ParameterizedTest
  @ValueSource(strings = {OLD, NEW, "shop@"})
  void noPasswordStandsInItsText(String secret) {
    ApiKey key = key(OLD, Rights.ALL, new Rotation(NEW, NOON, false));
    assertThat(key.toString() + key.rotation()).doesNotContain(secret);
  }
}
