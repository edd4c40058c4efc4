package io.waybill.dashboard;

import io.waybill.http.Buckets;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How often passwords and codes may be tried. Wrong tries are counted for the address they come
 * from, and for the e-mail they are about, whether anybody has it or not. So that nobody is shut
 * out by others who guess, a browser in which somebody has logged in before is counted by itself.
 * Nothing is shut for good: each count goes down with time. Memory is bounded, thread-safe.
 */
final class Attempts {
  /** Wrong tries at once: of an address, of an e-mail from browsers never seen, of a known one. */
  static final int OF_ADDRESS = 20;

  static final int OF_EMAIL = 10;

  static final int OF_DEVICE = 10;

  private static final int REMEMBERED_MAX = 20_000;

  /** Buckets count in seconds; here one try comes back in so many. */
  private static final int SECONDS_EACH = 30;

  /** Passwords that are looked at at the same time: each takes 19 MiB and a core. */
  private static final int HASHES_AT_ONCE = 2;

  private static final int HASH_PATIENCE_SECONDS = 5;

  /** Refused log-ins that are written down at once, and in a second: the rest is only counted. */
  private static final int NOTED_AT_ONCE = 100;

  /** An IPv6 subscriber has a /64 at least (RFC 6177). */
  private static final int V6_PREFIX_OCTETS = 8;

  private final Buckets wrong;
  private final Buckets noted;
  private final Semaphore hashes = new Semaphore(HASHES_AT_ONCE, true);

  Attempts(LongSupplier nanos) {
    // A clock that goes slower makes a bucket that fills slower.
    wrong = new Buckets(REMEMBERED_MAX, () -> nanos.getAsLong() / SECONDS_EACH);
    noted = new Buckets(1, nanos);
  }

  private record Email(String email) {}

  private record Device(String id) {}

  private record Place(Object address) {}

  /** Who tries: his address, whom he wants to be, and the browser if it was in before. */
  record Who(InetAddress address, String email, Optional<String> device) {
    private Object place() {
      return new Place(
          address instanceof Inet6Address six
              ? ByteBuffer.wrap(six.getAddress(), 0, V6_PREFIX_OCTETS)
              : address);
    }

    private Object person() {
      return device.<Object>map(Device::new).orElse(new Email(email));
    }

    private int most() {
      return device.isPresent() ? OF_DEVICE : OF_EMAIL;
    }
  }

  /** How long he has to wait before he may try again; empty if he may. */
  Optional<Duration> wait(Who who) {
    Optional<Duration> person = wrong.look(who.person(), 1, who.most());
    return (person.isPresent() ? person : wrong.look(who.place(), 1, OF_ADDRESS))
        .map(slow -> slow.multipliedBy(SECONDS_EACH));
  }

  /** It was wrong. */
  void failed(Who who) {
    var _ = wrong.take(who.person(), 1, who.most());
    var _ = wrong.take(who.place(), 1, OF_ADDRESS);
  }

  /** Whether one more refused log-in is to be written down. */
  boolean isNoted() {
    return noted.take("refused", 1, NOTED_AT_ONCE).isEmpty();
  }

  /** Something that takes as much as looking at a password. */
  interface Hashing<T> {
    T hash();
  }

  /** Does it when there is room; empty if there was none for 5 s. */
  <T> Optional<T> hashing(Hashing<T> work) {
    boolean in = false;
    try {
      in = hashes.tryAcquire(HASH_PATIENCE_SECONDS, TimeUnit.SECONDS);
      return in ? Optional.of(work.hash()) : Optional.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      if (in) {
        hashes.release();
      }
    }
  }
}
