package io.waybill.http;

import io.waybill.account.ApiKey;
import io.waybill.ops.Config;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How many requests come from whom. Callers with a valid key are counted by key only: a busy
/// customer's one server may send thousands a second. All others are counted by address, and wrong
/// passwords by address and user name, so that nobody can shut a key's owner out from elsewhere.
/// Thread-safe.
final class Limits {
  /// Most that are remembered of each kind; at most some 300 octets each.
  static final int REMEMBERED_MAX = 20_000;

  /// No key has a longer name; a caller could fill the memory with those.
  private static final int USERNAME_MAX = 64;

  /// Wrong passwords for one user name that one address may try at once.
  static final int WRONG_PASSWORDS = 20;

  private static final int WRONG_PER_SECOND = 1;

  /// An IPv6 subscriber has a /64 at least (RFC 6177).
  private static final int V6_PREFIX_OCTETS = 8;

  private final Config.Limits limits;
  private final Buckets keys;
  private final Buckets addresses;
  private final Buckets wrong;

  Limits(Config.Limits limits, LongSupplier nanos) {
    this.limits = limits;
    keys = new Buckets(REMEMBERED_MAX, nanos);
    addresses = new Buckets(REMEMBERED_MAX, nanos);
    wrong = new Buckets(REMEMBERED_MAX, nanos);
  }

  private record Pair(Object address, String username) {
    static Pair of(InetAddress from, String username) {
      return new Pair(place(from), username.length() > USERNAME_MAX ? "" : username);
    }
  }

  /// Counts a request with a valid key; empty if it may go on, else when to come back.
  Optional<Duration> keyed(ApiKey key) {
    Integer own = key.rights().requestsPerSecond();
    int rate = own == null ? limits.perKey() : own;
    return rate == 0 ? Optional.empty() : keys.take(key.username(), rate, rate);
  }

  /// Counts a request without a valid key.
  Optional<Duration> unkeyed(InetAddress from) {
    return addresses.take(place(from), limits.perAddress(), limits.perAddress());
  }

  /// Whether this address has tried too many wrong passwords for that user name.
  Optional<Duration> mayTry(InetAddress from, String username) {
    return wrong.look(Pair.of(from, username), WRONG_PER_SECOND, WRONG_PASSWORDS);
  }

  /// Counts a wrong password; empty unless another request has just emptied the bucket.
  Optional<Duration> wrongPassword(InetAddress from, String username) {
    return wrong.take(Pair.of(from, username), WRONG_PER_SECOND, WRONG_PASSWORDS);
  }

  /// What counts as one address.
  static Object place(InetAddress from) {
    return from instanceof Inet6Address six
        ? ByteBuffer.wrap(six.getAddress(), 0, V6_PREFIX_OCTETS)
        : from;
  }
}
