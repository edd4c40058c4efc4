package io.waybill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.account.ApiKey;
import io.waybill.account.Rights;
import io.waybill.account.Scope;
import io.waybill.ops.AddressRange;
import io.waybill.ops.Config;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BucketsTest {
  /// Begins where the clock's number is about to overflow: nothing may depend on its sign.
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

  private final Buckets buckets = new Buckets(3, nanos::get);
  private final Limits limits = new Limits(new Config.Limits(5, 10, 0), nanos::get);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private int taken(Object who, int perSecond, int burst) {
    int taken = 0;
    while (taken < 1000 && buckets.take(who, perSecond, burst).isEmpty()) {
      taken++;
    }
    return taken;
  }

  @Test
  void aSecondsWorthMayComeAtOnceThenTheRateHolds() {
    assertThat(taken("a", 10, 10)).isEqualTo(10);
    assertThat(buckets.take("a", 10, 10)).contains(Duration.ofMillis(100));
    pass(Duration.ofMillis(100));
    assertThat(taken("a", 10, 10)).isEqualTo(1);
    pass(Duration.ofMillis(550));
    assertThat(taken("a", 10, 10)).isEqualTo(5);
    pass(Duration.ofHours(1));
    assertThat(taken("a", 10, 10)).isEqualTo(10);
  }

  @Test
  void refusedRequestsDoNotPutOffTheNext() {
    taken("a", 10, 10);
    for (int i = 0; i < 100; i++) {
      assertThat(buckets.take("a", 10, 10)).contains(Duration.ofMillis(100));
    }
  }

  @Test
  void zeroIsNoBound() {
    assertThat(taken("a", 0, 1)).isEqualTo(1000);
  }

  @Test
  void eachHasItsOwnAndTheOldestAreForgotten() {
    for (String who : List.of("a", "b", "c")) {
      assertThat(taken(who, 1, 1)).isEqualTo(1);
    }
    assertThat(taken("d", 1, 1)).isEqualTo(1);
    assertThat(buckets.size()).isEqualTo(3);
    assertThat(buckets.take("c", 1, 1)).isPresent();
    assertThat(buckets.take("a", 1, 1)).isEmpty();
  }

  private static ApiKey key(String name, @Nullable Integer rate) {
    Rights rights = new Rights(Scope.USUAL, List.of(), null, rate);
    return new ApiKey(name, 1, "password", true, null, null, "on", false, rights, null);
  }

  @Test
  void aKeysOwnRateComesBeforeTheConfigured() {
    for (int i = 0; i < 5; i++) {
      assertThat(limits.keyed(key("usual", null))).isEmpty();
    }
    assertThat(limits.keyed(key("usual", null))).isPresent();
    assertThat(limits.keyed(key("slow", 1))).isEmpty();
    assertThat(limits.keyed(key("slow", 1))).contains(Duration.ofSeconds(1));
    for (int i = 0; i < 1000; i++) {
      assertThat(limits.keyed(key("free", 0))).isEmpty();
    }
  }

  @Test
  void wrongPasswordsShutOutOneUserNameFromOneAddress() {
    InetAddress bad = AddressRange.address("203.0.113.9");
    InetAddress good = AddressRange.address("198.51.100.1");
    for (int i = 0; i < Limits.WRONG_PASSWORDS; i++) {
      assertThat(limits.mayTry(bad, "shop")).isEmpty();
      assertThat(limits.wrongPassword(bad, "shop")).isEmpty();
    }
    assertThat(limits.mayTry(bad, "shop")).isPresent();
    assertThat(limits.wrongPassword(bad, "shop")).isPresent();
    assertThat(limits.mayTry(good, "shop")).isEmpty();
    assertThat(limits.mayTry(bad, "other")).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(limits.mayTry(bad, "shop")).isEmpty();
  }

  @Test
  void oneSubscriberOfIpv6IsOneAddress() {
    for (int i = 0; i < 10; i++) {
      InetAddress from = AddressRange.address("2001:db8:0:1::" + Integer.toHexString(i + 1));
      assertThat(limits.unkeyed(from)).isEmpty();
    }
    assertThat(limits.unkeyed(AddressRange.address("2001:db8:0:1:ffff::1"))).isPresent();
    assertThat(limits.unkeyed(AddressRange.address("2001:db8:0:2::1"))).isEmpty();
  }

  @Test
  void longUserNamesDoNotFillTheMemory() {
    InetAddress from = AddressRange.address("203.0.113.9");
    for (int i = 0; i < Limits.WRONG_PASSWORDS; i++) {
      assertThat(limits.wrongPassword(from, i + "x".repeat(64))).isEmpty();
    }
    assertThat(limits.mayTry(from, "another" + "y".repeat(64))).isPresent();
  }
}
