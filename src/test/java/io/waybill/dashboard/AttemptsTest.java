package io.waybill.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.waybill.dashboard.Attempts.Who;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {
  private static final Duration EACH = Duration.ofSeconds(30);

  private final AtomicLong now = new AtomicLong();
  private final Attempts attempts = new Attempts(now::get);

  private static Who who(String address, String email) {
    return new Who(InetAddress.ofLiteral(address), email, Optional.empty());
  }

  private static Who known(String address, String email) {
    return new Who(InetAddress.ofLiteral(address), email, Optional.of("this browser"));
  }

  private void fail(Who who, int times) {
    for (int i = 0; i < times; i++) {
      attempts.failed(who);
    }
  }

  @Test
  void afterTenWrongTriesAnEmailWaitsWhereverTheyCameFrom() {
    for (int i = 0; i < Attempts.OF_EMAIL; i++) {
      Who guesser = who("192.0.2." + i, "ann@example.com");
      assertThat(attempts.wait(guesser)).isEmpty();
      attempts.failed(guesser);
    }
    assertThat(attempts.wait(who("198.51.100.1", "ann@example.com"))).contains(EACH);
    assertThat(attempts.wait(who("198.51.100.1", "bob@example.com"))).isEmpty();
    now.addAndGet(EACH.toNanos());
    assertThat(attempts.wait(who("198.51.100.1", "ann@example.com"))).isEmpty();
  }

  @Test
  void aBrowserThatWasInBeforeIsNotShutOutByOthersWhoGuess() {
    fail(who("192.0.2.1", "ann@example.com"), 100);
    assertThat(attempts.wait(known("198.51.100.1", "ann@example.com"))).isEmpty();
    fail(known("198.51.100.1", "ann@example.com"), Attempts.OF_DEVICE);
    assertThat(attempts.wait(known("198.51.100.2", "ann@example.com"))).contains(EACH);
  }

  @Test
  void anAddressThatTriesManyEmailsWaits() {
    for (int i = 0; i < Attempts.OF_ADDRESS; i++) {
      attempts.failed(who("192.0.2.1", "person" + i + "@example.com"));
    }
    assertThat(attempts.wait(who("192.0.2.1", "new@example.com"))).contains(EACH);
    assertThat(attempts.wait(who("192.0.2.2", "new@example.com"))).isEmpty();
  }

  @Test
  void anIpv6SubscriberIsOneAddress() {
    for (int i = 0; i < Attempts.OF_ADDRESS; i++) {
      attempts.failed(who("2001:db8::" + i, "person" + i + "@example.com"));
    }
    assertThat(attempts.wait(who("2001:db8::ffff", "new@example.com"))).isPresent();
    assertThat(attempts.wait(who("2001:db8:0:1::1", "new@example.com"))).isEmpty();
  }
}
